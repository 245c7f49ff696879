package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.fork.Fork;
import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.IceServer;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.Transport;
import dev.muster.transport.TransportEvent;
import dev.muster.wire.PeerSignal;
import dev.muster.wire.SignallingEvent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What could end the process or wear it out. Run by {@link WebRtcTest} in a process of its own, which has to survive.
 */
class WebRtcHazards {
    private final Crowd crowd = new Crowd();

    @AfterEach
    void end() {
        crowd.close();
    }

    @Test
    void aWakeUpHookThatThrowsDoesNotEndTheProcess() throws Exception {
        Crowd.Peer offerer = crowd.join();
        Crowd.Peer answerer = crowd.join();
        var thrown = new AtomicInteger();
        for (Crowd.Peer peer : List.of(offerer, answerer)) {
            peer.transport.onWakeUp(() -> {
                if (!Thread.currentThread().getName().equals("main")) {
                    thrown.incrementAndGet();
                    throw new IllegalStateException("a hook that throws, on purpose");
                }
            });
        }
        Crowd.Pair pair = crowd.connect(offerer, answerer);
        exchange(pair, "after the throwing");
        assertTrue(thrown.get() > 0, "the hook ran on the library's thread");
    }

    @Test
    void aNoticeThatComesWhileThePollEndsIsNotOverlooked() throws Exception {
        Crowd.Peer peer = crowd.join();
        crowd.until("it is in the room", () -> !peer.events.isEmpty());
        var woken = new AtomicInteger();
        peer.transport.onWakeUp(woken::incrementAndGet);
        peer.member.afterEmptyPoll = () -> {
            peer.member.afterEmptyPoll = () -> {};
            peer.member.hear(new SignallingEvent.NewPeer(new UUID(5, 5)));
        };

        Optional<TransportEvent> found = peer.transport.poll(crowd.now());

        assertTrue(found.isPresent() || woken.get() > 0, "neither reported nor announced by the hook");
    }

    @Test
    void aHookThatIsSetWhileANoticeWaitsRunsAtOnce() throws Exception {
        Crowd.Peer peer = crowd.join();
        var woken = new AtomicInteger();
        peer.transport.onWakeUp(woken::incrementAndGet);
        assertTrue(woken.get() > 0, "the id waits to be fetched");
    }

    @Test
    void aBrokenOfferUnderTheRightNameDoesNotMakeUsDeafForThePeer() throws Exception {
        Crowd.Pair pair = crowd.connected();
        var seen = new ArrayList<MemoryRoom.Passing>();
        crowd.room.onTheWay(passing -> {
            seen.add(passing);
            return Optional.empty();
        });
        assertTrue(pair.offerer().transport.restartIce(pair.offered()));
        crowd.until("an offer was seen", () -> !seen.isEmpty());
        var offer = ((PeerSignal.Offer) seen.get(0).signal()).sdp();
        crowd.skip(Duration.ofNanos(Negotiation.ANSWER_TIMEOUT_NANOS));
        crowd.room.onTheWay(Optional::of);
        var broken =
                offer.replaceAll("(?m)^a=ice-pwd.*$", "a=ice-pwd:x").replaceAll("a=ice-ufrag:.*", "a=ice-ufrag:zzzz");
        crowd.room.deliver(new MemoryRoom.Passing(
                pair.offerer().id().value(), pair.answerer().id().value(), new PeerSignal.Offer(broken)));
        crowd.during(Duration.ofMillis(200));

        exchange(pair, "the old path still carries");
        assertTrue(pair.answerer().transport.restartIce(pair.answered()));
        crowd.during(Duration.ofMillis(300));
        exchange(pair, "and a new one was found");
    }

    @Test
    void closingInsideTheWakeUpHookIsRefused() throws Exception {
        Crowd.Peer offerer = crowd.join();
        Crowd.Peer answerer = crowd.join();
        var refusal = new AtomicReference<Throwable>();
        offerer.transport.onWakeUp(() -> {
            if (!Thread.currentThread().getName().equals("main")) {
                refusal.compareAndSet(null, assertThrows(IllegalStateException.class, offerer.transport::close));
            }
        });
        Crowd.Pair pair = crowd.connect(offerer, answerer);
        crowd.until("the hook ran on the library's thread", () -> refusal.get() != null);
        exchange(pair, "unharmed");
    }

    @Test
    void everyCallOnAClosedTransportIsHarmless() throws Exception {
        Crowd.Pair pair = crowd.connected();
        Transport transport = pair.offerer().transport;
        transport.close();
        transport.close();

        assertEquals(Optional.empty(), transport.poll(crowd.now()));
        assertEquals(SendOutcome.NOT_OPEN, transport.send(pair.offered(), Channel.SYNC, Payload.ofUtf8("x")));
        assertEquals(0, transport.bufferedBytes(pair.offered(), Channel.SYNC));
        assertEquals(Optional.empty(), transport.stats(pair.offered()));
        assertFalse(transport.restartIce(pair.offered()));
        assertEquals(Transport.NO_DEADLINE, transport.nextDeadlineNanos());
        transport.rebind(pair.offered(), pair.answerer().id());
        transport.closeConnection(pair.offered());
        transport.accept(pair.offered());
        transport.connect(pair.answerer().id());
        assertEquals(Optional.empty(), transport.poll(crowd.now()));
        crowd.until(
                "the other end knows",
                () -> pair.answerer().closed(pair.answered()).isPresent());
        assertEquals(Optional.of(CloseReason.PEER), pair.answerer().closed(pair.answered()));
    }

    @Test
    void aBadIceServerIsAClearException() throws Exception {
        // The record stops these before the library sees them …
        for (String url :
                List.of("", "stun:", "http://host", "turn:host", "stun:host?transport=udp", "stun:host:99999")) {
            assertThrows(IllegalArgumentException.class, () -> IceServer.stun(url), url);
        }
        // … and what passes the record but not the library's own parser, the setter answers.
        var odd = IceServer.turn("turn:10.66.0.1:3478", "x".repeat(600), "secret");
        var refusal = assertThrows(
                IllegalArgumentException.class,
                () -> crowd.join(WebRtcConfig.defaults().withIceServers(List.of(odd))));
        assertTrue(String.valueOf(refusal.getMessage()).contains("ICE servers cannot be used"), refusal.getMessage());
    }

    @Test
    void relayOnlyWithoutAServerTimesOutWithASentence() throws Exception {
        var answers = new ArrayList<PeerSignal>();
        crowd.room.onTheWay(passing -> {
            if (passing.signal() instanceof PeerSignal.Answer) {
                answers.add(passing.signal());
            }
            return Optional.of(passing);
        });
        var relayOnly = Crowd.PATIENT.withRelayOnly(true);
        Crowd.Peer offerer = crowd.join(relayOnly);
        Crowd.Peer answerer = crowd.join(relayOnly);
        crowd.until("both are in the room", () -> !offerer.events.isEmpty() && !answerer.events.isEmpty());

        ConnectionId connection = offerer.transport.connect(answerer.id());
        crowd.until("the peers agree", () -> !answers.isEmpty());
        offerer.fetch(crowd.now());
        crowd.outlastConnecting();

        crowd.until("it gives up", () -> offerer.closed(connection).isPresent());
        var closed =
                assertInstanceOf(TransportEvent.ConnectionClosed.class, offerer.events.get(offerer.events.size() - 1));
        assertEquals(CloseReason.TIMED_OUT, closed.reason());
        assertTrue(closed.detail().contains("no route"), closed.detail());
    }

    @Test
    void hostileSignalsHarmNobody() throws Exception {
        Crowd.Pair pair = crowd.connected();
        var seen = new ArrayList<MemoryRoom.Passing>();
        crowd.room.onTheWay(passing -> {
            seen.add(passing);
            return Optional.of(passing);
        });
        assertTrue(pair.offerer().transport.restartIce(pair.offered()));
        crowd.until(
                "an offer and an answer were seen",
                () -> seen.stream().anyMatch(passing -> passing.signal() instanceof PeerSignal.Answer));
        String offer = seen.stream()
                .map(MemoryRoom.Passing::signal)
                .filter(PeerSignal.Offer.class::isInstance)
                .map(signal -> ((PeerSignal.Offer) signal).sdp())
                .findFirst()
                .orElseThrow();
        var stranger = new UUID(9, 9);
        UUID friend = pair.offerer().id().value();
        UUID target = pair.answerer().id().value();

        for (PeerSignal signal : hostile(offer)) {
            crowd.room.deliver(new MemoryRoom.Passing(stranger, target, signal));
            crowd.room.deliver(new MemoryRoom.Passing(friend, target, signal));
        }
        for (int i = 0; i < 1_000; i++) {
            crowd.room.deliver(new MemoryRoom.Passing(new UUID(9, i), target, new PeerSignal.Offer(offer)));
        }
        crowd.during(Duration.ofMillis(500));

        // An offer that changed the path is healed by the next honest one.
        assertTrue(pair.offerer().transport.restartIce(pair.offered()));
        exchange(pair, "still here");
        assertTrue(pair.answerer().closed(pair.answered()).isEmpty());
    }

    @Test
    void anInboxThatIsFullEndsTheConnectionAndNotTheProcess() throws Exception {
        Crowd.Peer offerer = crowd.join();
        var small = new WebRtcConfig.Limits(4, 4, 256 * 1024, 64 * 1024);
        Crowd.Peer lazy = crowd.join(Crowd.PATIENT.withLimits(small));
        Crowd.Pair pair = crowd.connect(offerer, lazy);
        var block = Payload.takeOver(new byte[16 * 1024]);

        // Only the sender is polled here: the other one does not fetch what arrives. More than its buffer and the
        // library's windows hold, so that far more than the inbox takes has arrived when the last one is taken.
        int sent = 0;
        while (sent < 1_024) {
            if (offerer.transport.send(pair.offered(), Channel.MESSAGES, block) == SendOutcome.TAKEN) {
                sent++;
            } else {
                LockSupport.parkNanos(100_000);
            }
            offerer.fetch(crowd.now());
        }

        crowd.until("the lazy one is told", () -> lazy.closed(pair.answered()).isPresent());
        assertEquals(Optional.of(CloseReason.OVERRUN), lazy.closed(pair.answered()));
        long kept = lazy.all(TransportEvent.MessageReceived.class).count();
        assertTrue(kept > 0 && kept <= 256 / 16, "what had fitted was handed out first, and no more: " + kept);
    }

    @Test
    void aPollWithNothingToReportAllocatesNothing() throws Exception {
        Crowd.Pair pair = crowd.connected();
        crowd.during(Duration.ofMillis(300));
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Transport transport = pair.offerer().transport;
        long allocated = Long.MAX_VALUE;
        // The first rounds pay for compiling, and a real event may come at any time: one round without is proof.
        for (int round = 0; round < 50 && allocated > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                Optional<TransportEvent> unused = transport.poll(crowd.now());
                long deadline = transport.nextDeadlineNanos();
                assertTrue(deadline > 0);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated);
    }

    @Test
    void aChangedAddressIsReported() throws Exception {
        Crowd.Peer peer = crowd.join();
        ip("addr", "add", "10.77.0.1/24", "dev", "br0");
        try {
            crowd.until("it is reported", () -> peer.events.contains(new TransportEvent.NetworkChanged()));
        } finally {
            ip("addr", "del", "10.77.0.1/24", "dev", "br0");
        }
    }

    @Test
    void aProcessEndsWhenItsTransportIsClosed() throws Exception {
        var command = new ArrayList<>(Fork.java(List.of()));
        command.add(ShortLife.class.getName());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended, "main returned, and a thread of the library kept the process");
        assertEquals(0, process.exitValue());
    }

    @Test
    void connectingToAnUnknownPeerWithoutSignallingFailsAtOnce() throws Exception {
        Crowd.Peer peer = crowd.join();
        crowd.until("it is in the room", () -> !peer.events.isEmpty());
        crowd.room.stop();
        crowd.until(
                "the loss is known",
                () -> peer.all(TransportEvent.SignallingLost.class).count() == 1);

        ConnectionId connection = peer.transport.connect(new PeerId(new UUID(1, 2)));

        crowd.until("it fails", () -> peer.closed(connection).isPresent());
        assertEquals(Optional.of(CloseReason.UNREACHABLE), peer.closed(connection));
    }

    /** What a peer or a server that means harm may send, made from an honest offer. */
    private static List<PeerSignal> hostile(String offer) {
        var hostile = new ArrayList<PeerSignal>();
        hostile.add(new PeerSignal.Offer("v=0\r\n"));
        hostile.add(new PeerSignal.Offer("v=0" + "\r\na=x".repeat(1_500)));
        hostile.add(new PeerSignal.Answer(offer));
        hostile.add(new PeerSignal.Offer(offer.replaceAll("(?m)^a=fingerprint.*$", "a=fingerprint:sha-1 00")));
        hostile.add(new PeerSignal.Offer(offer.replaceAll("(a=fingerprint:sha-256 )..", "$1FF")));
        hostile.add(new PeerSignal.Offer(offer.replaceAll("(?m)^(a=fingerprint.*)$", "$1\r\n$1")));
        hostile.add(new PeerSignal.Offer(offer.replaceAll("(?m)^a=setup.*$", "a=setup:nonsense")));
        hostile.add(new PeerSignal.Offer(offer.replaceAll("(?m)^a=ice-pwd.*$", "a=ice-pwd:x")));
        hostile.add(new PeerSignal.Offer(offer.replaceAll("(?m)^m=.*$", "m=audio 9 UDP/TLS/RTP/SAVPF 0")));
        for (String text : List.of("candidate:", "candidate:nonsense", "candidate:1 1 udp x y z typ host")) {
            hostile.add(new PeerSignal.IceCandidate(text, Optional.empty(), OptionalInt.empty(), Optional.empty()));
        }
        hostile.add(new PeerSignal.EndOfCandidates());
        return hostile;
    }

    private void exchange(Crowd.Pair pair, String text) {
        assertEquals(
                SendOutcome.TAKEN, pair.offerer().transport.send(pair.offered(), Channel.SYNC, Payload.ofUtf8(text)));
        crowd.until(
                "the message arrived",
                () -> pair.answerer()
                        .all(TransportEvent.MessageReceived.class)
                        .anyMatch(message -> message.payload().toUtf8().equals(text)));
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }

    /** A program that connects to itself, closes, and returns from main. */
    static final class ShortLife {
        private ShortLife() {}

        public static void main(String[] arguments) throws WebRtcUnavailableException {
            try (var crowd = new Crowd()) {
                crowd.connected();
            }
        }
    }
}
