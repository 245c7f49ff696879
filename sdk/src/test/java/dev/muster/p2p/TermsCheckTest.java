package dev.muster.p2p;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.identity.Identity;
import dev.muster.identity.Incarnation;
import dev.muster.identity.Nonce;
import dev.muster.identity.PublicKey;
import dev.muster.identity.SessionId;
import dev.muster.identity.Signature;
import dev.muster.identity.SignatureChecker;
import dev.muster.identity.Statement;
import dev.muster.wire.AuthorityMessage;
import dev.muster.wire.AuthorityMessage.TermChain;
import dev.muster.wire.Opening;
import dev.muster.wire.Opening.Assent;
import dev.muster.wire.OpeningReason;
import dev.muster.wire.SyncMessage.Checkpoint;
import dev.muster.wire.SyncMessage.Head;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which terms of a session are believed. */
class TermsCheckTest {
    private static final Stand SEAL = new Stand(6, Hash.of(new byte[] {6}));
    private static final Stand LATER = new Stand(9, Hash.of(new byte[] {9}));

    private final SplittableRandom random = new SplittableRandom(3);
    private final Nonce nonce = new Nonce(bytes(Nonce.BYTES));
    private final Identity founder = Identity.generate(new SecureRandom());
    private final SessionId session = SessionId.of(founder.publicKey(), nonce);
    private final Self alice = self(founder);
    private final Self bob = self(Identity.generate(new SecureRandom()));
    private final Self carol = self(Identity.generate(new SecureRandom()));
    private final Self mallory = self(Identity.generate(new SecureRandom()));
    private final List<PublicKey> roster = keys(alice, bob, carol);
    private final TermsCheck check = new TermsCheck(session, SignatureChecker.ED25519);
    private final Terms founded = Terms.founded(alice, nonce);

    private Self self(Identity identity) {
        var actor = new Actor(identity.publicKey(), new Incarnation(bytes(Incarnation.BYTES)));
        return new Self(session, identity, actor, SignatureChecker.ED25519);
    }

    private byte[] bytes(int count) {
        byte[] drawn = new byte[count];
        random.nextBytes(drawn);
        return drawn;
    }

    private static List<PublicKey> keys(Self... all) {
        return Stream.of(all).map(one -> one.actor().key()).toList();
    }

    /** The word of a host for who is in. */
    private Optional<Head> checkpoint(Self host, Term term, Stand stand, List<PublicKey> in) {
        var signer = new HeadSigner(session, host.identity(), term);
        return Optional.of(signer.checkpoint(stand, new Checkpoint(Hash.of(new byte[0]), Words.roster(in))));
    }

    private Assent grant(Self by, Terms terms, Self to) {
        Statement words = Words.grant(session, by.actor(), terms.last().number() + 1, terms.lastHash(), to.actor());
        return new Assent(by.actor(), by.identity().sign(words));
    }

    private Assent acceptance(Self by, Terms terms) {
        Statement words = Words.acceptance(session, terms.last().number() + 1, terms.lastHash(), by.actor());
        return new Assent(by.actor(), by.identity().sign(words));
    }

    private Opening claimOfBob() {
        return new OpeningWriter(bob)
                .claim(
                        founded,
                        SEAL,
                        roster,
                        checkpoint(alice, founded.current(), SEAL, roster),
                        List.of(grant(carol, founded, bob)));
    }

    /** The same opening with another number, signed again. */
    private Opening numbered(Opening opening, long number, Self by) {
        Opening unsigned = numbered(opening, number, opening.signature());
        return numbered(opening, number, by.identity().sign(Words.opening(session, unsigned)));
    }

    private static Opening numbered(Opening opening, long number, Signature signature) {
        return new Opening(
                number,
                opening.owner(),
                opening.reason(),
                opening.parent(),
                opening.lastSequence(),
                opening.lastHash(),
                opening.roster(),
                opening.checkpoint(),
                opening.merged(),
                opening.assents(),
                signature);
    }

    private boolean isBelieved(Opening next) {
        return isBelieved(founded, next);
    }

    private boolean isBelieved(Terms before, Opening next) {
        List<Opening> openings = new ArrayList<>(before.openings());
        openings.add(next);
        return check.verified(new TermChain(nonce, openings), Optional.empty()).isPresent();
    }

    @Test
    void theCreatorsTermIsBelieved() {
        assertEquals(Optional.of(founded), check.verified(founded.toWire(), Optional.empty()));
    }

    @Test
    void nobodyElseCreatedTheSession() {
        Terms stolen = Terms.founded(mallory, nonce);
        assertTrue(check.verified(stolen.toWire(), Optional.empty()).isEmpty());
        Terms otherNonce = Terms.founded(alice, new Nonce(bytes(Nonce.BYTES)));
        assertTrue(check.verified(otherNonce.toWire(), Optional.empty()).isEmpty());
        Opening first = founded.last();
        var inOthersName = new Opening(
                0,
                alice.actor(),
                OpeningReason.CREATION,
                first.parent(),
                0,
                first.lastHash(),
                first.roster(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                mallory.identity().sign(Words.opening(session, first)));
        assertTrue(check.verified(new TermChain(nonce, List.of(inOthersName)), Optional.empty())
                .isEmpty());
    }

    @Test
    void aChainOfEveryKindIsBelieved() {
        Terms claimed = founded.with(bob, claimOfBob());
        Terms handedOver =
                claimed.with(bob, new OpeningWriter(bob).handover(claimed, acceptance(carol, claimed), LATER, roster));
        Terms merged = handedOver.with(carol, new OpeningWriter(carol).merge(handedOver, founded, LATER, roster));
        assertEquals(Optional.of(merged), check.verified(merged.toWire(), Optional.empty()));
        assertEquals(carol.actor(), merged.owner());
        assertEquals(3, merged.last().number());
    }

    @Test
    void whoWasNotInDoesNotClaim() {
        assertFalse(isBelieved(new OpeningWriter(mallory)
                .claim(founded, SEAL, roster, checkpoint(alice, founded.current(), SEAL, roster), List.of())));
        List<PublicKey> pretended = keys(alice, mallory);
        assertFalse(isBelieved(new OpeningWriter(mallory)
                .claim(founded, SEAL, pretended, checkpoint(alice, founded.current(), SEAL, roster), List.of())));
        assertFalse(isBelieved(new OpeningWriter(mallory)
                .claim(
                        founded,
                        SEAL,
                        pretended,
                        checkpoint(mallory, new Term(0, mallory.actor()), SEAL, pretended),
                        List.of())));
        assertFalse(
                isBelieved(new OpeningWriter(mallory).claim(founded, SEAL, pretended, Optional.empty(), List.of())));
    }

    @Test
    void theRosterIsTheOneBeforeTheEnd() {
        Optional<Head> afterTheEnd = checkpoint(alice, founded.current(), LATER, roster);
        assertFalse(isBelieved(new OpeningWriter(bob).claim(founded, SEAL, roster, afterTheEnd, List.of())));
    }

    @Test
    void whoeverOwnsTheTermDoesNotClaimTheNext() {
        assertFalse(isBelieved(new OpeningWriter(alice)
                .claim(founded, SEAL, roster, checkpoint(alice, founded.current(), SEAL, roster), List.of())));
    }

    @Test
    void grantsAreTheirAuthorsOwn() {
        var stolen = new Assent(carol.actor(), grant(mallory, founded, bob).signature());
        var toSomebodyElse =
                new Assent(carol.actor(), grant(carol, founded, mallory).signature());
        var ofAStranger = grant(mallory, founded, bob);
        for (Assent wrong : List.of(stolen, toSomebodyElse, ofAStranger)) {
            assertFalse(isBelieved(new OpeningWriter(bob)
                    .claim(founded, SEAL, roster, claimOfBob().checkpoint(), List.of(wrong))));
        }
    }

    @Test
    void numbersRiseByOne() {
        Opening claim = claimOfBob();
        for (long number : new long[] {0, 2, 1_001, Long.MAX_VALUE}) {
            assertFalse(isBelieved(numbered(claim, number, bob)), () -> "number " + number);
        }
    }

    @Test
    void aTermFollowsTheOneItNames() {
        Terms claimed = founded.with(bob, claimOfBob());
        Opening besideIt = new OpeningWriter(carol)
                .claim(founded, SEAL, roster, checkpoint(alice, founded.current(), SEAL, roster), List.of());
        assertFalse(isBelieved(claimed, besideIt));
    }

    @Test
    void nothingIsHandedOverWithoutBothWords() {
        Terms claimed = founded.with(bob, claimOfBob());
        Opening byAnother = new OpeningWriter(mallory).handover(claimed, acceptance(carol, claimed), LATER, roster);
        var accepted = new Assent(carol.actor(), acceptance(mallory, claimed).signature());
        Opening unaccepted = new OpeningWriter(bob).handover(claimed, accepted, LATER, roster);
        Opening ofAnotherTerm = new OpeningWriter(bob).handover(claimed, acceptance(carol, founded), LATER, roster);
        assertFalse(isBelieved(claimed, byAnother));
        assertFalse(isBelieved(claimed, unaccepted));
        assertFalse(isBelieved(claimed, ofAnotherTerm));
    }

    @Test
    void onlyTheOwnerGoesOnInAMerge() {
        Terms claimed = founded.with(bob, claimOfBob());
        assertFalse(isBelieved(claimed, new OpeningWriter(carol).merge(claimed, founded, LATER, roster)));
    }

    @Test
    void noTermEndsBeforeItBegan() {
        Terms claimed = founded.with(bob, claimOfBob());
        Stand earlier = new Stand(2, Hash.of(new byte[] {2}));
        assertFalse(isBelieved(claimed, new OpeningWriter(bob).merge(claimed, founded, earlier, roster)));
    }

    @Test
    void nothingSaidInOneSessionCountsInAnother() {
        Nonce otherNonce = new Nonce(bytes(Nonce.BYTES));
        SessionId other = SessionId.of(founder.publicKey(), otherNonce);
        var there = new TermsCheck(other, SignatureChecker.ED25519);
        List<Opening> replayed = List.of(founded.last(), claimOfBob());
        assertTrue(there.verified(new TermChain(otherNonce, replayed), Optional.empty())
                .isEmpty());
    }

    @Test
    void eventsBelongToTheTermInWhichTheyStand() {
        Terms claimed = founded.with(bob, claimOfBob());
        assertEquals(Optional.of(founded.current()), claimed.termOf(0, 6));
        assertEquals(Optional.empty(), claimed.termOf(0, 7), "past its end");
        assertEquals(Optional.empty(), claimed.termOf(1, 6), "before its beginning");
        assertEquals(Optional.of(claimed.current()), claimed.termOf(1, 7));
        assertEquals(Optional.of(claimed.current()), claimed.termOfHead(1, 6), "a host's word may begin with the end");
        assertEquals(Optional.empty(), claimed.termOf(2, 8));
    }

    @Test
    void whereTwoChainsPartIsKnown() {
        Terms ofBob = founded.with(bob, claimOfBob());
        Terms ofCarol = founded.with(
                carol,
                new OpeningWriter(carol)
                        .claim(
                                founded,
                                LATER,
                                keys(alice, carol),
                                checkpoint(alice, founded.current(), LATER, keys(alice, carol)),
                                List.of()));
        assertEquals(1, ofBob.commonWith(ofCarol));
        assertTrue(founded.isContinuedBy(ofBob));
        assertFalse(ofBob.isContinuedBy(ofCarol));
        assertEquals(roster, ofBob.rosterAtTheFork(ofCarol), "that of the earlier one");
        assertEquals(roster, ofCarol.rosterAtTheFork(ofBob));
    }

    /** A number that nobody can follow up would be the end of the session for everybody. */
    @Test
    void noMergeJumpsFarAhead() {
        Opening merge = new OpeningWriter(alice).merge(founded, founded, SEAL, roster);
        for (long number : new long[] {AuthorityMessage.TERMS_MAX + 1L, 1L << 53, Long.MAX_VALUE}) {
            assertFalse(isBelieved(numbered(merge, number, alice)), () -> "number " + number);
        }
        assertTrue(isBelieved(merge));
    }
}
