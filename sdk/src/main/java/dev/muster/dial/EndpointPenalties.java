package dev.muster.dial;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which endpoints everything in this process should leave alone for a while. When one client is told to come back
 * later, or finds a server dead, the others need not find out for themselves.
 *
 * <p>Thread-safe. It has a time source of its own, because those who share it may each count time from another origin.
 */
public final class EndpointPenalties {
    /** The longest that a penalty lasts. */
    public static final Duration DURATION_MAX = DialFailure.RETRY_AFTER_MAX;

    /** How many endpoints are remembered; the one that expires first makes room. */
    public static final int ENDPOINTS_MAX = 1_024;

    /** How often expired entries are swept at most. */
    static final Duration SWEEP_INTERVAL = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(EndpointPenalties.class);
    private static final Duration DURATION_MIN = Duration.ofMillis(1);
    private static final EndpointPenalties SHARED = new EndpointPenalties(System::nanoTime);

    private final LongSupplier nowNanos;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private long sweptNanos;

    private record Entry(long untilNanos, FailureSeverity severity, boolean asked, String source) {}

    /**
     * A penalty in force.
     *
     * @param severity how bad the worst failure was
     * @param remaining how long it still lasts
     * @param fromRetryAfter whether the other side asked for it
     */
    public record Penalty(FailureSeverity severity, Duration remaining, boolean fromRetryAfter) {}

    /** Told of new penalties. Runs on the thread of whoever penalises, and has to be quick. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A penalty began, or became worse or longer.
         *
         * @param endpoint the {@link Endpoint#key} of the endpoint
         * @param penalty what is held against it now
         */
        void penalised(String endpoint, Penalty penalty);
    }

    /** Ends what {@link #subscribe} began. */
    public interface Subscription extends AutoCloseable {
        /** From now on nothing is told. A second call does nothing. */
        @Override
        void close();
    }

    /** Known by what it is, since one reader may subscribe one listener twice. */
    private static final class Subscriber {
        private final String reader;
        private final Listener listener;

        Subscriber(String reader, Listener listener) {
            this.reader = reader;
            this.listener = listener;
        }
    }

    /**
     * A registry of its own, for tests.
     *
     * @param nowNanos the time, monotonic
     */
    public EndpointPenalties(LongSupplier nowNanos) {
        this.nowNanos = nowNanos;
        this.sweptNanos = nowNanos.getAsLong();
    }

    /**
     * The registry of this process.
     *
     * @return always the same
     */
    public static EndpointPenalties shared() {
        return SHARED;
    }

    /**
     * Penalises an endpoint. Penalties merge: the worst severity, the latest end, and whether anybody was asked to
     * wait.
     *
     * @param endpoint the endpoint
     * @param failure what happened; its wish to wait wins over the duration
     * @param duration for how long, at least 1 ms and at most {@link #DURATION_MAX}
     * @param source who says so; its own penalties are not shown to it again
     * @return whether anything changed
     */
    public boolean penalise(Endpoint endpoint, DialFailure failure, Duration duration, String source) {
        boolean changed = keep(endpoint, failure, duration, source);
        if (changed) {
            // Without the lock: a listener may ask this registry, and so may another thread that it waits for.
            subscribers.forEach(subscriber -> tell(subscriber, endpoint));
        }
        return changed;
    }

    /**
     * Tells of every penalty from now on that {@link #find} would show to the reader.
     *
     * @param reader who listens: what it said itself is left out, unless the other side asked for it
     * @param listener told; what it throws is logged and harms nobody
     * @return to be closed by a reader that ends before the process
     */
    public Subscription subscribe(String reader, Listener listener) {
        var subscriber = new Subscriber(reader, listener);
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    private void tell(Subscriber subscriber, Endpoint endpoint) {
        try {
            find(endpoint, subscriber.reader)
                    .ifPresent(penalty -> subscriber.listener.penalised(endpoint.key(), penalty));
        } catch (RuntimeException e) {
            LOG.warn("A listener for penalties failed", e);
        }
    }

    private synchronized boolean keep(Endpoint endpoint, DialFailure failure, Duration duration, String source) {
        long now = nowNanos.getAsLong();
        sweepSometimes(now);
        boolean asked = failure.retryAfter().isPresent();
        long until = now + clamped(failure.retryAfter().orElse(duration)).toNanos();
        Entry before = live(endpoint, now);
        Entry after = new Entry(until, failure.severity(), asked, source);
        if (before != null) {
            after = merged(before, after);
            if (after.equals(before)) {
                return false;
            }
        }
        entries.remove(endpoint.key());
        makeRoom();
        entries.put(endpoint.key(), after);
        return true;
    }

    /**
     * What is held against an endpoint.
     *
     * @param endpoint the endpoint
     * @param reader who asks: what it said itself is left out, unless the other side asked for it
     * @return empty if nothing is
     */
    public synchronized Optional<Penalty> find(Endpoint endpoint, String reader) {
        long now = nowNanos.getAsLong();
        sweepSometimes(now);
        Entry entry = live(endpoint, now);
        if (entry == null || (entry.source().equals(reader) && !entry.asked())) {
            return Optional.empty();
        }
        Duration remaining = Duration.ofNanos(entry.untilNanos() - now);
        return Optional.of(new Penalty(entry.severity(), remaining, entry.asked()));
    }

    /** Forgets every penalty. Who subscribed stays subscribed. */
    public synchronized void clear() {
        entries.clear();
    }

    /** How many entries are held, expired ones included until they are swept. */
    synchronized int size() {
        return entries.size();
    }

    private @Nullable Entry live(Endpoint endpoint, long now) {
        Entry entry = entries.get(endpoint.key());
        return entry == null || entry.untilNanos() - now <= 0 ? null : entry;
    }

    private static Entry merged(Entry before, Entry after) {
        boolean worse = after.severity().compareTo(before.severity()) > 0;
        boolean later = after.untilNanos() - before.untilNanos() > 0;
        return new Entry(
                later ? after.untilNanos() : before.untilNanos(),
                worse ? after.severity() : before.severity(),
                before.asked() || after.asked(),
                later ? after.source() : before.source());
    }

    private void makeRoom() {
        if (entries.size() < ENDPOINTS_MAX) {
            return;
        }
        String first = "";
        long earliest = Long.MAX_VALUE;
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            long left = entry.getValue().untilNanos() - nowNanos.getAsLong();
            if (left < earliest) {
                earliest = left;
                first = entry.getKey();
            }
        }
        entries.remove(first);
    }

    private void sweepSometimes(long now) {
        if (now - sweptNanos >= SWEEP_INTERVAL.toNanos()) {
            sweptNanos = now;
            entries.values().removeIf(entry -> entry.untilNanos() - now <= 0);
        }
    }

    private static Duration clamped(Duration duration) {
        if (duration.compareTo(DURATION_MIN) < 0) {
            return DURATION_MIN;
        }
        return duration.compareTo(DURATION_MAX) > 0 ? DURATION_MAX : duration;
    }
}
