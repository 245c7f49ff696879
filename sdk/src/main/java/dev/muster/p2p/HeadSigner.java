package dev.muster.p2p;

import dev.muster.identity.Identity;
import dev.muster.identity.SessionId;
import dev.muster.identity.Signature;
import dev.muster.wire.SyncMessage.Checkpoint;
import dev.muster.wire.SyncMessage.Head;
import java.util.List;
import java.util.Optional;

/** Gives the host's word for how far the log goes. */
final class HeadSigner {
    private final SessionId session;
    private final Identity identity;
    private Term term;

    /** The owner goes on in another term. */
    void goOn(Term next) {
        term = next;
    }

    HeadSigner(SessionId session, Identity identity, Term term) {
        if (!identity.publicKey().equals(term.owner().key())) {
            throw new IllegalArgumentException("a term is signed by its owner");
        }
        this.session = session;
        this.identity = identity;
        this.term = term;
    }

    Head head(Stand stand) {
        return signed(stand, Optional.empty());
    }

    Head checkpoint(Stand stand, Checkpoint checkpoint) {
        return signed(stand, Optional.of(checkpoint));
    }

    private Head signed(Stand stand, Optional<Checkpoint> checkpoint) {
        Signature signature = identity.sign(Words.head(session, term, stand, checkpoint));
        return new Head(term.number(), stand.sequence(), stand.hash(), checkpoint, signature, List.of());
    }
}
