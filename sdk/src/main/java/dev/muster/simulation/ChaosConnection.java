package dev.muster.simulation;

import dev.muster.transport.Channel;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.Payload;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.Transport;
import dev.muster.transport.TransportEvent;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/** What chaos does to one connection: what it holds back while nothing passes, and whether it swallows everything. */
final class ChaosConnection {
    private final ConnectionId id;
    private final Map<Channel, Held> held = new EnumMap<>(Channel.class);
    private final Set<Channel> refused = EnumSet.noneOf(Channel.class);
    /** When the last thing that may not be overtaken comes out, per channel. */
    private final Map<Channel, Long> lastRelease = new EnumMap<>(Channel.class);

    private long stalledUntilNanos = Long.MIN_VALUE;
    private boolean swallows;
    private boolean broken;
    private Optional<TransportEvent.ConnectionClosed> unnoticedEnd = Optional.empty();

    private static final class Held {
        private final Queue<Payload> payloads = new ArrayDeque<>();
        private int bytes;
    }

    ChaosConnection(ConnectionId id) {
        this.id = id;
        for (Channel channel : Channel.values()) {
            held.put(channel, new Held());
        }
    }

    ConnectionId id() {
        return id;
    }

    /** Nothing arrives and nothing leaves, and nobody is told: a half-open connection. */
    void swallow() {
        swallows = true;
    }

    boolean swallows() {
        return swallows;
    }

    /** The connection is over, but a half-open one does not show it. */
    void endUnnoticed(TransportEvent.ConnectionClosed end) {
        unnoticedEnd = Optional.of(end);
    }

    Optional<TransportEvent.ConnectionClosed> unnoticedEnd() {
        return unnoticedEnd;
    }

    /** It was broken by chaos, and is to look lost instead of closed. */
    void breakOff() {
        broken = true;
    }

    boolean broken() {
        return broken;
    }

    void stallUntil(long timeNanos) {
        stalledUntilNanos = Math.max(stalledUntilNanos, timeNanos);
    }

    /** Whether a message must wait here before it goes to the transport. */
    boolean holdsBack(Channel channel, long nowNanos) {
        return swallows
                || nowNanos < stalledUntilNanos
                || !queue(channel).payloads.isEmpty();
    }

    /** Waiting here is bounded like waiting in the transport. */
    SendOutcome hold(Channel channel, Payload payload, int alreadyBuffered) {
        Held lane = queue(channel);
        int buffered = lane.bytes + alreadyBuffered;
        if (buffered > 0 && buffered + payload.size() > channel.bufferBytesMax()) {
            refused.add(channel);
            return SendOutcome.FULL;
        }
        lane.payloads.add(payload);
        lane.bytes += payload.size();
        return SendOutcome.TAKEN;
    }

    int heldBytes(Channel channel) {
        return queue(channel).bytes;
    }

    boolean holdsAnything() {
        return held.values().stream().anyMatch(lane -> !lane.payloads.isEmpty());
    }

    /** Passes on what waited; tells which channels have room again. */
    void release(Transport transport, long nowNanos, Consumer<Channel> writable) {
        if (swallows || nowNanos < stalledUntilNanos) {
            return;
        }
        for (Channel channel : Channel.values()) {
            Held lane = queue(channel);
            Payload next = lane.payloads.peek();
            while (next != null && transport.send(id, channel, next) != SendOutcome.FULL) {
                lane.payloads.remove();
                lane.bytes -= next.size();
                next = lane.payloads.peek();
            }
            if (lane.bytes <= channel.bufferBytesMax() / 2 && refused.remove(channel)) {
                writable.accept(channel);
            }
        }
    }

    /** A refusal that chaos made up: it must be taken back later like a real one. */
    void refuse(Channel channel) {
        refused.add(channel);
    }

    boolean refused() {
        return !refused.isEmpty();
    }

    /** The earliest time at which a message on this channel may come out without overtaking another. */
    long inOrder(Channel channel, long releaseNanos) {
        long release = Math.max(releaseNanos, stalledUntilNanos);
        if (channel.reliable()) {
            release = Math.max(release, lastRelease.getOrDefault(channel, release));
        }
        lastRelease.merge(channel, release, Math::max);
        return release;
    }

    /** The earliest time at which something about the whole connection may come out: after all its messages. */
    long afterAll(long nowNanos) {
        long last = nowNanos;
        for (long release : lastRelease.values()) {
            last = Math.max(last, release);
        }
        return last;
    }

    private Held queue(Channel channel) {
        return held.computeIfAbsent(channel, key -> new Held());
    }
}
