package dev.muster.p2p;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.MigrationPolicy;
import dev.muster.identity.Actor;
import dev.muster.identity.FastKeys;
import dev.muster.identity.Hash;
import dev.muster.identity.Identity;
import dev.muster.identity.Incarnation;
import dev.muster.identity.Nonce;
import dev.muster.identity.PublicKey;
import dev.muster.identity.SessionId;
import dev.muster.wire.AuthorityMessage.TermChain;
import dev.muster.wire.Opening;
import dev.muster.wire.Opening.Assent;
import dev.muster.wire.SyncMessage.Checkpoint;
import dev.muster.wire.SyncMessage.Head;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which terms are believed where a majority decides. */
class MajorityTermsTest {
    private static final Stand SEAL = new Stand(6, Hash.of(new byte[] {6}));

    private final Nonce nonce = new Nonce(new byte[Nonce.BYTES]);
    private final Identity founder = FastKeys.identity("Alice");
    private final SessionId session = SessionId.of(founder.publicKey(), nonce);
    private final Self alice = self("Alice", 0);
    private final Self bob = self("Bob", 0);
    private final Self carol = self("Carol", 0);
    private final Self carolsOther = self("Carol", 1);
    private final Self dave = self("Dave", 0);
    private final Self erin = self("Erin", 0);
    private final Self stranger = self("Stranger", 0);
    private final TermsCheck check = new TermsCheck(session, FastKeys.CHECKER);
    private final Terms founded = Terms.founded(alice, nonce, MigrationPolicy.MAJORITY);

    private Self self(String name, int process) {
        Identity identity = FastKeys.identity(name);
        byte[] incarnation = new byte[Incarnation.BYTES];
        incarnation[0] = (byte) process;
        return new Self(
                session, identity, new Actor(identity.publicKey(), new Incarnation(incarnation)), FastKeys.CHECKER);
    }

    private List<PublicKey> roster() {
        return Stream.of(alice, bob, carol, dave, erin)
                .map(one -> one.actor().key())
                .toList();
    }

    private Opening claim(Self by, long number, Self... granters) {
        var signer = new HeadSigner(session, alice.identity(), founded.current());
        Head word = signer.checkpoint(SEAL, new Checkpoint(Hash.of(new byte[0]), Words.roster(roster())));
        List<Assent> grants = Stream.of(granters)
                .map(one -> new Assent(
                        one.actor(),
                        one.identity().sign(Words.grant(session, one.actor(), number, founded.lastHash(), by.actor()))))
                .toList();
        var electors = new OpeningWriter.Electors(roster(), Optional.of(word), grants);
        return new OpeningWriter(by).claim(founded, number, SEAL, electors);
    }

    private boolean isBelieved(Opening... more) {
        List<Opening> openings =
                Stream.concat(founded.openings().stream(), Stream.of(more)).toList();
        return check.verified(new TermChain(nonce, openings), Optional.empty()).isPresent();
    }

    @Test
    void thePolicyIsTheCreatorsAndPartOfTheSession() {
        Terms other = Terms.founded(alice, nonce);
        assertTrue(founded.isByMajority());
        assertFalse(other.isByMajority());
        assertEquals(0, founded.commonWith(other), "one session does not have both");
        Opening first = founded.last();
        Opening changed = new Opening(
                first.number(),
                first.owner(),
                other.last().reason(),
                first.parent(),
                first.lastSequence(),
                first.lastHash(),
                first.roster(),
                first.checkpoint(),
                first.merged(),
                first.assents(),
                first.signature());
        assertTrue(check.verified(new TermChain(nonce, List.of(changed)), Optional.empty())
                .isEmpty());
    }

    @Test
    void aClaimShowsMoreThanHalf() {
        assertTrue(isBelieved(claim(bob, 1, carol, dave)));
        assertFalse(isBelieved(claim(bob, 1, carol)));
        assertFalse(isBelieved(claim(bob, 1)));
    }

    @Test
    void onePersonIsOneVote() {
        assertFalse(isBelieved(claim(bob, 1, carol, carolsOther)));
        assertFalse(isBelieved(claim(bob, 1, carol, stranger)));
    }

    @Test
    void attemptsThatCameToNothingUseUpNumbers() {
        assertTrue(isBelieved(claim(bob, 7, carol, dave)));
        assertFalse(isBelieved(claim(bob, 0, carol, dave)));
        assertFalse(isBelieved(claim(bob, 1_000_000, carol, dave)), "nobody uses up all of them");
    }

    @Test
    void aMajorityMayAgreeToTheSameHostAgain() {
        assertTrue(isBelieved(claim(alice, 1, bob, carol)));
        assertFalse(isBelieved(claim(alice, 1, bob)));
    }

    @Test
    void hostsDoNotMerge() {
        Terms other = founded.with(bob, claim(bob, 1, carol, dave));
        assertFalse(isBelieved(new OpeningWriter(alice).merge(founded, other, SEAL, roster())));
    }

    @Test
    void theHigherTermAndTheElectedOneGoFirst() {
        Terms elected = founded.with(bob, claim(bob, 1, carol, dave));
        Terms later = founded.with(carol, claim(carol, 2, dave, erin));
        var acceptance = new Assent(
                dave.actor(), dave.identity().sign(Words.acceptance(session, 1, founded.lastHash(), dave.actor())));
        Terms handed = founded.with(alice, new OpeningWriter(alice).handover(founded, acceptance, SEAL, roster()));
        assertTrue(later.outranks(elected));
        assertFalse(elected.outranks(later));
        assertTrue(elected.outranks(handed));
        assertFalse(handed.outranks(elected));
        assertTrue(handed.outranks(founded));
        assertFalse(founded.outranks(founded));
    }
}
