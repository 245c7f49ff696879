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
import dev.muster.transport.SendOutcome;
import dev.muster.transport.TransportEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One test per knob: alice has chaos in front of her transport, bob has none. */
class ChaosTransportTest {
    private final SimulatedNetwork network = new SimulatedNetwork(9);
    private final ChaosTransport chaos =
            new ChaosTransport(network.addPeer("alice").transport(), 17);
    private final Party alice = new Party(chaos, network::nowNanos);
    private final Party bob = new Party(network.addPeer("bob").transport(), network::nowNanos);
    private final ConnectionId there = connect();
    private final ConnectionId back = bob.connectionsTo(alice.id()).get(0);

    @Test
    void withoutFaultsEverythingPasses() {
        sendBothWays(100);
        pass(Duration.ofSeconds(1));
        assertEquals(100, bob.received(back, Channel.REALTIME).size());
        assertEquals(100, alice.received(there, Channel.SYNC).size());
        assertEquals(0, chaos.trace().count());
    }

    @Test
    void delayedMessagesComeLaterAndInOrder() {
        chaos.faults(ChaosFaults.NONE.withDelay(Latency.uniform(Duration.ofMillis(100), Duration.ofMillis(500))));
        sendBothWays(50);
        pass(Duration.ofMillis(90));
        assertEquals(0, alice.received(there, Channel.SYNC).size());
        pass(Duration.ofSeconds(1));
        assertEquals(numbers(50), alice.received(there, Channel.SYNC));
    }

    @Test
    void theUnorderedChannelLosesItsShareAndTheOthersNothing() {
        chaos.faults(ChaosFaults.NONE.withRealtime(0.3, 0));
        sendBothWays(1_000);
        pass(Duration.ofSeconds(2));
        int arrived = bob.received(back, Channel.REALTIME).size();
        assertTrue(arrived > 640 && arrived < 760, () -> arrived + " of 1,000 arrived");
        assertEquals(numbers(1_000), bob.received(back, Channel.SYNC));
    }

    @Test
    void theUnorderedChannelDoublesItsShare() {
        chaos.faults(ChaosFaults.NONE.withRealtime(0, 0.5));
        sendBothWays(1_000);
        pass(Duration.ofSeconds(2));
        int arrived = alice.received(there, Channel.REALTIME).size();
        assertTrue(arrived > 1_440 && arrived < 1_560, () -> arrived + " arrived for 1,000");
        assertEquals(numbers(1_000), alice.received(there, Channel.SYNC));
    }

    @Test
    void aRefusalIsTakenBackLater() {
        chaos.faults(ChaosFaults.NONE.withRefusal(1));
        assertEquals(SendOutcome.FULL, chaos.send(there, Channel.SYNC, Payload.ofUtf8("no")));
        chaos.faults(ChaosFaults.NONE);
        pass(Duration.ofMillis(100));
        assertEquals(
                List.of(new TransportEvent.ChannelWritable(there, Channel.SYNC)),
                alice.events(TransportEvent.ChannelWritable.class));
        assertEquals(SendOutcome.TAKEN, chaos.send(there, Channel.SYNC, Payload.ofUtf8("yes")));
    }

    @Test
    void garbageHasTheLengthOfWhatWasSent() {
        chaos.faults(ChaosFaults.NONE.withCorruption(1));
        bob.transport().send(back, Channel.SYNC, Payload.ofUtf8("clear words"));
        pass(Duration.ofSeconds(1));
        Payload got = alice.received(there, Channel.SYNC).get(0);
        assertEquals(11, got.size());
        assertNotEquals("clear words", got.toUtf8());
    }

    @Test
    void aBrokenConnectionIsLostHereAndClosedThere() {
        chaos.disconnect(there);
        pass(Duration.ofSeconds(1));
        assertEquals(CloseReason.LOST, alice.closed(there).orElseThrow().reason());
        assertEquals(CloseReason.PEER, bob.closed(back).orElseThrow().reason());
    }

    @Test
    void connectionsBreakByThemselvesWhereAccidentsAreLikely() {
        chaos.faults(ChaosFaults.NONE.withAccidents(new ChaosFaults.Accidents(0.2, 0, Duration.ZERO)));
        for (int i = 0; i < 100; i++) {
            chaos.send(there, Channel.SYNC, Payload.ofUtf8("careful"));
        }
        pass(Duration.ofSeconds(1));
        assertEquals(CloseReason.LOST, alice.closed(there).orElseThrow().reason());
    }

    @Test
    void aStalledConnectionHoldsBothDirectionsAndThenLosesNothing() {
        chaos.stall(there, Duration.ofSeconds(2));
        sendBothWays(20);
        pass(Duration.ofMillis(1_900));
        assertEquals(0, alice.received(there, Channel.SYNC).size());
        assertEquals(0, bob.received(back, Channel.SYNC).size());
        assertTrue(chaos.bufferedBytes(there, Channel.SYNC) > 0);
        pass(Duration.ofSeconds(1));
        assertEquals(numbers(20), alice.received(there, Channel.SYNC));
        assertEquals(numbers(20), bob.received(back, Channel.SYNC));
        assertEquals(0, chaos.bufferedBytes(there, Channel.SYNC));
    }

    @Test
    void aHalfOpenConnectionTakesUntilItIsFullAndNeverSaysAnything() {
        chaos.swallow(there);
        int taken = 0;
        while (chaos.send(there, Channel.SYNC, Payload.takeOver(new byte[100_000]))
                .taken()) {
            taken++;
        }
        bob.transport().send(back, Channel.SYNC, Payload.ofUtf8("hello?"));
        bob.transport().closeConnection(back);
        pass(Duration.ofMinutes(1));
        assertEquals(10, taken);
        assertEquals(0, bob.received(back, Channel.SYNC).size());
        assertEquals(0, alice.received(there, Channel.SYNC).size());
        assertFalse(alice.closed(there).isPresent());
    }

    @Test
    void whoGivesUpAHalfOpenConnectionIsToldOfItsEnd() {
        chaos.swallow(there);
        bob.transport().closeConnection(back);
        pass(Duration.ofMinutes(1));
        assertFalse(alice.closed(there).isPresent());
        assertEquals(SendOutcome.TAKEN, chaos.send(there, Channel.SYNC, Payload.ofUtf8("is anybody there?")));
        chaos.closeConnection(there);
        pass(Duration.ofSeconds(1));
        var end = alice.closed(there).orElseThrow();
        assertEquals(CloseReason.LOCAL, end.reason());
        assertEquals(SendOutcome.NOT_OPEN, chaos.send(there, Channel.SYNC, Payload.ofUtf8("too late")));
        chaos.closeConnection(there);
        pass(Duration.ofSeconds(1));
        assertEquals(1, alice.count(TransportEvent.ConnectionClosed.class));
    }

    @Test
    void theSameSeedDoesTheSame() {
        assertEquals(run(3), run(3));
        assertNotEquals(run(3), run(4));
    }

    @Test
    void sharesOutOfBoundsAreRefused() {
        for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> ChaosFaults.NONE.withRefusal(bad));
            assertThrows(IllegalArgumentException.class, () -> ChaosFaults.NONE.withRealtime(bad, 0));
            assertThrows(IllegalArgumentException.class, () -> new ChaosFaults.Accidents(bad, 0, Duration.ZERO));
            assertThrows(
                    IllegalArgumentException.class, () -> LinkConditions.lan().withLoss(bad));
        }
        assertThrows(IllegalArgumentException.class, () -> LinkConditions.lan().withBytesPerSecond(1));
        assertThrows(IllegalArgumentException.class, () -> Latency.uniform(Duration.ofMillis(2), Duration.ofMillis(1)));
    }

    private static String run(long seed) {
        var network = new SimulatedNetwork(1);
        var chaos = new ChaosTransport(network.addPeer("alice").transport(), seed);
        chaos.trace().record(true);
        chaos.faults(ChaosFaults.NONE
                .withRealtime(0.1, 0.1)
                .withRefusal(0.1)
                .withCorruption(0.1)
                .withDelay(Latency.uniform(Duration.ZERO, Duration.ofMillis(50))));
        SimulatedPeer bob = network.addPeer("bob");
        var chatters = List.of(new Chatter(chaos), new Chatter(bob.transport()));
        for (int i = 0; i < 500; i++) {
            network.runFor(Duration.ofMillis(20));
            chatters.forEach(chatter -> chatter.turn(network.nowNanos()));
        }
        assertTrue(chaos.trace().count() > 50);
        return chaos.trace().toString();
    }

    private void sendBothWays(int count) {
        for (Payload number : numbers(count)) {
            for (Channel channel : List.of(Channel.SYNC, Channel.REALTIME)) {
                alice.transport().send(there, channel, number);
                bob.transport().send(back, channel, number);
            }
        }
    }

    private static List<Payload> numbers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Payload.ofUtf8("number " + i))
                .toList();
    }

    private ConnectionId connect() {
        pass(Duration.ofMillis(100));
        ConnectionId connection = alice.connect(bob);
        pass(Duration.ofMillis(200));
        assertTrue(alice.details(connection).isPresent());
        return connection;
    }

    private void pass(Duration duration) {
        long end = network.nowNanos() + duration.toNanos();
        while (network.nowNanos() < end) {
            network.runFor(Duration.ofMillis(5));
            alice.poll();
            bob.poll();
        }
    }
}
