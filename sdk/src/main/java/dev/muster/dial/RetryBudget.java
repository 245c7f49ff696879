package dev.muster.dial;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often something may be tried in any window of time. The window truly slides: at no moment do the last 60 seconds
 * hold more than the budget, unlike with a counter that is reset on the minute.
 */
public final class RetryBudget {
    /** How many tries a window has unless configured otherwise. */
    public static final int TRIES = 20;

    /** How long a window is unless configured otherwise. */
    public static final Duration WINDOW = Duration.ofSeconds(60);

    private final int triesMax;
    private final long windowNanos;
    private final Deque<Long> taken = new ArrayDeque<>();

    /** 20 tries in any 60 seconds. */
    public RetryBudget() {
        this(TRIES, WINDOW);
    }

    /**
     * Another budget.
     *
     * @param triesMax how many tries, at least 1
     * @param window in how much time, longer than 0
     */
    public RetryBudget(int triesMax, Duration window) {
        if (triesMax < 1 || window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("a budget has a try and a window, not " + triesMax + " in " + window);
        }
        this.triesMax = triesMax;
        this.windowNanos = window.toNanos();
    }

    /**
     * Takes a try if there is one.
     *
     * @param nowNanos the time
     * @return false if the window is used up; see {@link #nextNanos}
     */
    public boolean tryTake(long nowNanos) {
        forget(nowNanos);
        if (taken.size() >= triesMax) {
            return false;
        }
        taken.addLast(nowNanos);
        return true;
    }

    /** Gives the last try back, because it succeeded: only failures use a budget up. */
    public void refund() {
        taken.pollLast();
    }

    /**
     * When there will be a try again.
     *
     * @param nowNanos the time
     * @return {@code nowNanos} if there is one already
     */
    public long nextNanos(long nowNanos) {
        forget(nowNanos);
        Long oldest = taken.peekFirst();
        return taken.size() < triesMax || oldest == null ? nowNanos : oldest + windowNanos;
    }

    /**
     * How many tries are left.
     *
     * @param nowNanos the time
     * @return 0 to the budget
     */
    public int left(long nowNanos) {
        forget(nowNanos);
        return triesMax - taken.size();
    }

    private void forget(long nowNanos) {
        Long oldest = taken.peekFirst();
        while (oldest != null && nowNanos - oldest >= windowNanos) {
            taken.removeFirst();
            oldest = taken.peekFirst();
        }
    }
}
