package dev.muster.p2p;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.MigrationPolicy;
import dev.muster.identity.Actor;
import dev.muster.identity.FastKeys;
import dev.muster.identity.Identity;
import dev.muster.identity.Incarnation;
import dev.muster.identity.Nonce;
import dev.muster.identity.SessionId;
import dev.muster.wire.Author;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a process may promise and confirm. */
class BallotTest {
    private final Nonce nonce = new Nonce(new byte[Nonce.BYTES]);
    private final Identity founder = FastKeys.identity("Alice");
    private final SessionId session = SessionId.of(founder.publicKey(), nonce);
    private final Self alice = self(founder);
    private final Self bob = self(FastKeys.identity("Bob"));
    private final Self carol = self(FastKeys.identity("Carol"));
    private final Terms founded = Terms.founded(alice, nonce, MigrationPolicy.MAJORITY);
    private final Ballot ballot = new Ballot(carol.actor());

    private Self self(Identity identity) {
        var actor = new Actor(identity.publicKey(), new Incarnation(new byte[Incarnation.BYTES]));
        return new Self(session, identity, actor, FastKeys.CHECKER);
    }

    private Terms claimed(Self by, long number) {
        var electors = new OpeningWriter.Electors(List.of(), Optional.empty(), List.of());
        return founded.with(by, new OpeningWriter(by).claim(founded, number, Stand.ORIGIN, electors));
    }

    @Test
    void oneTermIsPromisedToOneClaimant() {
        assertTrue(ballot.mayPromise(1, bob.actor()));
        ballot.promises(1, bob.actor());
        assertTrue(ballot.mayPromise(1, bob.actor()), "the same again");
        assertFalse(ballot.mayPromise(1, alice.actor()));
        assertFalse(ballot.mayPromise(0, alice.actor()));
        assertTrue(ballot.mayPromise(2, alice.actor()));
    }

    @Test
    void noTermIsOpenedTwiceNorOneBeforeIt() {
        assertTrue(ballot.mayOpen(1));
        ballot.opens(claimed(carol, 2));
        assertFalse(ballot.mayOpen(1));
        assertFalse(ballot.mayOpen(2));
        assertTrue(ballot.mayOpen(3));
    }

    @Test
    void whoPromisedATermConfirmsNothingInALowerOne() {
        ballot.follows(founded);
        assertTrue(ballot.mayConfirm(founded));
        ballot.promises(1, bob.actor());
        assertFalse(ballot.mayConfirm(founded));
        assertTrue(ballot.mayConfirm(claimed(bob, 1)));
        assertFalse(ballot.mayConfirm(claimed(alice, 1)), "the same number, of somebody else");
        assertTrue(ballot.mayConfirm(claimed(alice, 2)));
    }

    @Test
    void whoFollowsAHostInALowerTermKeepsItsPromise() {
        ballot.promises(3, bob.actor());
        ballot.follows(claimed(alice, 2));
        assertFalse(ballot.mayConfirm(claimed(alice, 2)));
        assertFalse(ballot.mayPromise(3, alice.actor()));
        ballot.follows(claimed(alice, 3));
        assertTrue(ballot.mayConfirm(claimed(alice, 3)), "a majority agreed to it, and so to nobody else");
        assertFalse(ballot.mayConfirm(claimed(bob, 3)));
    }

    @Test
    void anAttemptKeepsItsNumberUntilSomebodyElseHasIt() {
        assertEquals(1, ballot.nextNumber(founded));
        ballot.promises(1, carol.actor());
        assertEquals(1, ballot.nextNumber(founded));
        ballot.isTaken(1);
        assertEquals(2, ballot.nextNumber(founded));
        ballot.promises(5, bob.actor());
        assertEquals(6, ballot.nextNumber(founded));
    }

    @Test
    void whoJoinedByItselfHasAVote() {
        var authors = new AuthorLedger();
        authors.logged(new Author(carol.actor(), 1));
        ballot.sees(founded, authors);
        assertTrue(ballot.isValid());
        ballot.sees(founded, new AuthorLedger());
        assertTrue(ballot.isValid(), "only the first look counts");
    }

    @Test
    void whoCameBackHasNoVoteBeforeTheOthersAgreedToALaterTerm() {
        ballot.sees(founded, new AuthorLedger());
        assertFalse(ballot.isValid());
        assertFalse(ballot.mayPromise(1, bob.actor()));
        assertFalse(ballot.mayConfirm(founded));
        ballot.confirmedByOthers(0, 2, 3);
        assertFalse(ballot.isValid(), "that term began before");
        ballot.confirmedByOthers(1, 1, 5);
        assertFalse(ballot.isValid(), "the host and one of five are no majority");
        ballot.confirmedByOthers(1, 2, 5);
        assertTrue(ballot.isValid());
    }
}
