package dev.muster.dial;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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

    private static final Duration DURATION_MIN = Duration.ofMillis(1);
    private static final EndpointPenalties SHARED = new EndpointPenalties(System::nanoTime);

    private final LongSupplier nowNanos;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long sweptNanos;

    private record Entry(long untilNanos, Penalty penalty, String source) {}

    /**
     * A penalty in force.
     *
     * @param severity how bad the worst failure was
     * @param remaining how long it still lasts
     * @param fromRetryAfter whether the other side asked for it
     */
    public record Penalty(FailureSeverity severity, Duration remaining, boolean fromRetryAfter) {}

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
    public synchronized boolean penalise(Endpoint endpoint, DialFailure failure, Duration duration, String source) {
        long now = nowNanos.getAsLong();
        sweepSometimes(now);
        boolean asked = failure.retryAfter().isPresent();
        long until = now + clamped(failure.retryAfter().orElse(duration)).toNanos();
        Entry before = live(endpoint, now);
        Entry after = new Entry(until, new Penalty(failure.severity(), Duration.ZERO, asked), source);
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
        if (entry == null || (entry.source().equals(reader) && !entry.penalty().fromRetryAfter())) {
            return Optional.empty();
        }
        Duration remaining = Duration.ofNanos(entry.untilNanos() - now);
        Penalty penalty = entry.penalty();
        return Optional.of(new Penalty(penalty.severity(), remaining, penalty.fromRetryAfter()));
    }

    /** Forgets everything. */
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
        FailureSeverity worst =
                before.penalty().severity().compareTo(after.penalty().severity()) >= 0
                        ? before.penalty().severity()
                        : after.penalty().severity();
        boolean asked = before.penalty().fromRetryAfter() || after.penalty().fromRetryAfter();
        boolean later = after.untilNanos() - before.untilNanos() > 0;
        return new Entry(
                later ? after.untilNanos() : before.untilNanos(),
                new Penalty(worst, Duration.ZERO, asked),
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
