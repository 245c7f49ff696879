package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.ActivityConfig;
import dev.muster.domain.ActivityId;
import dev.muster.domain.ChatMessage;
import dev.muster.domain.CommandFailed;
import dev.muster.domain.EchoChallenge;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MembershipCommand.ReclaimHost;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.RefusalCode;
import dev.muster.domain.RunId;
import dev.muster.domain.Value;
import dev.muster.p2p.P2PEvent.CommandAccepted;
import dev.muster.p2p.P2PEvent.HistoryReplaced;
import dev.muster.p2p.P2PEvent.HostChanged;
import dev.muster.simulation.Latency;
import dev.muster.simulation.LinkConditions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who is host when the host goes, in one way or another. */
class AuthorityScenariosTest {
    private final World world = new World(7);
    private final World.Player alice = world.host("Alice");
    private final World.Player bob = world.joined(alice, "Bob");
    private final World.Player carol = world.joined(alice, "Carol");
    private final World.Player dave = world.joined(alice, "Dave");

    private void say(World.Player by, String text) {
        by.submit(new SendChat(by.lobbyId(), by.id(), text));
    }

    private void assertHost(World.Player host, World.Player... guests) {
        world.until(host.loop::isHost, host.name + " is host");
        for (World.Player guest : guests) {
            world.until(
                    () -> !guest.loop.isHost()
                            && guest.lobby().equals(host.lobby())
                            && guest.loop.p2p().confirmedLobby().equals(Optional.of(host.lobby())),
                    guest.name + " follows " + host.name);
            assertTrue(guest.lobby().isHost(host.id()), guest.name);
        }
    }

    private void assertPlays(World.Player host, World.Player... guests) {
        for (World.Player guest : guests) {
            say(guest, "I am " + guest.name);
            world.until(() -> texts(host).contains("I am " + guest.name), guest.name + " is heard");
        }
        assertHost(host, guests);
    }

    private static List<String> texts(World.Player player) {
        return player.lobby().chat().messages().stream().map(ChatMessage::text).toList();
    }

    @Test
    void theHostHandsOver() {
        alice.submit(new DelegateHost(alice.lobbyId(), alice.id(), carol.id()));
        assertHost(carol, alice, bob, dave);
        assertPlays(carol, alice, bob, dave);
        assertEquals(4, carol.lobby().participants().size());
        assertEquals(1, bob.told(HostChanged.class).size());
        assertTrue(alice.heard(CommandFailed.class).isEmpty());
    }

    @Test
    void theRoleCanGoRound() {
        alice.submit(new DelegateHost(alice.lobbyId(), alice.id(), bob.id()));
        assertHost(bob, alice, carol, dave);
        bob.submit(new DelegateHost(bob.lobbyId(), bob.id(), dave.id()));
        assertHost(dave, alice, bob, carol);
        dave.submit(new DelegateHost(dave.lobbyId(), dave.id(), alice.id()));
        assertHost(alice, bob, carol, dave);
        assertPlays(alice, bob, carol, dave);
    }

    @Test
    void whoCannotBeReachedIsNotMadeHost() {
        world.network.isolate(carol.machine);
        world.run(Duration.ofSeconds(8));
        alice.submit(new DelegateHost(alice.lobbyId(), alice.id(), carol.id()));
        world.until(() -> !alice.heard(CommandFailed.class).isEmpty(), "it is refused");
        assertEquals(
                RefusalCode.NOT_REACHABLE,
                alice.heard(CommandFailed.class).get(0).refusal().code());
        assertTrue(alice.loop.isHost());
        assertPlays(alice, bob, dave);
    }

    @Test
    void aHostThatLeavesMakesTheOldestGuestHostAtOnce() {
        alice.submit(new LeaveLobby(alice.lobbyId(), alice.id()));
        assertHost(bob, carol, dave);
        assertPlays(bob, carol, dave);
        assertEquals(3, bob.lobby().participants().size());
    }

    @Test
    void aHostThatClosesMakesTheOldestGuestHostAtOnce() {
        world.leaves(alice);
        assertHost(bob, carol, dave);
        assertPlays(bob, carol, dave);
    }

    @Test
    void whoeverWasInForLongestTakesTheLostHostsPlace() {
        say(carol, "before");
        world.run(Duration.ofSeconds(2));
        alice.machine.crash();
        assertHost(bob, carol, dave);
        assertEquals(List.of("before"), texts(bob));
        assertPlays(bob, carol, dave);
        world.until(() -> bob.lobby().participants().size() == 3, "Alice loses her place after a grace of her own");
        assertHost(bob, carol, dave);
    }

    @Test
    void whatWasSaidWhileNobodyWasHostIsHeardAfterwards() {
        alice.machine.crash();
        world.run(Duration.ofSeconds(10));
        say(carol, "into the void");
        say(bob, "me too");
        assertHost(bob, carol, dave);
        world.until(() -> texts(dave).size() == 2, "both are heard");
        assertEquals(1, carol.told(CommandAccepted.class).stream().distinct().count() - 1, "its join, and this");
    }

    @Test
    void aHostThatComesBackInTimeIsHostStill() {
        world.network.isolate(alice.machine);
        world.run(Duration.ofSeconds(20));
        world.network.heal();
        assertPlays(alice, bob, carol, dave);
        assertTrue(bob.told(HostChanged.class).isEmpty());
    }

    @Test
    void aHostThatComesBackTooLateIsAGuestWithItsSeat() {
        world.network.isolate(alice.machine);
        world.until(bob.loop::isHost, "Bob is host");
        say(bob, "where is Alice?");
        world.run(Duration.ofSeconds(10));
        world.network.heal();
        assertHost(bob, alice, carol, dave);
        assertEquals(4, bob.lobby().participants().size());
        assertPlays(bob, alice, carol, dave);
    }

    @Test
    void aHostWhoseProcessStartsAgainIsAGuest() {
        alice.machine.crash();
        world.until(bob.loop::isHost, "Bob is host");
        alice.restart();
        world.until(alice::isIn, "Alice has her seat");
        assertHost(bob, alice, carol, dave);
        assertPlays(bob, alice, carol, dave);
    }

    @Test
    void aHostWhoseProcessStartsAgainWithinTheGraceIsNotBelievedToBeHost() {
        alice.machine.crash();
        world.run(Duration.ofSeconds(6));
        alice.restart();
        assertHost(bob, carol, dave);
        world.until(alice::isIn, "Alice has her seat");
        assertHost(bob, alice, carol, dave);
    }

    @Test
    void whoComesBackUnnoticedSeesTheLobbyAlthoughNobodySaysAnything() {
        alice.machine.crash();
        world.run(Duration.ofSeconds(6));
        alice.restart();
        world.run(Duration.ofSeconds(20));
        world.network.partition(List.of(alice.machine), List.of(bob.machine, carol.machine, dave.machine));
        world.until(bob.loop::isHost, "Bob is host");
        world.run(Duration.ofSeconds(3));
        world.network.heal();
        world.until(alice::isIn, "Alice has her seat");
        assertHost(bob, alice, carol, dave);
    }

    @Test
    void whoWasAboutToBeLetInWhenTheHostStartedAgainIsLetInByTheNextOne() {
        World.Player erin = world.guest(alice, "Erin");
        world.until(() -> erin.loop.lobby().isPresent(), "Erin sees the lobby");
        alice.restart();
        world.until(bob.loop::isHost, "Bob is host");
        world.run(Duration.ofSeconds(5));
        world.until(() -> erin.loop.p2p().hasHost(), "Erin found Bob");
        erin.join();
        world.until(erin::isIn, "Erin is in");
        assertHost(bob, carol, dave, erin);
    }

    @Test
    void newcomersAreLetInByWhoeverIsHost() {
        alice.machine.crash();
        world.run(Duration.ofSeconds(12));
        World.Player erin = world.guest(alice, "Erin");
        world.until(bob.loop::isHost, "Bob is host");
        world.until(() -> erin.loop.lobby().isPresent(), "Erin sees the lobby");
        erin.join();
        world.until(erin::isIn, "Erin is in");
        assertHost(bob, carol, dave, erin);
        assertPlays(bob, carol, dave, erin);
    }

    /** The newcomer's snapshot came with the host's word for its joining, which nobody else heard any more. */
    @Test
    void theLastWordOfALostHostMayBeWithANewcomerAlone() {
        World.Player erin = world.guest(alice, "Erin");
        world.until(() -> erin.loop.lobby().isPresent(), "Erin sees the lobby");
        var slow = LinkConditions.perfect(Latency.uniform(Duration.ofMillis(50), Duration.ofMillis(500)));
        world.network.conditions(alice.machine, bob.machine, slow);
        Stream.of(carol, dave).forEach(one -> world.network.cut(alice.machine, one.machine));
        erin.join();
        long joined = alice.loop.p2p().currentSequence() + 1;
        world.until(() -> bob.loop.p2p().currentSequence() == joined, "Bob knows that Erin joined");
        world.network.isolate(alice.machine);
        assertTrue(
                bob.loop
                        .p2p()
                        .confirmedLobby()
                        .orElseThrow()
                        .participant(erin.id())
                        .isEmpty(),
                "not confirmed");
        world.until(bob.loop::isHost, "Bob is host");
        assertHost(bob, carol, dave, erin);
        assertTrue(erin.told(HistoryReplaced.class).isEmpty(), "Erin's place is not taken back");
        assertPlays(bob, carol, dave, erin);
    }

    @Test
    void whoWasKickedByALostHostThatToldNobodyElseFreesItsSeat() {
        Stream.of(bob, carol).forEach(one -> world.network.cut(alice.machine, one.machine));
        alice.submit(new KickGuest(alice.lobbyId(), alice.id(), dave.id(), false));
        world.until(() -> dave.loop.p2p().rejection().isPresent(), "Dave knows");
        alice.machine.crash();
        world.until(bob.loop::isHost, "Bob is host");
        world.until(() -> bob.lobby().participant(dave.id()).isEmpty(), "Dave has no seat");
        assertHost(bob, carol);
    }

    @Test
    void twoHostsBecomeOneWhenTheyMeet() {
        world.network.partition(List.of(alice.machine, bob.machine), List.of(carol.machine, dave.machine));
        world.until(carol.loop::isHost, "Carol is host on her side");
        assertTrue(alice.loop.isHost());
        say(alice, "left");
        say(carol, "right");
        say(dave, "right too");
        world.run(Duration.ofSeconds(20));
        world.network.heal();
        world.until(() -> alice.loop.isHost() != carol.loop.isHost(), "one of them goes on");
        World.Player host = alice.loop.isHost() ? alice : carol;
        List<World.Player> guests =
                Stream.of(alice, bob, carol, dave).filter(one -> one != host).toList();
        assertHost(host, guests.toArray(World.Player[]::new));
        world.until(() -> texts(host).contains("right too"), "what guests said on either side is not lost");
        assertPlays(host, guests.toArray(World.Player[]::new));
    }

    @Test
    void theManyKeepTheirHistory() {
        world.network.isolate(dave.machine);
        world.until(dave.loop::isHost, "Dave is alone, and host of himself");
        say(alice, "still here");
        world.run(Duration.ofSeconds(5));
        world.network.heal();
        assertHost(alice, bob, carol);
        world.until(() -> !dave.loop.isHost(), "Dave gives way");
        assertTrue(texts(alice).contains("still here"));
        world.until(() -> dave.lobby().hostId().equals(alice.id()), "Dave follows Alice");
    }

    @Test
    void theRunGoesOnWithAnotherHost() {
        alice.submit(new QueueActivity(
                alice.lobbyId(),
                new ActivityConfig(
                        new ActivityId(new UUID(1, 1)),
                        EchoChallenge.ID,
                        "Echo",
                        Value.of(Map.of("prompt", Value.of("rust"))))));
        alice.submit(new StartNextRun(alice.lobbyId()));
        world.until(() -> dave.lobby().run().isPresent(), "the run began");
        world.run(Duration.ofSeconds(1));
        alice.machine.crash();
        assertHost(bob, carol, dave);
        assertTrue(bob.lobby().run().isPresent(), "the run is still there");
        RunId run = bob.lobby().run().get().start().id();
        for (World.Player player : List.of(bob, carol, dave)) {
            player.submit(new SubmitResult(
                    player.lobbyId(),
                    run,
                    player.id(),
                    Value.of(Map.of("response", Value.of("rust"))),
                    Optional.empty()));
        }
        world.until(() -> bob.lobby().run().isEmpty(), "everybody's result ended the run");
        assertHost(bob, carol, dave);
    }

    @Test
    void aRefusedHandOverIsInNobodysWay() {
        alice.submit(new DelegateHost(alice.lobbyId(), alice.id(), carol.id()));
        assertHost(carol, alice, bob, dave);
        alice.submit(new ReclaimHost(alice.lobbyId(), alice.id()));
        world.until(() -> !alice.heard(CommandFailed.class).isEmpty(), "Alice may not take the role back");
        assertEquals(
                RefusalCode.RECLAIM_NOT_ALLOWED,
                alice.heard(CommandFailed.class).get(0).refusal().code());
        world.run(Duration.ofSeconds(3));
        carol.submit(new DelegateHost(carol.lobbyId(), carol.id(), bob.id()));
        assertHost(bob, alice, carol, dave);
    }
}
