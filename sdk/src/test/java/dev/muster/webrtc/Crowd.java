package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.fail;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.TransportEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Several transports on one thread in one room, polled until something is so. */
final class Crowd implements AutoCloseable {
    /** Far more than anything here takes; it only ends tests that would hang. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A busy machine shall find out nothing about time-outs; who wants to see one skips the time. */
    static final WebRtcConfig PATIENT = WebRtcConfig.defaults().withConnectTimeout(PATIENCE);

    private static final long IDLE_NANOS_MAX = 5_000_000;

    final MemoryRoom room = new MemoryRoom();
    private final List<Peer> peers = new ArrayList<>();
    private final Semaphore wakeUps = new Semaphore(0);
    private long origin = System.nanoTime();

    /** A transport and everything it reported. It accepts every offer, unless told otherwise. */
    static final class Peer {
        final MemoryRoom.Member member;
        final WebRtcTransport transport;
        final List<TransportEvent> events = new ArrayList<>();
        boolean accepts = true;
        Predicate<TransportEvent> keeps = event -> true;
        Consumer<TransportEvent> onEvent = event -> {};

        private Peer(MemoryRoom.Member member, WebRtcTransport transport) {
            this.member = member;
            this.transport = transport;
        }

        PeerId id() {
            return new PeerId(member.id());
        }

        <E extends TransportEvent> Stream<E> all(Class<E> type) {
            return events.stream().filter(type::isInstance).map(type::cast);
        }

        boolean opened(ConnectionId id) {
            return all(TransportEvent.ConnectionOpened.class)
                    .anyMatch(event -> event.connection().equals(id));
        }

        Optional<CloseReason> closed(ConnectionId id) {
            return all(TransportEvent.ConnectionClosed.class)
                    .filter(event -> event.connection().equals(id))
                    .map(TransportEvent.ConnectionClosed::reason)
                    .findFirst();
        }

        /** The connection of the last offer that came. */
        ConnectionId offered() {
            return all(TransportEvent.ConnectionOffered.class)
                    .reduce((older, newer) -> newer)
                    .orElseThrow()
                    .connection();
        }

        List<TransportEvent.MessageReceived> received() {
            return all(TransportEvent.MessageReceived.class).toList();
        }

        /** Takes all that waits for it now. */
        void fetch(long now) {
            Optional<TransportEvent> event = transport.poll(now);
            while (event.isPresent()) {
                on(event.get());
                event = transport.poll(now);
            }
        }

        private void on(TransportEvent event) {
            if (keeps.test(event)) {
                events.add(event);
            }
            if (accepts && event instanceof TransportEvent.ConnectionOffered offered) {
                transport.accept(offered.connection());
            }
            onEvent.accept(event);
        }
    }

    /** Two ends of one open connection. */
    record Pair(Peer offerer, ConnectionId offered, Peer answerer, ConnectionId answered) {
        /** Sends from the offerer to the answerer. */
        SendOutcome send(Channel channel, Payload payload) {
            return offerer.transport.send(offered, channel, payload);
        }
    }

    long now() {
        return System.nanoTime() - origin;
    }

    /** Lets the time pass at once: the next polls see it. */
    void skip(Duration time) {
        origin -= time.toNanos();
    }

    /** Lets the time pass in which connections have to open. */
    void outlastConnecting() {
        skip(PATIENCE);
    }

    Peer join() throws WebRtcUnavailableException {
        return join(PATIENT);
    }

    Peer join(WebRtcConfig config) throws WebRtcUnavailableException {
        MemoryRoom.Member member = room.join();
        var peer = new Peer(member, WebRtcTransport.open(config, member, new SplittableRandom(peers.size())));
        peer.transport.onWakeUp(wakeUps::release);
        peers.add(peer);
        return peer;
    }

    Pair connected() throws WebRtcUnavailableException {
        Peer offerer = join();
        Peer answerer = join();
        return connect(offerer, answerer);
    }

    Pair connect(Peer offerer, Peer answerer) {
        until(
                "signalling is there",
                () -> offerer.all(TransportEvent.LocalIdAssigned.class)
                                .findAny()
                                .isPresent()
                        && answerer.all(TransportEvent.LocalIdAssigned.class)
                                .findAny()
                                .isPresent());
        ConnectionId offered = offerer.transport.connect(answerer.id());
        until("the offerer is connected", () -> offerer.opened(offered));
        ConnectionId answered = answerer.offered();
        until("the answerer is connected", () -> answerer.opened(answered));
        return new Pair(offerer, offered, answerer, answered);
    }

    /** Polls everybody until the condition holds. */
    void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (!step()) {
                idle();
            }
            if (System.nanoTime() - deadline > 0) {
                fail("waited " + PATIENCE + " in vain until " + what + ";\n" + log());
            }
        }
    }

    /** Polls everybody for a time in which nothing has to happen. */
    void during(Duration time) {
        long end = now() + time.toNanos();
        while (now() < end) {
            if (!step()) {
                idle();
            }
        }
    }

    private boolean step() {
        boolean any = false;
        for (Peer peer : peers) {
            Optional<TransportEvent> event = peer.transport.poll(now());
            event.ifPresent(peer::on);
            any |= event.isPresent();
        }
        return any;
    }

    private void idle() {
        long deadline = peers.stream()
                .mapToLong(peer -> peer.transport.nextDeadlineNanos())
                .min()
                .orElse(Long.MAX_VALUE);
        long wait = Math.min(Math.max(deadline - now(), 0), IDLE_NANOS_MAX);
        try {
            if (wakeUps.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
                wakeUps.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an event", e);
        }
    }

    private String log() {
        var log = new StringBuilder();
        for (Peer peer : peers) {
            log.append("peer ").append(peer.id()).append('\n');
            int from = Math.max(0, peer.events.size() - 20);
            peer.events
                    .subList(from, peer.events.size())
                    .forEach(event -> log.append("  ").append(event).append('\n'));
        }
        return log.toString();
    }

    @Override
    public void close() {
        peers.forEach(peer -> peer.transport.close());
    }
}
