package dev.muster.simulation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a packet is on its way: one of a few distributions that real networks show. */
public sealed interface Latency {
    /**
     * Draws one latency.
     *
     * @param random where chance comes from
     * @return nanoseconds, never negative
     */
    long sampleNanos(RandomGenerator random);

    /**
     * Always the same.
     *
     * @param value the latency
     * @return the distribution
     */
    static Latency fixed(Duration value) {
        return new Uniform(value, value);
    }

    /**
     * Any value in a range, all equally likely: latency with jitter.
     *
     * @param min the least
     * @param max the most
     * @return the distribution
     */
    static Latency uniform(Duration min, Duration max) {
        return new Uniform(min, max);
    }

    /**
     * A least value and a tail on top of it: most packets are quick, a few are very late, none later than a bound.
     *
     * @param min the least
     * @param meanExtra the mean of what comes on top
     * @param max the most
     * @return the distribution
     */
    static Latency heavyTail(Duration min, Duration meanExtra, Duration max) {
        return new HeavyTail(min, meanExtra, max);
    }

    /**
     * All values of a range are equally likely.
     *
     * @param min the least
     * @param max the most
     */
    record Uniform(Duration min, Duration max) implements Latency {
        /** Refuses negative and reversed ranges. */
        public Uniform {
            requireRange(min, max);
        }

        @Override
        public long sampleNanos(RandomGenerator random) {
            long least = min.toNanos();
            long span = max.toNanos() - least;
            return span == 0 ? least : least + random.nextLong(span + 1);
        }
    }

    /**
     * Exponential above a least value.
     *
     * @param min the least
     * @param meanExtra the mean of what comes on top
     * @param max the most
     */
    record HeavyTail(Duration min, Duration meanExtra, Duration max) implements Latency {
        /** Refuses negative and reversed ranges. */
        public HeavyTail {
            requireRange(min, max);
            if (meanExtra.isNegative()) {
                throw new IllegalArgumentException("meanExtra is at least 0, not " + meanExtra);
            }
        }

        @Override
        public long sampleNanos(RandomGenerator random) {
            // StrictMath, because Math.log may differ in the last bit between machines, and with it the whole run.
            double extra = -StrictMath.log(1.0 - random.nextDouble()) * meanExtra.toNanos();
            return Math.min(max.toNanos(), min.toNanos() + (long) extra);
        }
    }

    private static void requireRange(Duration min, Duration max) {
        if (min.isNegative() || max.compareTo(min) < 0) {
            throw new IllegalArgumentException("a latency lies between 0 and its maximum, not " + min + " to " + max);
        }
    }
}
