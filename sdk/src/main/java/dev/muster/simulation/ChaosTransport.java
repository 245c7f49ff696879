package dev.muster.simulation;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.ConnectionStats;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.Transport;
import dev.muster.transport.TransportEvent;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Puts the faults of a bad network in front of any transport, a real one included: delay, loss, duplicates, refusals,
 * garbage, broken and half-open connections. What it decides is drawn from a seed, in the order of the calls.
 *
 * <p>It keeps the contract of {@link Transport}: what a connection reports stays in order, and buffers stay bounded.
 * Its stall and delay need {@link #poll} to be called in time; {@link #nextDeadlineNanos} tells when.
 */
public final class ChaosTransport implements Transport {
    /** So much may be delayed at once; while it is, nothing more is taken from the transport behind. */
    static final int DELAYED_BYTES_MAX = 4 * 1024 * 1024;

    /** A refusal that was made up is taken back after so long. */
    private static final long REFUSAL_NANOS = Duration.ofMillis(20).toNanos();

    private static final Comparator<Delayed> BY_RELEASE =
            Comparator.comparingLong(Delayed::releaseNanos).thenComparingLong(Delayed::number);

    private record Delayed(long releaseNanos, long number, TransportEvent event) {}

    private final Transport transport;
    private final SplittableRandom random;
    private final SimulationTrace trace = new SimulationTrace();
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>(BY_RELEASE);
    private final Map<ConnectionId, ChaosConnection> connections = new LinkedHashMap<>();
    private ChaosFaults faults = ChaosFaults.NONE;
    private long nowNanos;
    private long numbered;
    private int delayedBytes;
    /** Whether some connection may hold something back or owe a {@code ChannelWritable}. */
    private boolean holding;

    private boolean closed;

    /**
     * Chaos without faults yet.
     *
     * @param transport what it stands in front of, and owns from now on
     * @param seed decides everything that looks like chance
     */
    public ChaosTransport(Transport transport, long seed) {
        this.transport = transport;
        this.random = Chance.stream(seed, "chaos");
    }

    /**
     * Sets what goes wrong from now on.
     *
     * @param changed the faults
     */
    public void faults(ChaosFaults changed) {
        faults = changed;
    }

    /**
     * What it did.
     *
     * @return one line per fault, if recorded
     */
    public SimulationTrace trace() {
        return trace;
    }

    /**
     * Makes a connection half open, as after a power cut: nothing passes any more, and nobody is told.
     *
     * @param connection the connection
     */
    public void swallow(ConnectionId connection) {
        note("swallows everything on", connection);
        state(connection).swallow();
    }

    /**
     * Breaks a connection: it is lost here, and closed for the other side.
     *
     * @param connection the connection
     */
    public void disconnect(ConnectionId connection) {
        note("breaks", connection);
        state(connection).breakOff();
        transport.closeConnection(connection);
    }

    /**
     * Lets nothing pass for a while, in either direction.
     *
     * @param connection the connection
     * @param time for how long from now
     */
    public void stall(ConnectionId connection, Duration time) {
        note("stalls", connection);
        state(connection).stallUntil(nowNanos + time.toNanos());
    }

    @Override
    public Optional<TransportEvent> poll(long now) {
        nowNanos = Math.max(nowNanos, now);
        if (closed) {
            return Optional.empty();
        }
        releaseHeld();
        Optional<TransportEvent> next = takeFromBehind();
        return next.isPresent() ? next : takeReleased();
    }

    @Override
    public long nextDeadlineNanos() {
        long next = transport.nextDeadlineNanos();
        Delayed first = delayed.peek();
        if (first != null) {
            next = Math.min(next, first.releaseNanos());
        }
        return holding ? Math.min(next, nowNanos + REFUSAL_NANOS) : next;
    }

    @Override
    public void onWakeUp(Runnable hook) {
        transport.onWakeUp(hook);
        Delayed first = delayed.peek();
        if (first != null && first.releaseNanos() <= nowNanos) {
            hook.run();
        }
    }

    @Override
    public ConnectionId connect(PeerId peer) {
        return transport.connect(peer);
    }

    @Override
    public void accept(ConnectionId connection) {
        transport.accept(connection);
    }

    @Override
    public SendOutcome send(ConnectionId id, Channel channel, Payload payload) {
        if (closed || payload.isEmpty() || payload.size() > Channel.MESSAGE_BYTES_MAX) {
            return closed ? SendOutcome.NOT_OPEN : transport.send(id, channel, payload);
        }
        if (unnoticedEnd(id).isEmpty() && transport.stats(id).isEmpty()) {
            return SendOutcome.NOT_OPEN;
        }
        ChaosConnection connection = state(id);
        accident(connection);
        if (connection.broken()) {
            return SendOutcome.NOT_OPEN;
        }
        if (happens(faults.refusal())) {
            note("refuses a message on", id);
            connection.refuse(channel);
            holding = true;
            return SendOutcome.FULL;
        }
        if (!channel.reliable() && happens(faults.realtimeLoss())) {
            note("loses a message on", id);
            return SendOutcome.TAKEN;
        }
        if (connection.holdsBack(channel, nowNanos)) {
            holding = true;
            return connection.hold(channel, payload, transport.bufferedBytes(id, channel));
        }
        return transport.send(id, channel, payload);
    }

    @Override
    public int bufferedBytes(ConnectionId id, Channel channel) {
        ChaosConnection connection = connections.get(id);
        return transport.bufferedBytes(id, channel) + (connection == null ? 0 : connection.heldBytes(channel));
    }

    @Override
    public Optional<ConnectionStats> stats(ConnectionId id) {
        return transport.stats(id);
    }

    @Override
    public boolean restartIce(ConnectionId id) {
        return transport.restartIce(id);
    }

    @Override
    public void rebind(ConnectionId id, PeerId peer) {
        transport.rebind(id, peer);
    }

    @Override
    public void closeConnection(ConnectionId id) {
        Optional<TransportEvent.ConnectionClosed> unnoticed = unnoticedEnd(id);
        if (unnoticed.isEmpty()) {
            transport.closeConnection(id);
            return;
        }
        // The transport behind has told of the end already, and nobody heard it.
        connections.remove(id);
        PeerId peer = unnoticed.get().peer();
        delay(nowNanos, new TransportEvent.ConnectionClosed(id, peer, CloseReason.LOCAL, "closed by this side"));
    }

    @Override
    public void close() {
        closed = true;
        delayed.clear();
        connections.clear();
        transport.close();
    }

    private void releaseHeld() {
        if (!holding) {
            return; // The usual case; iterating would allocate.
        }
        holding = false;
        for (ChaosConnection connection : connections.values()) {
            connection.release(
                    transport,
                    nowNanos,
                    channel -> delay(
                            connection.afterAll(nowNanos),
                            new TransportEvent.ChannelWritable(connection.id(), channel)));
            holding |= connection.holdsAnything() || connection.refused();
        }
    }

    /** Looks at what comes from behind; most of it is delayed, some of it never comes out. */
    private Optional<TransportEvent> takeFromBehind() {
        while (delayedBytes < DELAYED_BYTES_MAX) {
            Optional<TransportEvent> event = transport.poll(nowNanos);
            if (event.isEmpty()) {
                return event;
            }
            Optional<TransportEvent> atOnce = event.get() instanceof TransportEvent.MessageReceived message
                    ? message(message)
                    : other(event.get());
            if (atOnce.isPresent()) {
                return atOnce;
            }
        }
        return Optional.empty();
    }

    private Optional<TransportEvent> message(TransportEvent.MessageReceived message) {
        ChaosConnection connection = state(message.connection());
        if (connection.swallows()) {
            return Optional.empty();
        }
        TransportEvent.MessageReceived arriving = happens(faults.corruption()) ? corrupted(message) : message;
        delay(connection.inOrder(message.channel(), nowNanos + delayNanos()), arriving);
        if (!message.channel().reliable() && happens(faults.realtimeDuplication())) {
            note("doubles a message on", message.connection());
            delay(connection.inOrder(message.channel(), nowNanos + delayNanos()), arriving);
        }
        return Optional.empty();
    }

    private Optional<TransportEvent> other(TransportEvent event) {
        if (event instanceof TransportEvent.ConnectionClosed end) {
            ended(end);
            return Optional.empty();
        }
        if (event instanceof TransportEvent.ChannelWritable writable) {
            delay(state(writable.connection()).afterAll(nowNanos), event);
            return Optional.empty();
        }
        return Optional.of(event);
    }

    private void ended(TransportEvent.ConnectionClosed end) {
        ChaosConnection connection = state(end.connection());
        if (connection.swallows() && end.reason() != CloseReason.LOCAL) {
            connection.endUnnoticed(end); // Half open: this side will find out by itself.
            return;
        }
        connections.remove(end.connection());
        TransportEvent.ConnectionClosed told = connection.broken()
                ? new TransportEvent.ConnectionClosed(end.connection(), end.peer(), CloseReason.LOST, "broken by chaos")
                : end;
        delay(connection.afterAll(nowNanos), told);
    }

    private Optional<TransportEvent> takeReleased() {
        Delayed first = delayed.peek();
        if (first == null || first.releaseNanos() > nowNanos) {
            return Optional.empty();
        }
        delayed.remove();
        delayedBytes -= bytes(first.event());
        return Optional.of(first.event());
    }

    private void delay(long releaseNanos, TransportEvent event) {
        delayed.add(new Delayed(releaseNanos, numbered++, event));
        delayedBytes += bytes(event);
    }

    private static int bytes(TransportEvent event) {
        return event instanceof TransportEvent.MessageReceived message
                ? message.payload().size()
                : 0;
    }

    private Optional<TransportEvent.ConnectionClosed> unnoticedEnd(ConnectionId id) {
        ChaosConnection connection = connections.get(id);
        return connection == null ? Optional.empty() : connection.unnoticedEnd();
    }

    private void accident(ChaosConnection connection) {
        if (happens(faults.accidents().disconnect())) {
            disconnect(connection.id());
        } else if (happens(faults.accidents().stall())) {
            stall(connection.id(), faults.accidents().stallTime());
        }
    }

    private TransportEvent.MessageReceived corrupted(TransportEvent.MessageReceived message) {
        if (message.payload().isEmpty()) {
            return message;
        }
        note("garbles a message on", message.connection());
        Payload garbled =
                Payload.takeOver(Chance.flipBit(random, message.payload().toByteArray()));
        return new TransportEvent.MessageReceived(message.connection(), message.channel(), garbled);
    }

    private ChaosConnection state(ConnectionId id) {
        return connections.computeIfAbsent(id, ChaosConnection::new);
    }

    private long delayNanos() {
        return faults.delay().sampleNanos(random);
    }

    private boolean happens(double share) {
        return share > 0 && random.nextDouble() < share;
    }

    private void note(String what, ConnectionId connection) {
        trace.note(nowNanos, "chaos", what + " " + connection);
    }
}
