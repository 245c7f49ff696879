package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.identity.Nonce;
import dev.muster.identity.PublicKey;
import dev.muster.wire.AuthorityMessage.ClaimAnswer;
import dev.muster.wire.SyncMessage.Head;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A host to which a majority agrees once more, where a majority decides. Guests who promised a term to a claimant that
 * came to nothing confirm nothing in the present one any more; in a later one they do. Belongs to one thread.
 */
final class Renewal {
    private final Self self;
    private final Ballot ballot;
    private final HostSide host;
    private final Mesh mesh;
    private final RandomGenerator random;
    private Optional<Claim> claim = Optional.empty();

    Renewal(Self self, Ballot ballot, HostSide host, Mesh mesh, RandomGenerator random) {
        this.self = self;
        this.ballot = ballot;
        this.host = host;
        this.mesh = mesh;
        this.random = random;
    }

    /** Asks, and asks again. {@return the terms to go on with, once a majority agreed} */
    Optional<Terms> poll(List<PublicKey> others, long nowNanos) {
        if (host.terms().isFull() || !ballot.isValid()) {
            return Optional.empty();
        }
        Claim mine = claim.orElseGet(() -> begun(nowNanos));
        claim = Optional.of(mine);
        List<Actor> reachable = mesh.openAmong(others);
        mesh.sayToAll(mine.toAsk(reachable, nowNanos), mine.request());
        if (mine.hasMajority(host.roster(), self.actor().key())) {
            claim = Optional.empty();
            return Optional.of(opened(mine));
        }
        if (mine.isAnswered(reachable, nowNanos)) {
            if (mine.isRefused()) {
                ballot.isTaken(mine.number());
            }
            claim = Optional.empty();
        }
        return Optional.empty();
    }

    /** There is no need any more. */
    void stop() {
        claim = Optional.empty();
    }

    boolean isUnderWay() {
        return claim.isPresent();
    }

    void answered(Actor from, ClaimAnswer answer) {
        claim.filter(one -> one.isAnsweredBy(self, from, answer)).ifPresent(one -> one.answered(from, answer));
    }

    private Claim begun(long nowNanos) {
        byte[] nonce = new byte[Nonce.BYTES];
        random.nextBytes(nonce);
        long number = ballot.nextNumber(host.terms());
        ballot.promises(number, self.actor());
        return new Claim(host.terms(), number, new Nonce(nonce), nowNanos);
    }

    private Terms opened(Claim mine) {
        List<PublicKey> roster = host.roster();
        Head checkpoint = host.written().shelf().checkpoint();
        var electors = new OpeningWriter.Electors(roster, Optional.of(checkpoint), mine.grants(roster));
        var end = new Stand(checkpoint.sequence(), checkpoint.hash());
        return host.terms().with(self, new OpeningWriter(self).claim(host.terms(), mine.number(), end, electors));
    }
}
