package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.identity.Identity;
import dev.muster.identity.Nonce;
import dev.muster.identity.PublicKey;
import dev.muster.identity.SessionId;
import dev.muster.identity.Signature;
import dev.muster.identity.SignatureChecker;
import dev.muster.wire.AuthorityMessage.TermChain;
import dev.muster.wire.SyncMessage.Head;
import java.util.List;
import java.util.Optional;

/** What somebody would sign who wants to be host and may not. */
public final class Forgery {
    private final Self self;

    public Forgery(SessionId session, Identity identity, Actor actor, SignatureChecker checker) {
        this.self = new Self(session, identity, actor, checker);
    }

    /** The chain with a claim of the forger's own after it. */
    public TermChain claim(
            TermChain heard, List<PublicKey> roster, Optional<Head> checkpoint, long lastSequence, Hash lastHash) {
        Terms terms = unchecked(heard);
        var end = new Stand(lastSequence, lastHash);
        return terms.with(self, new OpeningWriter(self).claim(terms, end, roster, checkpoint, List.of()))
                .toWire();
    }

    /** The chain with a merge of the forger's own after it, as if it had been host before. */
    public TermChain merge(TermChain heard, TermChain other, List<PublicKey> roster) {
        Terms terms = unchecked(heard);
        return terms.with(self, new OpeningWriter(self).merge(terms, unchecked(other), terms.beginning(), roster))
                .toWire();
    }

    /** The host's word that it is there, in the forger's hand. */
    public Signature presence(TermChain heard, Nonce nonce) {
        return self.identity()
                .sign(Words.presence(self.session(), unchecked(heard).current(), nonce));
    }

    private Terms unchecked(TermChain chain) {
        return new Terms(
                chain.nonce(),
                chain.openings(),
                chain.openings().stream()
                        .map(one -> Words.hashOf(self.session(), one))
                        .toList());
    }
}
