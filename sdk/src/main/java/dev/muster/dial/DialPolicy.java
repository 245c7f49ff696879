package dev.muster.dial;

import java.time.Duration;
import java.util.Objects;

/**
 * How hard to try.
 *
 * @param hedgeDelay how long one endpoint has before the next is dialled beside it
 * @param priorityDelay how much longer per step of priority
 * @param concurrentMax how many dials run at once, at least 1
 * @param attemptTimeout how long one dial may take
 * @param roundsMax how often all endpoints are gone through, at least 1
 * @param backoff how long to wait between rounds
 */
public record DialPolicy(
        Duration hedgeDelay,
        Duration priorityDelay,
        int concurrentMax,
        Duration attemptTimeout,
        int roundsMax,
        Backoff backoff) {
    /** As many rounds as it takes. */
    public static final int FOR_EVER = Integer.MAX_VALUE;

    /** Next one after 200 ms and 150 ms per priority, two at once, 10 s each, one round. */
    public static final DialPolicy DEFAULT =
            new DialPolicy(Duration.ofMillis(200), Duration.ofMillis(150), 2, Duration.ofSeconds(10), 1, Backoff.HARD);

    /** Refuses what would never dial or never end. */
    public DialPolicy {
        Objects.requireNonNull(backoff, "backoff");
        if (hedgeDelay.isNegative() || priorityDelay.isNegative()) {
            throw new IllegalArgumentException("delays are at least 0, not " + hedgeDelay + " and " + priorityDelay);
        }
        if (attemptTimeout.isNegative() || attemptTimeout.isZero()) {
            throw new IllegalArgumentException("attemptTimeout is longer than 0, not " + attemptTimeout);
        }
        if (concurrentMax < 1 || roundsMax < 1) {
            throw new IllegalArgumentException(
                    "concurrentMax and roundsMax are at least 1, not " + concurrentMax + " and " + roundsMax);
        }
    }

    /**
     * The same with more or fewer rounds.
     *
     * @param changed at least 1, or {@link #FOR_EVER}
     * @return the policy
     */
    public DialPolicy withRoundsMax(int changed) {
        return new DialPolicy(hedgeDelay, priorityDelay, concurrentMax, attemptTimeout, changed, backoff);
    }

    /**
     * The same with another time-out.
     *
     * @param changed longer than 0
     * @return the policy
     */
    public DialPolicy withAttemptTimeout(Duration changed) {
        return new DialPolicy(hedgeDelay, priorityDelay, concurrentMax, changed, roundsMax, backoff);
    }

    /**
     * The same with another back-off.
     *
     * @param changed between rounds
     * @return the policy
     */
    public DialPolicy withBackoff(Backoff changed) {
        return new DialPolicy(hedgeDelay, priorityDelay, concurrentMax, attemptTimeout, roundsMax, changed);
    }
}
