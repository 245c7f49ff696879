package dev.muster.session;

import java.util.concurrent.TimeUnit;

/**
 * The time of a session: nanoseconds since it began, never falling. Belongs to one thread.
 *
 * <p>Two clocks are put together, because a monotonic clock may stand still while the machine
 * sleeps: whoever slept has to know that others may have given it up.
 */
final class SessionClock {
    /** Wall time that passed beyond this more than monotonic time was sleep, and no correction of the clock. */
    static final long SLEEP_NANOS_MIN = TimeUnit.SECONDS.toNanos(5);

    /** The two clocks of a machine. */
    interface Source {
        /** The clocks of this machine. */
        Source SYSTEM = new Source() {
            @Override
            public long monotonicNanos() {
                return System.nanoTime();
            }

            @Override
            public long wallMillis() {
                return System.currentTimeMillis();
            }
        };

        long monotonicNanos();

        long wallMillis();
    }

    private final Source source;
    private final long origin;
    private long lastMonotonic;
    private long lastWallMillis;
    private long sleptNanos;

    SessionClock(Source source) {
        this.source = source;
        this.origin = source.monotonicNanos();
        this.lastMonotonic = origin;
        this.lastWallMillis = source.wallMillis();
    }

    /** The time, with what was slept. */
    long nanos() {
        long monotonic = source.monotonicNanos();
        long wallMillis = source.wallMillis();
        long gap = TimeUnit.MILLISECONDS.toNanos(wallMillis - lastWallMillis) - (monotonic - lastMonotonic);
        if (gap > SLEEP_NANOS_MIN) {
            sleptNanos += gap;
        }
        lastMonotonic = monotonic;
        lastWallMillis = wallMillis;
        return monotonic - origin + sleptNanos;
    }

    /** The time without what was slept, for lobby time: no wall clock comes into it. */
    long monotonicMillis() {
        return TimeUnit.NANOSECONDS.toMillis(source.monotonicNanos() - origin);
    }
}
