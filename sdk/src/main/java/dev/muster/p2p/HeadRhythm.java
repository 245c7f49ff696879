package dev.muster.p2p;

import java.time.Duration;

/**
 * When the host signs how far the log goes: the first event after a quiet time and whatever matters at once, everything
 * else at most every {@link #PAUSE}. So the cost of signing follows time and not the number of events.
 */
final class HeadRhythm {
    static final Duration PAUSE = Duration.ofMillis(100);
    static final long NEVER = Long.MAX_VALUE;

    private long signedSequence;
    private long earliestNanos = Long.MIN_VALUE;
    private boolean urgent;

    /** An event that nobody may doubt for a moment was logged. */
    void hurry() {
        urgent = true;
    }

    boolean isDue(long lastSequence, long nowNanos) {
        return lastSequence > signedSequence && (urgent || nowNanos >= earliestNanos);
    }

    void signed(long sequence, long nowNanos) {
        signedSequence = sequence;
        earliestNanos = nowNanos + PAUSE.toNanos();
        urgent = false;
    }

    /** Nothing is signed yet that counts now. */
    void startOver() {
        signedSequence = 0;
        urgent = true;
    }

    /** When to ask again, if nothing is logged before; {@link #NEVER} where all is signed. */
    long nextDeadlineNanos(long lastSequence) {
        return lastSequence > signedSequence ? earliestNanos : NEVER;
    }
}
