package dev.muster.simulation;

import java.time.Duration;

/**
 * The two clocks of one machine, neither of them right: the monotonic one may run at another speed and stand still in
 * sleep, the wall clock may also be set wrong and jump.
 */
public final class SimulatedClock {
    /** What the wall clock of an untouched machine shows when the simulation begins: 2026-01-01 00:00 UTC. */
    public static final long EPOCH_MILLIS = 1_767_225_600_000L;

    /** The most that a clock may run too fast or too slow: half. */
    public static final double DRIFT_MAX = 0.5;

    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** What the monotonic clock does while the machine sleeps. */
    public enum InSleep {
        /** It counts on, as on Windows. */
        RUNS,
        /** It stops, as on Linux and macOS: only the wall clock tells how long the sleep was. */
        STANDS_STILL
    }

    private final EventQueue queue;
    private long anchorNanos;
    private long monotonicAtAnchor;
    private long wallNanosAtAnchor;
    private double rate = 1.0;
    private boolean standing;

    SimulatedClock(EventQueue queue) {
        this.queue = queue;
        this.anchorNanos = queue.nowNanos();
        this.wallNanosAtAnchor = queue.nowNanos();
    }

    /**
     * What the monotonic clock shows.
     *
     * @return nanoseconds since this machine was added
     */
    public long monotonicNanos() {
        return standing ? monotonicAtAnchor : monotonicAtAnchor + elapsedNanos();
    }

    /**
     * What the wall clock shows.
     *
     * @return milliseconds since 1970
     */
    public long wallMillis() {
        return EPOCH_MILLIS + Math.floorDiv(wallNanosAtAnchor + elapsedNanos(), NANOS_PER_MILLI);
    }

    /**
     * Makes both clocks run at another speed from now on.
     *
     * @param drift 0.01 is one percent too fast, −0.01 too slow
     */
    public void drift(double drift) {
        if (!(Math.abs(drift) <= DRIFT_MAX)) {
            throw new IllegalArgumentException("drift is at most ±" + DRIFT_MAX + ", not " + drift);
        }
        anchor();
        rate = 1.0 + drift;
    }

    /**
     * Sets the wall clock forward or back; the monotonic clock does not notice.
     *
     * @param by how far; negative is back
     */
    public void jumpWall(Duration by) {
        anchor();
        wallNanosAtAnchor += by.toNanos();
    }

    void sleep(InSleep model) {
        anchor();
        standing = model == InSleep.STANDS_STILL;
    }

    void wake() {
        anchor();
        standing = false;
    }

    /** How much true time passes while this machine counts so many nanoseconds; at least one, so that loops end. */
    long trueNanos(long localNanos) {
        return Math.max(1, (long) (localNanos / rate));
    }

    private long elapsedNanos() {
        return (long) ((queue.nowNanos() - anchorNanos) * rate);
    }

    private void anchor() {
        long monotonic = monotonicNanos();
        long wall = wallNanosAtAnchor + elapsedNanos();
        anchorNanos = queue.nowNanos();
        monotonicAtAnchor = monotonic;
        wallNanosAtAnchor = wall;
    }
}
