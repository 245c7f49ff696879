package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantId;
import dev.muster.identity.Actor;
import dev.muster.identity.FastKeys;
import dev.muster.identity.Hash;
import dev.muster.identity.Incarnation;
import dev.muster.identity.PublicKey;
import dev.muster.identity.Signature;
import dev.muster.p2p.Forgery;
import dev.muster.p2p.Inside;
import dev.muster.p2p.P2PEvent.HistoryReplaced;
import dev.muster.p2p.P2PEvent.PeerBroken;
import dev.muster.wire.AuthorityMessage.ClaimAnswer;
import dev.muster.wire.AuthorityMessage.ClaimRequest;
import dev.muster.wire.AuthorityMessage.Following;
import dev.muster.wire.AuthorityMessage.HostAnswer;
import dev.muster.wire.AuthorityMessage.MergeOffer;
import dev.muster.wire.AuthorityMessage.TermChain;
import dev.muster.wire.SyncMessage.Confirmation;
import dev.muster.wire.SyncMessage.FullSyncResponse;
import dev.muster.wire.SyncMessage.Head;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody who is or was in wants to be host, and nobody made it so. */
class HostileAuthorityTest {
    private final World world = new World(13);
    private final World.Player alice = world.host("Alice");
    private final World.Player bob = world.joined(alice, "Bob");
    private final World.Player carol = world.joined(alice, "Carol");
    private Liar mallory;
    private Forgery forgery;

    @BeforeEach
    void malloryIsIn() {
        mallory = Liar.guest(world, alice, "Mallory");
        forgery = new Forgery(alice.session, mallory.identity, mallory.actor, FastKeys.CHECKER);
        world.until(() -> !mallory.heard.isEmpty(), "Mallory is linked");
        mallory.command(1, 0, new JoinLobby(alice.lobbyId(), "Mallory"));
        world.until(() -> alice.lobby().participants().size() == 4, "Mallory is in");
        world.run(Duration.ofSeconds(5));
    }

    private TermChain chain() {
        List<TermChain> heard = mallory.heard(TermChain.class);
        return heard.get(heard.size() - 1);
    }

    private Head checkpoint() {
        return mallory.heard(FullSyncResponse.class).stream()
                .flatMap(one -> one.checkpoint().stream())
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private List<PublicKey> roster() {
        return List.of(
                alice.identity.publicKey(),
                bob.identity.publicKey(),
                carol.identity.publicKey(),
                mallory.identity.publicKey());
    }

    /** As true as a claim can be whose host is not lost. */
    private TermChain claim() {
        Head word = checkpoint();
        return forgery.claim(chain(), roster(), Optional.of(word), word.sequence(), word.hash());
    }

    private void assertAliceIsHostOf(World.Player... guests) {
        alice.submit(new SendChat(alice.lobbyId(), alice.id(), "still me"));
        for (World.Player guest : guests) {
            world.until(() -> guest.lobby().equals(alice.lobby()), guest.name + " follows Alice");
            assertTrue(guest.lobby().isHost(alice.id()));
        }
        assertTrue(alice.loop.isHost());
    }

    @Test
    void aClaimAgainstAHostThatIsThereConvincesNobody() {
        mallory.say(claim());
        world.run(Duration.ofSeconds(20));
        assertAliceIsHostOf(bob, carol);
        assertTrue(bob.told(HistoryReplaced.class).isEmpty());
    }

    @Test
    void aClaimAgainstAHostThatIsOnlyDisturbedLastsNoLongerThanTheDisturbance() {
        world.network.cut(alice.machine, bob.machine);
        world.until(() -> !bob.told(PeerBroken.class).isEmpty(), "Bob misses Alice");
        mallory.say(claim());
        world.run(Duration.ofSeconds(2));
        world.network.heal();
        world.run(Duration.ofSeconds(20));
        assertAliceIsHostOf(bob, carol);
    }

    @Test
    void termsThatAreNotTrueCostTheLink() {
        TermChain wrong = forgery.claim(
                chain(), List.of(mallory.identity.publicKey()), Optional.empty(), 1, Hash.of(new byte[] {1}));
        mallory.say(wrong);
        world.until(mallory::isThrownOut, "Mallory is thrown out");
        assertAliceIsHostOf(bob, carol);
    }

    @Test
    void whoWasNeverHostGoesOnForNobody() {
        mallory.say(forgery.merge(chain(), claim(), roster()));
        world.until(mallory::isThrownOut, "Mallory is thrown out");
        assertAliceIsHostOf(bob, carol);
    }

    private static boolean follows(World.Player player, Liar host) {
        return new Inside(player.loop.p2p())
                .chain()
                .filter(terms -> terms.last().owner().equals(host.actor))
                .isPresent();
    }

    /** Mallory left, and tells a newcomer before the host can that the lobby is its own. */
    @Test
    void aNewcomerIsNotTakenInByOneWhoWasInOnce() {
        TermChain forged = claim();
        mallory.command(2, checkpoint().sequence(), new LeaveLobby(alice.lobbyId(), mallorysId()));
        world.until(() -> alice.lobby().participants().size() == 3, "Mallory left");
        mallory.isHostOf(forged);
        World.Player erin = world.guest(alice, "Erin");
        world.network.partition(List.of(erin.machine), List.of(alice.machine, bob.machine, carol.machine));
        world.until(() -> follows(erin, mallory), "Erin knows nobody else, and believes Mallory");
        world.network.heal();
        world.until(() -> erin.loop.lobby().isPresent(), "Erin sees a lobby");
        assertFalse(follows(erin, mallory), "Erin has found Alice");
        erin.join();
        world.until(erin::isIn, "Erin is in");
        assertAliceIsHostOf(bob, carol, erin);
    }

    @Test
    void nobodyTakesAwayAPlaceByPretendingThatTheHostIsThere() {
        alice.machine.crash();
        world.run(Duration.ofSeconds(31));
        for (int i = 0; i < 40; i++) {
            for (ClaimRequest request : mallory.heard(ClaimRequest.class)) {
                mallory.say(new HostAnswer(0, request.nonce(), forgery.presence(chain(), request.nonce())));
            }
            world.run(Duration.ofMillis(250));
        }
        assertFalse(mallory.heard(ClaimRequest.class).isEmpty(), "Mallory was asked");
        world.until(bob.loop::isHost, "Bob is host");
        world.until(() -> carol.lobby().equals(bob.lobby()), "Carol follows");
    }

    @Test
    void followersThatDoNotExistCountForNothing() {
        var word = new Confirmation(1, 1, Hash.of(new byte[] {1}), new Signature(new byte[Signature.BYTES]));
        List<Following> madeUp = Stream.of(bob, carol, alice)
                .map(one -> new Following(
                        new Actor(one.identity.publicKey(), new Incarnation(new byte[Incarnation.BYTES])), word))
                .toList();
        TermChain forged = claim();
        mallory.say(forged);
        mallory.say(new MergeOffer(checkpoint(), madeUp));
        world.run(Duration.ofMillis(500));
        mallory.say(forgery.merge(forged, chain(), roster())); // As if Alice had lost.
        world.run(Duration.ofSeconds(20));
        assertAliceIsHostOf(bob, carol);
        assertEquals(1, world.players.stream().filter(one -> one.loop.isHost()).count());
    }

    @Test
    void nobodyUsesUpTheTermsOfASession() {
        mallory.say(claim());
        for (int i = 0; i < 200; i++) {
            mallory.say(new MergeOffer(checkpoint(), List.of()));
            world.run(Duration.ofMillis(100));
        }
        assertAliceIsHostOf(bob, carol);
        assertTrue(chain().openings().size() <= 3, () -> chain().openings().size() + " terms");
    }

    @Test
    void whoIsBannedTakesNoLostHostsPlace() {
        TermChain forged = claim();
        alice.submit(new KickGuest(alice.lobbyId(), alice.id(), mallorysId(), true));
        world.until(() -> bob.lobby().isBanned(mallorysId()) && carol.lobby().isBanned(mallorysId()), "all know");
        mallory.isHostOf(forged);
        alice.machine.crash();
        for (int i = 0; i < 45; i++) {
            mallory.say(forged);
            world.run(Duration.ofSeconds(1));
        }
        world.until(bob.loop::isHost, "Bob is host");
        world.until(() -> carol.lobby().equals(bob.lobby()), "Carol follows");
        assertTrue(bob.told(HistoryReplaced.class).isEmpty());
    }

    /** The terms that Mallory shows do not follow those that the others go by: they went another way. */
    @Test
    void whoLeftTakesNoLostHostsPlaceFromBeforeItLeft() {
        TermChain forged = claim();
        mallory.command(2, checkpoint().sequence(), new LeaveLobby(alice.lobbyId(), mallorysId()));
        world.until(() -> carol.lobby().participants().size() == 3, "Mallory left");
        mallory.isHostOf(forged);
        alice.machine.crash();
        world.until(bob.loop::isHost, "Bob is host");
        world.until(() -> carol.lobby().equals(bob.lobby()), "Carol follows");
        bob.machine.crash();
        for (int i = 0; i < 45 && !carol.loop.isHost(); i++) {
            mallory.say(forged);
            world.run(Duration.ofSeconds(1));
            assertFalse(follows(carol, mallory), "after " + i + " s");
        }
        world.until(carol.loop::isHost, "Carol is host");
        assertTrue(carol.told(HistoryReplaced.class).isEmpty());
    }

    private ParticipantId mallorysId() {
        return new ParticipantId(alice.session.participantId(mallory.identity.publicKey()));
    }

    /** Mallory has the host's last word, and keeps what it is about to itself. */
    @Test
    void whoWithholdsTheEndOfTheLogHoldsNobodyUp() {
        Stream.of(bob, carol).forEach(one -> world.network.cut(alice.machine, one.machine));
        alice.submit(new SendChat(alice.lobbyId(), alice.id(), "for Mallory alone"));
        world.run(Duration.ofSeconds(1));
        List<Head> heads = mallory.heard(Head.class);
        Head last = heads.get(heads.size() - 1);
        alice.machine.crash();
        world.network.heal();
        int answered = 0;
        for (int i = 0; i < 1_200 && !bob.loop.isHost() && !carol.loop.isHost(); i++) {
            List<ClaimRequest> requests = mallory.heard(ClaimRequest.class);
            for (; answered < requests.size(); answered++) {
                ClaimRequest one = requests.get(answered);
                mallory.say(new ClaimAnswer(one.number(), one.nonce(), Optional.of(last), Optional.empty()));
            }
            world.run(Duration.ofMillis(100));
        }
        assertTrue(answered > 0, "Mallory was asked");
        assertTrue(bob.loop.isHost() || carol.loop.isHost(), "somebody is host within two minutes");
    }
}
