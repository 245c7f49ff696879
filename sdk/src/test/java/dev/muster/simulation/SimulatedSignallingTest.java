package dev.muster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.Fingerprint;
import dev.muster.transport.Party;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.TransportEvent;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SimulatedSignallingTest {
    private final SimulatedNetwork network = new SimulatedNetwork(11);
    private final SimulatedPeer alice = network.addPeer("alice");
    private final SimulatedPeer bob = network.addPeer("bob");
    private final SimulatedPeer mallory = network.addPeer("mallory");
    private final Party atAlice = program(alice);
    private final Party atBob = program(bob);
    private final Party atMallory = program(mallory);

    @Test
    void connectionsLiveOnWithoutTheServerAndNewIdsComeWithIt() {
        ConnectionId there = connect();
        PeerId before = atBob.id();
        network.signalling().stop();
        network.runFor(Duration.ofSeconds(10));
        assertEquals(1, atAlice.count(TransportEvent.SignallingLost.class));
        alice.transport().send(there, Channel.SYNC, Payload.ofUtf8("without a server"));
        network.runFor(Duration.ofSeconds(1));
        assertEquals(1, atBob.count(TransportEvent.MessageReceived.class));
        network.signalling().start();
        network.runFor(Duration.ofSeconds(5));
        assertEquals(1, atAlice.count(TransportEvent.SignallingRestored.class));
        assertNotEquals(before, atBob.id());
        assertEquals(3, network.signalling().members().size());
    }

    @Test
    void iceIsRestartedThroughTheNewIdsAfterTheServerRestarted() {
        ConnectionId there = connect();
        ConnectionId back = atBob.connectionsTo(atAlice.id()).get(0);
        network.signalling().stop();
        network.runFor(Duration.ofSeconds(3));
        network.signalling().start();
        network.runFor(Duration.ofSeconds(5));
        bob.changeAddress();
        alice.transport().send(there, Channel.SYNC, Payload.ofUtf8("queued"));
        bob.transport().restartIce(back);
        network.runFor(Duration.ofSeconds(3));
        assertEquals(0, atBob.count(TransportEvent.MessageReceived.class), "the old id of alice leads nowhere");
        bob.transport().rebind(back, atAlice.id());
        bob.transport().restartIce(back);
        alice.transport().rebind(there, atBob.id());
        network.runFor(Duration.ofSeconds(4));
        assertEquals(1, atBob.count(TransportEvent.MessageReceived.class));
    }

    @Test
    void withoutAServerAConnectionFailsAtOnce() {
        awaitRoom();
        PeerId id = atBob.id();
        network.signalling().stop();
        network.runFor(Duration.ofSeconds(1));
        ConnectionId connection = atAlice.connect(id);
        network.runFor(Duration.ofMillis(200));
        assertEquals(
                CloseReason.UNREACHABLE,
                atAlice.closed(connection).orElseThrow().reason());
    }

    @Test
    void aPeerThatIsCutOffFromTheServerKeepsItsConnections() {
        ConnectionId there = connect();
        network.signalling().cutOff(bob);
        network.runFor(Duration.ofSeconds(5));
        assertTrue(atAlice.events().contains(new TransportEvent.PeerWithdrawn(atBob.id())));
        assertEquals(0, atAlice.count(TransportEvent.SignallingLost.class));
        assertEquals(1, atBob.count(TransportEvent.SignallingLost.class));
        alice.transport().send(there, Channel.SYNC, Payload.ofUtf8("still linked"));
        network.runFor(Duration.ofSeconds(1));
        assertEquals(1, atBob.count(TransportEvent.MessageReceived.class));
        network.signalling().reconnect(bob);
        network.runFor(Duration.ofSeconds(5));
        assertEquals(1, atBob.count(TransportEvent.SignallingRestored.class));
    }

    @Test
    void aLyingFarewellChangesNothingButIsHeard() {
        ConnectionId there = connect();
        network.signalling().inject(Signal.withdraw(atBob.id(), atAlice.id()));
        network.runFor(Duration.ofSeconds(1));
        assertTrue(atAlice.events().contains(new TransportEvent.PeerWithdrawn(atBob.id())));
        assertFalse(atAlice.closed(there).isPresent());
    }

    @Test
    void aSwappedFingerprintNeverOpens() {
        awaitRoom();
        Fingerprint forged = Fingerprint.ofCertificate(new byte[] {1});
        network.signalling()
                .filter(signal ->
                        signal.kind() == Signal.Kind.OFFER ? List.of(signal.withFingerprint(forged)) : List.of(signal));
        ConnectionId connection = atAlice.connect(atBob);
        network.runFor(Duration.ofSeconds(30));
        assertEquals(0, atBob.count(TransportEvent.ConnectionOpened.class));
        assertTrue(atAlice.closed(connection).isPresent());
        assertEquals(1, atBob.count(TransportEvent.ConnectionClosed.class));
    }

    @Test
    void aManInTheMiddleCannotHideHisFingerprint() {
        awaitRoom();
        PeerId realBob = atBob.id();
        PeerId middle = atMallory.id();
        network.signalling().filter(signal -> redirect(signal, realBob, middle));
        ConnectionId connection = atAlice.connect(realBob);
        network.runFor(Duration.ofSeconds(5));
        var details = atAlice.details(connection).orElseThrow();
        assertEquals(realBob, details.peer(), "alice believes that this is bob");
        ConnectionId atTheMiddle = atMallory.connectionsTo(atAlice.id()).get(0);
        Fingerprint mallorys = atMallory.details(atTheMiddle).orElseThrow().localFingerprint();
        assertEquals(mallorys, details.remoteFingerprint(), "but the certificate is mallory's, and hello will show it");
    }

    @Test
    void aFloodOfFakePeersIsBounded() {
        awaitRoom();
        atBob.accepting(false);
        for (int i = 0; i < 1_000; i++) {
            network.signalling().inject(Signal.forgedOffer(new PeerId(new UUID(i, i)), atBob.id()));
        }
        network.runFor(Duration.ofSeconds(5));
        assertEquals(1_000, atBob.count(TransportEvent.ConnectionOffered.class));
        long refused = atBob.events(TransportEvent.ConnectionClosed.class).stream()
                .filter(end -> end.reason() == CloseReason.LIMIT)
                .count();
        assertEquals(1_000 - SimulatedTransport.OFFERS_MAX, refused);
        network.runFor(Duration.ofSeconds(10));
        assertEquals(1_000, atBob.count(TransportEvent.ConnectionClosed.class));
    }

    @Test
    void aNewcomerCanBeHiddenFromSomeMembers() {
        awaitRoom();
        PeerId hiddenFrom = atBob.id();
        network.signalling()
                .filter(signal ->
                        signal.kind() == Signal.Kind.ANNOUNCE && signal.to().equals(hiddenFrom)
                                ? List.of()
                                : List.of(signal));
        SimulatedPeer carol = network.addPeer("carol");
        Party atCarol = program(carol);
        network.runFor(Duration.ofSeconds(1));
        var announced = new TransportEvent.PeerAnnounced(atCarol.id());
        assertTrue(atAlice.events().contains(announced));
        assertFalse(atBob.events().contains(announced));
    }

    private static List<Signal> redirect(Signal signal, PeerId victim, PeerId middle) {
        if (signal.kind() == Signal.Kind.OFFER && signal.to().equals(victim)) {
            return List.of(signal.withTo(middle));
        }
        if (signal.kind() == Signal.Kind.ANSWER && signal.from().equals(middle)) {
            return List.of(signal.withFrom(victim));
        }
        return List.of(signal);
    }

    private Party program(SimulatedPeer peer) {
        var party = new Party(peer.transport(), network::nowNanos);
        peer.run(Duration.ofMillis(100), (mono, wall) -> party.poll());
        return party;
    }

    private void awaitRoom() {
        network.runFor(Duration.ofSeconds(1));
        assertEquals(3, network.signalling().members().size());
    }

    private ConnectionId connect() {
        awaitRoom();
        ConnectionId there = atAlice.connect(atBob);
        network.runFor(Duration.ofSeconds(1));
        assertTrue(atAlice.details(there).isPresent());
        return there;
    }
}
