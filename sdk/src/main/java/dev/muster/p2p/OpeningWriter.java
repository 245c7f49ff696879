package dev.muster.p2p;

import dev.muster.domain.MigrationPolicy;
import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.identity.PublicKey;
import dev.muster.identity.Signature;
import dev.muster.wire.Opening;
import dev.muster.wire.Opening.Assent;
import dev.muster.wire.OpeningReason;
import dev.muster.wire.SyncMessage.Head;
import java.util.List;
import java.util.Optional;

/** Writes and signs the records that open terms. */
record OpeningWriter(Self self) {
    private static final Signature UNSIGNED = new Signature(new byte[Signature.BYTES]);

    /** The creator's term. */
    Opening creation(MigrationPolicy policy) {
        return signed(new Opening(
                0,
                self.actor(),
                policy == MigrationPolicy.MAJORITY ? OpeningReason.MAJORITY_CREATION : OpeningReason.CREATION,
                EventLog.ORIGIN,
                0,
                EventLog.ORIGIN,
                List.of(self.actor().key()),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                UNSIGNED));
    }

    /** The present host hands over to one who accepted. */
    Opening handover(Terms terms, Assent acceptance, Stand end, List<PublicKey> roster) {
        var who = new Who(terms.last().number() + 1, acceptance.by(), OpeningReason.HANDOVER);
        return next(terms, who, end, new Grounds(roster, Optional.empty(), Optional.empty(), List.of(acceptance)));
    }

    /** This side takes the place of a host that is lost. */
    Opening claim(Terms terms, Stand end, List<PublicKey> roster, Optional<Head> checkpoint, List<Assent> grants) {
        return claim(terms, terms.last().number() + 1, end, new Electors(roster, checkpoint, grants));
    }

    /** Who was in, how that is proved, and who of them agrees. */
    record Electors(List<PublicKey> roster, Optional<Head> checkpoint, List<Assent> grants) {}

    /** This side takes the place of a host that is lost, or goes on itself because a majority agreed to it again. */
    Opening claim(Terms terms, long number, Stand end, Electors electors) {
        var who = new Who(number, self.actor(), OpeningReason.CLAIM);
        return next(
                terms,
                who,
                end,
                new Grounds(electors.roster(), electors.checkpoint(), Optional.empty(), electors.grants()));
    }

    /** This side goes on for two. */
    Opening merge(Terms terms, Terms other, Stand end, List<PublicKey> roster) {
        long number = Math.max(terms.last().number(), other.last().number()) + 1;
        var who = new Who(number, self.actor(), OpeningReason.MERGE);
        var merged = Optional.of(other.lastHash());
        return next(terms, who, end, new Grounds(roster, Optional.empty(), merged, List.of()));
    }

    /** This side gave way to another host, which was lost too soon: it goes on for nobody but those it had. */
    Opening goBack(Terms terms, Terms other, Stand end, List<PublicKey> roster) {
        long number = Math.max(terms.last().number(), other.last().number()) + 1;
        var who = new Who(number, self.actor(), OpeningReason.MERGE);
        var itself = Optional.of(terms.lastHash());
        return next(terms, who, end, new Grounds(roster, Optional.empty(), itself, List.of()));
    }

    /** Who is host in which term, and why. */
    private record Who(long number, Actor owner, OpeningReason reason) {}

    /** What it rests on. */
    private record Grounds(
            List<PublicKey> roster, Optional<Head> checkpoint, Optional<Hash> merged, List<Assent> assents) {}

    private Opening next(Terms terms, Who who, Stand end, Grounds grounds) {
        return signed(new Opening(
                who.number(),
                who.owner(),
                who.reason(),
                terms.lastHash(),
                end.sequence(),
                end.hash(),
                grounds.roster(),
                grounds.checkpoint(),
                grounds.merged(),
                grounds.assents(),
                UNSIGNED));
    }

    private Opening signed(Opening opening) {
        return new Opening(
                opening.number(),
                opening.owner(),
                opening.reason(),
                opening.parent(),
                opening.lastSequence(),
                opening.lastHash(),
                opening.roster(),
                opening.checkpoint(),
                opening.merged(),
                opening.assents(),
                self.identity().sign(Words.opening(self.session(), opening)));
    }
}
