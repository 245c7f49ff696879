package dev.muster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.Party;
import dev.muster.transport.Payload;
import dev.muster.transport.Reachability;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.TransportEvent;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimulatedNetworkTest {
    private final SimulatedNetwork network = new SimulatedNetwork(7);
    private final SimulatedPeer alice = network.addPeer("alice");
    private final SimulatedPeer bob = network.addPeer("bob");
    private final Party atAlice = program(alice);
    private final Party atBob = program(bob);

    @Test
    void aReliableChannelOverALossyLinkIsLateAndNeverLosesOrReorders() {
        network.conditions(
                LinkConditions.mobile().withLoss(0.3).withDuplication(0.2).withReordering(0.3));
        ConnectionId there = connect();
        network.runFor(Duration.ofSeconds(1));
        List<Payload> sent = IntStream.range(0, 500)
                .mapToObj(i -> Payload.ofUtf8("number " + i))
                .toList();
        sent.forEach(
                payload -> assertEquals(SendOutcome.TAKEN, alice.transport().send(there, Channel.SYNC, payload)));
        network.runFor(Duration.ofMinutes(2));
        assertEquals(sent, atBob.received(atBob.connectionsTo(atAlice.id()).get(0), Channel.SYNC));
    }

    @Test
    void theUnorderedChannelLosesDuplicatesAndReordersAsItWasTold() {
        ConnectionId there = connect();
        Latency latency = Latency.uniform(Duration.ofMillis(10), Duration.ofMillis(20));
        network.conditions(
                alice,
                bob,
                LinkConditions.perfect(latency)
                        .withLoss(0.2)
                        .withDuplication(0.1)
                        .withReordering(0.1));
        int count = 5_000;
        for (int i = 0; i < count; i++) {
            alice.transport().send(there, Channel.REALTIME, Payload.ofUtf8(Integer.toString(i)));
            network.runFor(Duration.ofMillis(5));
        }
        network.runFor(Duration.ofSeconds(1));
        List<Integer> got = atBob.received(atBob.connectionsTo(atAlice.id()).get(0), Channel.REALTIME).stream()
                .map(payload -> Integer.parseInt(payload.toUtf8()))
                .toList();
        long distinct = got.stream().distinct().count();
        assertTrue(Math.abs(distinct - 0.8 * count) < 0.03 * count, () -> distinct + " of " + count + " arrived");
        long duplicates = got.size() - distinct;
        assertTrue(Math.abs(duplicates - 0.08 * count) < 0.03 * count, () -> duplicates + " arrived twice");
        assertNotEquals(got.stream().sorted().toList(), got);
    }

    @Test
    void aCutStallsAReliableChannelUntilItIsMendedAndThenEverythingArrives() {
        ConnectionId there = connect();
        network.partition(List.of(alice), List.of(bob));
        for (int i = 0; i < 10; i++) {
            assertTrue(alice.transport()
                    .send(there, Channel.SYNC, Payload.ofUtf8("number " + i))
                    .taken());
        }
        network.runFor(Duration.ofSeconds(10));
        assertEquals(0, atBob.count(TransportEvent.MessageReceived.class));
        network.heal();
        network.runFor(Duration.ofSeconds(4));
        assertEquals(10, atBob.count(TransportEvent.MessageReceived.class));
    }

    @Test
    void aOneWayCutLetsTheOtherDirectionThroughAndAcknowledgesNothing() {
        ConnectionId there = connect();
        ConnectionId back = atBob.connectionsTo(atAlice.id()).get(0);
        network.cut(bob, alice);
        alice.transport().send(there, Channel.SYNC, Payload.ofUtf8("you hear me"));
        bob.transport().send(back, Channel.SYNC, Payload.ofUtf8("you do not"));
        network.runFor(Duration.ofSeconds(5));
        assertEquals(List.of(Payload.ofUtf8("you hear me")), atBob.received(back, Channel.SYNC));
        assertEquals(List.of(), atAlice.received(there, Channel.SYNC));
        assertTrue(alice.transport().bufferedBytes(there, Channel.SYNC) > 0, "nobody can confirm it");
        network.mend(bob, alice);
        network.runFor(Duration.ofSeconds(4));
        assertEquals(List.of(Payload.ofUtf8("you hear me")), atBob.received(back, Channel.SYNC));
        assertEquals(List.of(Payload.ofUtf8("you do not")), atAlice.received(there, Channel.SYNC));
        assertEquals(0, alice.transport().bufferedBytes(there, Channel.SYNC));
    }

    @Test
    void aCrashLeavesTheOtherSideHalfOpenAndIceNoticesLate() {
        ConnectionId there = connect();
        bob.crash();
        long crashedAt = network.nowNanos();
        network.runFor(Duration.ofSeconds(5));
        assertEquals(SendOutcome.TAKEN, alice.transport().send(there, Channel.SYNC, Payload.ofUtf8("hello?")));
        assertEquals(List.of(), atAlice.events(TransportEvent.ReachabilityChanged.class));
        network.runFor(Duration.ofSeconds(1));
        assertEquals(List.of(Reachability.UNREACHABLE), reachabilityAtAlice());
        network.runUntil(() -> reachabilityAtAlice().size() == 2, Duration.ofMinutes(1));
        assertEquals(List.of(Reachability.UNREACHABLE, Reachability.FAILED), reachabilityAtAlice());
        assertEquals(15_600, (network.nowNanos() - crashedAt) / 1_000_000);
        network.runFor(Duration.ofMinutes(5));
        assertEquals(List.of(), atAlice.closed(there).stream().toList());
        assertTrue(atAlice.count(TransportEvent.PeerWithdrawn.class) > 0, "the server saw the socket end");
    }

    @Test
    void aRestartedProcessIsAStrangerUnderANewId() {
        ConnectionId there = connect();
        var before = bob.localId();
        bob.restart();
        Party reborn = program(bob);
        network.runFor(Duration.ofSeconds(1));
        assertNotEquals(before, bob.localId());
        assertTrue(atAlice.events().contains(new TransportEvent.PeerAnnounced(reborn.id())));
        assertEquals(List.of(there), atAlice.connectionsTo(atBob.id()));
        alice.transport().send(there, Channel.SYNC, Payload.ofUtf8("for the dead"));
        network.runFor(Duration.ofSeconds(30));
        assertEquals(0, reborn.count(TransportEvent.MessageReceived.class));
        assertEquals(0, reborn.count(TransportEvent.ConnectionOpened.class));
    }

    @Test
    void aSleeperHearsEverythingReliableAfterWakingUpAndNothingThatWasSentOnce() {
        ConnectionId there = connect();
        bob.pause(SimulatedClock.InSleep.STANDS_STILL);
        for (int i = 0; i < 5; i++) {
            alice.transport().send(there, Channel.SYNC, Payload.ofUtf8("reliable " + i));
            alice.transport().send(there, Channel.REALTIME, Payload.ofUtf8("once " + i));
        }
        network.runFor(Duration.ofSeconds(8));
        assertEquals(0, atBob.count(TransportEvent.MessageReceived.class));
        bob.resume();
        network.runFor(Duration.ofSeconds(4));
        ConnectionId back = atBob.connectionsTo(atAlice.id()).get(0);
        assertEquals(5, atBob.received(back, Channel.SYNC).size());
        assertEquals(0, atBob.received(back, Channel.REALTIME).size());
        assertEquals(List.of(Reachability.UNREACHABLE, Reachability.REACHABLE), reachabilityAtAlice());
    }

    @Test
    void aChangedAddressBreaksThePathUntilIceIsRestarted() {
        ConnectionId there = connect();
        bob.changeAddress();
        alice.transport().send(there, Channel.SYNC, Payload.ofUtf8("queued"));
        network.runFor(Duration.ofSeconds(3));
        assertEquals(1, atBob.count(TransportEvent.NetworkChanged.class));
        assertEquals(0, atBob.count(TransportEvent.MessageReceived.class));
        assertTrue(bob.transport().restartIce(atBob.connectionsTo(atAlice.id()).get(0)));
        network.runFor(Duration.ofSeconds(4));
        assertEquals(1, atBob.count(TransportEvent.MessageReceived.class));
        assertEquals(1, atAlice.connectionsTo(atBob.id()).size());
    }

    @Test
    void aPathThatWasGivenUpComesBackOnlyByAnIceRestart() {
        ConnectionId there = connect();
        network.partition(List.of(alice), List.of(bob));
        network.runFor(Duration.ofSeconds(20));
        network.heal();
        alice.transport().send(there, Channel.SYNC, Payload.ofUtf8("anybody?"));
        network.runFor(Duration.ofSeconds(20));
        assertEquals(0, atBob.count(TransportEvent.MessageReceived.class));
        assertEquals(List.of(Reachability.UNREACHABLE, Reachability.FAILED), reachabilityAtAlice());
        assertTrue(alice.transport().restartIce(there));
        network.runFor(Duration.ofSeconds(4));
        assertEquals(1, atBob.count(TransportEvent.MessageReceived.class));
        assertEquals(
                Reachability.REACHABLE,
                reachabilityAtAlice().get(reachabilityAtAlice().size() - 1));
    }

    @Test
    void corruptionFlipsABitAndKeepsTheLength() {
        ConnectionId there = connect();
        network.conditions(alice, bob, LinkConditions.lan().withCorruption(1));
        alice.transport().send(there, Channel.SYNC, Payload.ofUtf8("{\"type\":\"ping\"}"));
        network.runFor(Duration.ofSeconds(1));
        Payload got = atBob.events(TransportEvent.MessageReceived.class).get(0).payload();
        assertEquals(15, got.size());
        assertNotEquals("{\"type\":\"ping\"}", got.toUtf8());
    }

    @Test
    void bandwidthIsKept() {
        ConnectionId there = connect();
        network.conditions(
                alice, bob, LinkConditions.perfect(Latency.fixed(Duration.ZERO)).withBytesPerSecond(100_000));
        long before = network.nowNanos();
        for (int i = 0; i < 10; i++) {
            assertTrue(alice.transport()
                    .send(there, Channel.MESSAGES, Payload.takeOver(new byte[50_000]))
                    .taken());
        }
        network.runUntil(() -> atBob.count(TransportEvent.MessageReceived.class) == 10, Duration.ofMinutes(1));
        long tookMillis = (network.nowNanos() - before) / 1_000_000;
        assertTrue(tookMillis >= 5_000 && tookMillis < 5_500, () -> "500 KB at 100 KB/s took " + tookMillis + " ms");
    }

    @Test
    void anApplicationThatDoesNotReadStallsTheSenderAndLosesNothing() {
        ConnectionId there = connect();
        bob.runAtIntervalsOnly(Duration.ofMinutes(10), (mono, wall) -> atBob.poll());
        network.runFor(Duration.ofSeconds(1));
        int taken = 0;
        for (int second = 0; second < 60; second++) {
            while (alice.transport()
                    .send(there, Channel.MESSAGES, Payload.takeOver(new byte[100_000]))
                    .taken()) {
                taken++;
            }
            network.runFor(Duration.ofSeconds(1));
        }
        int takenBytes = taken * 100_000;
        int bound = Channel.MESSAGES.bufferBytesMax() + SimulatedConnection.UNREAD_BYTES_MAX;
        assertTrue(takenBytes <= bound, () -> takenBytes + " bytes were taken");
        atBob.poll();
        int expected = taken;
        network.at(
                Duration.ofMinutes(2),
                "bob reads again",
                () -> bob.run(Duration.ofMillis(100), (m, w) -> atBob.poll()));
        network.runFor(Duration.ofMinutes(3));
        assertEquals(expected, atBob.count(TransportEvent.MessageReceived.class));
    }

    @Test
    void aGoodbyeThatIsLostLeavesTheOtherSideHalfOpen() {
        ConnectionId there = connect();
        ConnectionId back = atBob.connectionsTo(atAlice.id()).get(0);
        network.cut(alice, bob);
        alice.transport().closeConnection(there);
        network.runFor(Duration.ofSeconds(30));
        assertEquals(CloseReason.LOCAL, atAlice.closed(there).orElseThrow().reason());
        assertFalse(atBob.closed(back).isPresent());
    }

    @Test
    void aProgramThatThrowsEndsTheRunAndNamesTheSeed() {
        bob.run(Duration.ofMillis(100), (mono, wall) -> {
            throw new IllegalStateException("a bug");
        });
        var failure = assertThrows(SimulationFailure.class, () -> network.runFor(Duration.ofSeconds(1)));
        assertTrue(failure.toString().contains("seed 7"), failure::toString);
        assertTrue(failure.toString().contains("bob"), failure::toString);
    }

    @Test
    void quietComesWhenNobodyPollsAtAnInterval() {
        var quiet = new SimulatedNetwork(3);
        quiet.addPeer("one");
        quiet.addPeer("two");
        assertTrue(quiet.runUntilQuiet(100));
        assertFalse(network.runUntilQuiet(100), "programs poll for ever");
    }

    @Test
    void aNameIsTakenOnce() {
        assertThrows(IllegalArgumentException.class, () -> network.addPeer("alice"));
    }

    private List<Reachability> reachabilityAtAlice() {
        return atAlice.events(TransportEvent.ReachabilityChanged.class).stream()
                .map(TransportEvent.ReachabilityChanged::reachability)
                .toList();
    }

    private Party program(SimulatedPeer peer) {
        var party = new Party(peer.transport(), network::nowNanos);
        peer.run(Duration.ofMillis(100), (mono, wall) -> party.poll());
        return party;
    }

    private ConnectionId connect() {
        await(() -> atAlice.localId().isPresent() && atBob.localId().isPresent());
        ConnectionId there = atAlice.connect(atBob);
        await(() -> atAlice.details(there).isPresent()
                && !atBob.connectionsTo(atAlice.id()).isEmpty());
        return there;
    }

    private void await(BooleanSupplier condition) {
        assertTrue(network.runUntil(condition, Duration.ofSeconds(10)));
    }
}
