package dev.muster.dial;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What a dialler must remember about its endpoints: which failed a moment ago, how often each was dialled in the last
 * minute, and how many tries are left in all. Pure, and for one thread.
 */
public final class DialTracker {
    /** How long a failed endpoint is left alone. */
    public static final Duration PENALTY = Duration.ofSeconds(10);

    /** How often one endpoint is dialled in any minute. */
    public static final int DIALS_PER_MINUTE = 30;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final String name;
    private final EndpointPenalties shared;
    private final RetryBudget budget;
    /** Bounded by the endpoints that the owner dials; those are configured, not received. */
    private final Map<String, History> histories = new HashMap<>();

    private static final class History {
        private final RetryBudget dials = new RetryBudget(DIALS_PER_MINUTE, MINUTE);
        private long failedUntilNanos = Long.MIN_VALUE;
        private long askedUntilNanos = Long.MIN_VALUE;
    }

    /**
     * A tracker with the default budget.
     *
     * @param name distinguishes this tracker from others that share the penalties
     * @param shared the penalties that all dialers of the process see
     */
    public DialTracker(String name, EndpointPenalties shared) {
        this(name, shared, new RetryBudget());
    }

    /**
     * A tracker with a budget of its own.
     *
     * @param name distinguishes this tracker from others that share the penalties
     * @param shared the penalties that all dialers of the process see
     * @param budget for all endpoints together
     */
    public DialTracker(String name, EndpointPenalties shared, RetryBudget budget) {
        this.name = name;
        this.shared = shared;
        this.budget = budget;
    }

    /** Whether a dialler has anything else to turn to. */
    public enum Alternatives {
        /** Other endpoints may do: one that failed a moment ago is left alone. */
        SOME,
        /** Nothing else is left: a failure of our own does not count, the back-off alone decides. */
        NONE
    }

    /**
     * When an endpoint may be dialled. What others found out, what the other side asked for, and the rate limit count
     * always.
     *
     * @param endpoint the endpoint
     * @param alternatives whether there is anything else to turn to
     * @param nowNanos the time
     * @return {@code nowNanos} if at once
     */
    public long earliestNanos(Endpoint endpoint, Alternatives alternatives, long nowNanos) {
        History history = history(endpoint);
        long earliest = Math.max(nowNanos, history.askedUntilNanos);
        if (alternatives == Alternatives.SOME) {
            earliest = Math.max(earliest, history.failedUntilNanos);
        }
        earliest = Math.max(earliest, history.dials.nextNanos(nowNanos));
        long others = shared.find(endpoint, name)
                .map(penalty -> nowNanos + penalty.remaining().toNanos())
                .orElse(nowNanos);
        return Math.max(earliest, others);
    }

    /**
     * When the budget has a try.
     *
     * @param nowNanos the time
     * @return {@code nowNanos} if at once
     */
    public long budgetNanos(long nowNanos) {
        return budget.nextNanos(nowNanos);
    }

    /**
     * Counts a dial that begins now.
     *
     * @param endpoint the endpoint
     * @param alternatives whether there is anything else to turn to
     * @param nowNanos the time
     * @return false, and nothing is counted, if it may not be dialled now
     */
    public boolean tryDial(Endpoint endpoint, Alternatives alternatives, long nowNanos) {
        if (earliestNanos(endpoint, alternatives, nowNanos) > nowNanos || !budget.tryTake(nowNanos)) {
            return false;
        }
        return history(endpoint).dials.tryTake(nowNanos);
    }

    /**
     * A dial failed: the endpoint is left alone, here and by the others of this process.
     *
     * @param endpoint the endpoint
     * @param failure why
     * @param nowNanos the time
     */
    public void onFailed(Endpoint endpoint, DialFailure failure, long nowNanos) {
        History history = history(endpoint);
        history.failedUntilNanos = nowNanos + PENALTY.toNanos();
        failure.retryAfter().ifPresent(asked -> {
            history.askedUntilNanos = Math.max(history.askedUntilNanos, nowNanos + asked.toNanos());
        });
        shared.penalise(endpoint, failure, PENALTY, name);
    }

    /**
     * A dial succeeded: nothing is held against the endpoint any more, and the try is given back.
     *
     * @param endpoint the endpoint
     */
    public void onConnected(Endpoint endpoint) {
        History history = history(endpoint);
        history.failedUntilNanos = Long.MIN_VALUE;
        history.askedUntilNanos = Long.MIN_VALUE;
        budget.refund();
    }

    private History history(Endpoint endpoint) {
        return histories.computeIfAbsent(endpoint.key(), key -> new History());
    }
}
