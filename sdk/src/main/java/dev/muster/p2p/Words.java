package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.identity.Nonce;
import dev.muster.identity.PublicKey;
import dev.muster.identity.SessionId;
import dev.muster.identity.Statement;
import dev.muster.identity.StatementKind;
import dev.muster.wire.Opening;
import dev.muster.wire.SyncMessage.Checkpoint;
import java.util.List;
import java.util.Optional;

/** What exactly is signed by whom: the same bytes for the one who signs and the one who checks. */
final class Words {
    private Words() {}

    /** The host of a term: so far does the log go, and with a checkpoint: that is the lobby there. */
    static Statement head(SessionId session, Term term, Stand stand, Optional<Checkpoint> checkpoint) {
        StatementKind kind = checkpoint.isPresent() ? StatementKind.CHECKPOINT : StatementKind.HEAD;
        Statement.Builder fields = Statement.about(kind, session, term.owner().incarnation())
                .with(term.number())
                .with(stand.sequence())
                .with(stand.hash());
        checkpoint.ifPresent(one -> fields.with(one.state()).with(one.roster()));
        return fields.build();
    }

    /** The hash of those who are in. */
    static Hash roster(List<PublicKey> keys) {
        return Hash.of(keys.stream().map(PublicKey::toByteArray).toArray(byte[][]::new));
    }

    /**
     * A guest: I have everything up to there, and follow the host of that term. Its number alone would do for another
     * host too who has the same.
     */
    static Statement confirmation(SessionId session, Actor guest, Terms terms, Stand stand) {
        return Statement.about(StatementKind.CONFIRMATION, session, guest.incarnation())
                .with(terms.last().number())
                .with(terms.lastHash())
                .with(stand.sequence())
                .with(stand.hash())
                .build();
    }

    /**
     * Somebody who wants in, with the key that the password gives. The host's incarnation was never used before, so no
     * proof for an earlier host is worth anything.
     */
    static Statement password(SessionId session, Actor newcomer, Actor host) {
        return Statement.about(StatementKind.PASSWORD, session, newcomer.incarnation())
                .with(newcomer.key())
                .with(host.key())
                .with(host.incarnation())
                .build();
    }

    /** Whoever opens a term, or the host before who hands over. */
    static Statement opening(SessionId session, Opening opening) {
        Statement.Builder fields = Statement.about(
                        StatementKind.OPENING, session, opening.owner().incarnation())
                .with(opening.number())
                .with(opening.owner().key())
                .with(opening.reason().name())
                .with(opening.parent())
                .with(opening.lastSequence())
                .with(opening.lastHash())
                .with(roster(opening.roster()));
        opening.merged().ifPresent(fields::with);
        return fields.build();
    }

    /** Names an opening and, through its parent, everything before it. */
    static Hash hashOf(SessionId session, Opening opening) {
        return Hash.of(opening(session, opening).toByteArray());
    }

    /** Somebody who lost the host: that one may open the next term. */
    static Statement grant(SessionId session, Actor granter, long number, Hash parent, Actor claimant) {
        return Statement.about(StatementKind.GRANT, session, granter.incarnation())
                .with(number)
                .with(parent)
                .with(claimant.key())
                .with(claimant.incarnation())
                .build();
    }

    /** The successor: I am ready to open the next term. */
    static Statement acceptance(SessionId session, long number, Hash parent, Actor successor) {
        return Statement.about(StatementKind.ACCEPTANCE, session, successor.incarnation())
                .with(number)
                .with(parent)
                .with(successor.key())
                .build();
    }

    /** The host of a term: I am there, and it was not long ago that I was asked. */
    static Statement presence(SessionId session, Term term, Nonce nonce) {
        return Statement.about(StatementKind.PRESENCE, session, term.owner().incarnation())
                .with(term.number())
                .with(nonce)
                .build();
    }
}
