package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.p2p.HostStatus;
import dev.muster.p2p.HostStatus.State;
import dev.muster.p2p.P2PEvent.HistoryReplaced;
import dev.muster.p2p.P2PEvent.HostStatusChanged;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What players are shown about their host, while it is there and when it goes. */
class HostStatusTest {
    private final World world = new World(17);
    private final World.Player alice = world.host("Alice");
    private final World.Player bob = world.joined(alice, "Bob");
    private final World.Player carol = world.joined(alice, "Carol");
    private final World.Player dave = world.joined(alice, "Dave");

    private static State state(World.Player player) {
        return player.loop.hostStatus().state();
    }

    private static List<State> told(World.Player player) {
        return player.told(HostStatusChanged.class).stream()
                .map(one -> one.status().state())
                .toList();
    }

    private static Duration left(World.Player player) {
        return player.loop.hostStatus().left().orElseThrow();
    }

    @Test
    void whoFollowsKnowsThatTheHostIsThere() {
        assertEquals(List.of(State.FOLLOWING), told(bob));
        assertEquals(HostStatus.State.HOSTING, state(alice));
        assertEquals(Optional.empty(), bob.loop.hostStatus().left());
        assertEquals(State.FOLLOWING, bob.loop.metrics().p2p().host().state());
    }

    @Test
    void aLostHostIsSuspectedThenAwaitedThenReplaced() {
        bob.peerEvents.clear();
        carol.peerEvents.clear();
        alice.machine.crash();
        world.until(() -> state(carol) == State.SUSPECTED, "Carol suspects Alice");
        world.until(() -> state(carol) == State.RECONNECTING, "Carol waits for Alice");
        assertTrue(left(carol).compareTo(world.grace.minusSeconds(1)) > 0, "all of the grace is left");
        world.run(Duration.ofSeconds(10));
        assertTrue(left(carol).compareTo(world.grace.minusSeconds(9)) < 0, "and it grows less");
        world.until(() -> state(bob) == State.HOSTING, "Bob is host");
        world.until(() -> state(carol) == State.FOLLOWING, "Carol follows");
        assertEquals(List.of(State.SUSPECTED, State.RECONNECTING, State.CHOOSING, State.HOSTING), told(bob));
        assertEquals(State.RECONNECTING, told(carol).get(1));
        assertFalse(told(carol).contains(State.UNCONFIRMED), "everybody who is left agreed to Bob");
    }

    @Test
    void aHostThatIsBackIsFollowedAsBefore() {
        bob.peerEvents.clear();
        world.network.isolate(alice.machine);
        world.until(() -> state(alice) == State.WAITING, "nobody hears Alice");
        world.network.heal();
        world.until(() -> state(bob) == State.FOLLOWING && state(alice) == State.HOSTING, "all is well");
        assertEquals(List.of(State.SUSPECTED, State.RECONNECTING, State.FOLLOWING), told(bob));
    }

    @Test
    void whoIsAloneKnowsForHowLongAndThenThatFewAgreed() {
        world.network.isolate(dave.machine);
        world.until(() -> state(dave) == State.ALONE, "Dave is alone");
        assertTrue(left(dave).compareTo(world.grace) <= 0);
        world.until(dave.loop::isHost, "Dave is host of himself");
        assertEquals(State.UNCONFIRMED, state(dave));
        world.network.heal();
        world.until(() -> state(dave) == State.FOLLOWING, "Dave follows Alice again");
    }

    @Test
    void whoIsAloneAndKnowsNoSignallingWaitsTwiceAsLong() {
        world.network.signalling().stop();
        world.run(Duration.ofSeconds(1));
        world.network.isolate(dave.machine);
        world.until(() -> state(dave) == State.ALONE, "Dave is alone");
        Duration shown = left(dave);
        assertTrue(shown.compareTo(world.grace) > 0, () -> "waits for " + shown);
        world.run(shown.minusSeconds(1));
        assertFalse(dave.loop.isHost());
        world.until(dave.loop::isHost, "Dave is host of himself");
    }

    @Test
    void whoIsAloneNeedNotWait() {
        world.network.isolate(dave.machine);
        world.until(() -> state(dave) == State.ALONE, "Dave is alone");
        assertEquals(Optional.empty(), dave.loop.continueAlone());
        world.run(Duration.ofSeconds(1));
        assertTrue(dave.loop.isHost());
        world.network.heal();
        world.until(() -> !dave.loop.isHost(), "Dave gives way to the many");
        assertTrue(alice.loop.isHost());
    }

    @Test
    void whoIsNotAloneIsToldWhyItHasToWait() {
        assertEquals(Optional.of("You are the host and decide already."), alice.loop.continueAlone());
        assertEquals(Optional.of("The host is there and decides."), bob.loop.continueAlone());
        World.Player erin = world.guest(alice, "Erin");
        world.until(() -> erin.loop.lobby().isPresent(), "Erin sees the lobby");
        assertTrue(erin.loop.continueAlone().orElseThrow().startsWith("You are not in the lobby"));
        alice.machine.crash();
        world.until(() -> state(bob) == State.RECONNECTING, "Bob waits for Alice");
        assertTrue(bob.loop.continueAlone().orElseThrow().startsWith("You are not alone"));
        world.run(Duration.ofSeconds(2));
        assertFalse(bob.loop.isHost());
    }

    /** The wish to go on alone was about that one time. */
    @Test
    void whoWentBackToTheHostWaitsAgainTheNextTime() {
        world.network.signalling().stop();
        world.network.isolate(dave.machine);
        world.until(() -> state(dave) == State.ALONE, "Dave is alone");
        world.network.heal();
        assertEquals(Optional.empty(), dave.loop.continueAlone());
        world.until(() -> state(dave) == State.FOLLOWING, "Dave is back, or follows again");
        boolean wasHost = told(dave).contains(State.UNCONFIRMED);
        world.run(Duration.ofSeconds(5));
        world.network.isolate(dave.machine);
        world.until(() -> state(dave) == State.ALONE, "Dave is alone once more");
        world.run(Duration.ofSeconds(2));
        assertFalse(dave.loop.isHost(), () -> "was host before: " + wasHost);
    }

    @Test
    void aNewcomerIsShownThatAHostHasFewBehindItUntilItMeetsTheMany() {
        world.network.isolate(dave.machine);
        world.until(dave.loop::isHost, "Dave is host of himself");
        World.Player erin = world.guest(alice, "Erin");
        world.network.heal();
        world.network.partition(
                List.of(alice.machine, bob.machine, carol.machine), List.of(dave.machine, erin.machine));
        world.until(() -> erin.loop.lobby().isPresent(), "Erin meets Dave alone");
        erin.join();
        world.until(erin::isIn, "Erin is in");
        assertEquals(State.UNCONFIRMED, state(erin));
        world.network.heal();
        world.until(() -> state(erin) == State.FOLLOWING && erin.lobby().isHost(alice.id()), "Erin follows Alice");
        assertFalse(erin.told(HistoryReplaced.class).isEmpty(), "Erin is told that what she saw is taken back");
    }
}
