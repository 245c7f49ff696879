package dev.muster.p2p;

import java.time.Duration;

/** What a guest asks its host, and how often. Belongs to one thread. */
final class SyncQuestions {
    /** Between two questions for everything; a host answers no more often. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private boolean isDistrusting;
    private long everythingNanos = Long.MIN_VALUE;
    private long wordNanos = Long.MIN_VALUE;
    private long asked;

    /** What is known contradicts what is told: nothing counts before the next snapshot. */
    void distrust() {
        isDistrusting = true;
    }

    boolean isDistrusting() {
        return isDistrusting;
    }

    /** The snapshot came. */
    void answered() {
        isDistrusting = false;
    }

    /** The link is a new one, so that whatever was asked may be lost. */
    void askAnew() {
        everythingNanos = Long.MIN_VALUE;
        wordNanos = Long.MIN_VALUE;
    }

    boolean mayAskForEverything(long nowNanos) {
        if (everythingNanos != Long.MIN_VALUE && nowNanos - everythingNanos < PAUSE.toNanos()) {
            return false;
        }
        everythingNanos = nowNanos;
        asked++;
        return true;
    }

    boolean mayAskForWord(long nowNanos) {
        if (wordNanos != Long.MIN_VALUE && nowNanos - wordNanos < PAUSE.toNanos()) {
            return false;
        }
        wordNanos = nowNanos;
        asked++;
        return true;
    }

    void gapAsked() {
        asked++;
    }

    /** How many questions so far. */
    long asked() {
        return asked;
    }

    long nextDeadlineNanos() {
        return isDistrusting && everythingNanos != Long.MIN_VALUE
                ? everythingNanos + PAUSE.toNanos()
                : Long.MAX_VALUE;
    }
}
