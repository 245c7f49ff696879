package dev.muster.dial;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after the n-th failure in a row: longer each time, never longer than a bound, and not the same for
 * everybody, so that a server that restarts is not stormed.
 *
 * @param first after the first failure
 * @param factor by how much it grows each time
 * @param max the most
 * @param jitter the share that chance may take away, 0 to 1
 */
public record Backoff(Duration first, double factor, Duration max, double jitter) {
    /**
     * For something that could not be reached: 150 ms, half as much more each time, at most 5 s, up to a fifth less.
     */
    public static final Backoff HARD = new Backoff(Duration.ofMillis(150), 1.5, Duration.ofSeconds(5), 0.2);

    /** For something that asked for patience: 500 ms, doubling, at most 30 s, up to half less. */
    public static final Backoff SOFT = new Backoff(Duration.ofMillis(500), 2, Duration.ofSeconds(30), 0.5);

    /** Refuses what would not grow or not end. */
    public Backoff {
        if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException("a back-off grows from more than 0, not from " + first + " to " + max);
        }
        if (!(factor >= 1 && factor <= 10)) {
            throw new IllegalArgumentException("factor is 1 to 10, not " + factor);
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter is a share from 0 to 1, not " + jitter);
        }
    }

    /**
     * The wait after a failure.
     *
     * @param failures how many in a row, counting from 1
     * @param random where chance comes from
     * @return nanoseconds, at least 0
     */
    public long delayNanos(int failures, RandomGenerator random) {
        if (failures < 1) {
            throw new IllegalArgumentException("failures count from 1, not " + failures);
        }
        // StrictMath, so that the same seed waits as long on every machine. Grows past any long, hence min on doubles.
        double grown = first.toNanos() * StrictMath.pow(factor, failures - 1.0);
        double bounded = Math.min(grown, (double) max.toNanos());
        return (long) (bounded * (1 - jitter * random.nextDouble()));
    }
}
