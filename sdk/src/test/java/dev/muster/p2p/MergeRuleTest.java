package dev.muster.p2p;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.identity.Actor;
import dev.muster.identity.FastKeys;
import dev.muster.identity.Hash;
import dev.muster.identity.Identity;
import dev.muster.identity.Incarnation;
import dev.muster.identity.Nonce;
import dev.muster.identity.PublicKey;
import dev.muster.identity.SessionId;
import dev.muster.wire.AuthorityMessage.Following;
import dev.muster.wire.AuthorityMessage.MergeOffer;
import dev.muster.wire.SyncMessage.Checkpoint;
import dev.muster.wire.SyncMessage.Confirmation;
import dev.muster.wire.SyncMessage.Head;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which of two hosts goes on for both. Bob and Carol each opened a term of the same number. */
class MergeRuleTest {
    private static final Stand SEAL = new Stand(6, Hash.of(new byte[] {6}));
    private static final Stand LATER = new Stand(7, Hash.of(new byte[] {7}));

    private final Nonce nonce = new Nonce(new byte[Nonce.BYTES]);
    private final Identity founder = FastKeys.identity("Alice");
    private final SessionId session = SessionId.of(founder.publicKey(), nonce);
    private final Self alice = self("Alice");
    private final Self bob = self("Bob");
    private final Self carol = self("Carol");
    private final Self dave = self("Dave");
    private final Self erin = self("Erin");
    private final Terms founded = Terms.founded(alice, nonce);
    private final Terms bobs = claimed(bob);
    private final Terms carols = claimed(carol);

    private Self self(String name) {
        Identity identity = FastKeys.identity(name);
        var actor = new Actor(identity.publicKey(), new Incarnation(new byte[Incarnation.BYTES]));
        return new Self(session, identity, actor, FastKeys.CHECKER);
    }

    private Terms claimed(Self by) {
        List<PublicKey> roster = Stream.of(alice, bob, carol, dave, erin)
                .map(one -> one.actor().key())
                .toList();
        var checkpoint = new Checkpoint(Hash.of(new byte[0]), Words.roster(roster));
        Head word = new HeadSigner(session, alice.identity(), founded.current()).checkpoint(SEAL, checkpoint);
        var electors = new OpeningWriter.Electors(roster, Optional.of(word), List.of());
        return founded.with(by, new OpeningWriter(by).claim(founded, 1, SEAL, electors));
    }

    /** What Dave and Erin signed, who follow Carol. */
    private List<Following> followersOfCarol() {
        return Stream.of(dave, erin)
                .map(guest -> new Following(
                        guest.actor(),
                        new Confirmation(
                                1,
                                LATER.sequence(),
                                LATER.hash(),
                                guest.identity().sign(Words.confirmation(session, guest.actor(), carols, LATER)))))
                .toList();
    }

    private MergeRule.Side side(Self host, Terms terms, List<Following> followers) {
        Head head = new HeadSigner(session, host.identity(), terms.current()).head(LATER);
        return new MergeRule.Side(terms, new MergeOffer(head, followers));
    }

    @Test
    void moreFollowersGoFirst() {
        var many = side(carol, carols, followersOfCarol());
        var none = side(bob, bobs, List.of());
        assertTrue(MergeRule.firstGoesOn(alice, many, none));
        assertFalse(MergeRule.firstGoesOn(alice, none, many));
    }

    @Test
    void followersOfAnotherHostOfTheSameNumberCountForNothing() {
        var many = side(carol, carols, followersOfCarol());
        var borrowed = side(bob, bobs, followersOfCarol());
        assertFalse(MergeRule.firstGoesOn(alice, borrowed, many));
        assertFalse(Consent.isAgreed(alice, bobs, followersOfCarol()));
        assertTrue(Consent.isAgreed(alice, carols, followersOfCarol()));
    }
}
