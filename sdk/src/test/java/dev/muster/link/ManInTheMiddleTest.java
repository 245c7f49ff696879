package dev.muster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.muster.log.CollectedLog;
import dev.muster.simulation.Signal;
import dev.muster.simulation.SimulatedPeer;
import dev.muster.transport.ConnectionDetails;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.Fingerprint;
import dev.muster.transport.PeerId;
import dev.muster.transport.Transport;
import dev.muster.transport.TransportEvent;
import dev.muster.wire.FarewellCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A signalling server that puts somebody between two peers. */
class ManInTheMiddleTest {
    private final CollectedLog log = CollectedLog.of(Links.class);
    private final LinkWorld world = new LinkWorld(5);
    private LinkPeer host;

    @BeforeEach
    void start() {
        host = world.host();
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void whoPassesEverythingOnIsNoticedByBothSides() {
        SimulatedPeer middle = world.machine("middle");
        PeerId middleId = middle.localId().orElseThrow();
        // Everything between host and guest goes through the middle, which dials the guest in the host's name.
        world.network().signalling().filter(signal -> redirected(signal, middleId));
        LinkPeer guest = world.guest("guest");
        relay(middle, guest.id());
        world.await("both refuse", () -> refusedAsUnproven(host) && refusedAsUnproven(guest));
        assertEquals(0, host.count(LinkEvent.Linked.class));
        assertEquals(0, guest.count(LinkEvent.Linked.class));
        assertTrue(log.lines(Level.WARN).stream().anyMatch(line -> line.contains("somebody may stand between")));
    }

    @Test
    void aFingerprintThatOneSideSeesOtherwiseIsRefused() {
        LinkPeer guest = world.add(world.machine("guest"), world.local("guest", 0, false), this::withSwapped);
        world.await("both refuse", () -> refusedAsUnproven(host) || refusedAsUnproven(guest));
        assertEquals(0, host.count(LinkEvent.Linked.class));
        assertEquals(0, guest.count(LinkEvent.Linked.class));
    }

    private Transport withSwapped(Transport inner) {
        return new WrappedTransport(inner) {
            @Override
            TransportEvent incoming(TransportEvent event) {
                if (!(event instanceof TransportEvent.ConnectionOpened opened)) {
                    return event;
                }
                ConnectionDetails seen = opened.details();
                return new TransportEvent.ConnectionOpened(
                        opened.connection(),
                        new ConnectionDetails(
                                seen.peer(),
                                seen.role(),
                                seen.localFingerprint(),
                                Fingerprint.ofCertificate(new byte[] {1}),
                                seen.messageBytesMax()));
            }
        };
    }

    private static boolean refusedAsUnproven(LinkPeer peer) {
        return peer.events(LinkEvent.Refused.class).stream()
                .anyMatch(refused -> refused.farewell().code() == FarewellCode.NOT_PROVEN);
    }

    private List<Signal> redirected(Signal signal, PeerId middle) {
        PeerId hostId = host.id();
        if (signal.kind() == Signal.Kind.OFFER && signal.from().equals(hostId)) {
            return List.of(signal.withTo(middle));
        }
        boolean answersHost = signal.kind() == Signal.Kind.ANSWER && signal.to().equals(hostId);
        return answersHost && signal.from().equals(middle)
                ? world.peers().stream()
                        .filter(peer -> peer != host)
                        .map(peer -> signal.withFrom(peer.id()))
                        .toList()
                : List.of(signal);
    }

    /** Accepts the host's offer, dials the guest, and passes every message on in both directions. */
    private static void relay(SimulatedPeer middle, PeerId guest) {
        Transport transport = middle.transport();
        Map<ConnectionId, ConnectionId> pairs = new LinkedHashMap<>();
        Map<ConnectionId, TransportEvent.MessageReceived> early = new LinkedHashMap<>();
        middle.run(Duration.ofMillis(10), (nanos, wall) -> {
            Optional<TransportEvent> next = transport.poll(nanos);
            while (next.isPresent()) {
                TransportEvent event = next.get();
                if (event instanceof TransportEvent.ConnectionOffered offered) {
                    transport.accept(offered.connection());
                    ConnectionId other = transport.connect(guest);
                    pairs.put(offered.connection(), other);
                    pairs.put(other, offered.connection());
                } else if (event instanceof TransportEvent.MessageReceived received) {
                    ConnectionId other = Objects.requireNonNull(pairs.get(received.connection()));
                    if (!transport
                            .send(other, received.channel(), received.payload())
                            .taken()) {
                        early.put(other, received);
                    }
                } else if (event instanceof TransportEvent.ConnectionOpened opened) {
                    TransportEvent.MessageReceived held = early.remove(opened.connection());
                    if (held != null) {
                        transport.send(opened.connection(), held.channel(), held.payload());
                    }
                }
                next = transport.poll(nanos);
            }
        });
    }
}
