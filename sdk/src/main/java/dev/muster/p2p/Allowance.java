package dev.muster.p2p;

import java.time.Duration;

/** So many at once, so many a second after that. Belongs to one thread; time comes in. */
final class Allowance {
    private final long most;
    private final long nanosPerUnit;
    private long units;
    private long countedNanos = Long.MIN_VALUE;

    Allowance(int atOnce, int perSecond) {
        if (atOnce < 1 || perSecond < 1) {
            throw new IllegalArgumentException("an allowance of nothing: " + atOnce + ", " + perSecond);
        }
        this.most = atOnce;
        this.units = atOnce;
        this.nanosPerUnit = Duration.ofSeconds(1).toNanos() / perSecond;
    }

    /** Uses one up, if there is one. */
    boolean take(long nowNanos) {
        refill(nowNanos);
        if (units == 0) {
            return false;
        }
        units--;
        return true;
    }

    private void refill(long nowNanos) {
        if (countedNanos == Long.MIN_VALUE) {
            countedNanos = nowNanos;
        }
        long due = Math.max(0, nowNanos - countedNanos) / nanosPerUnit;
        if (units + due >= most) {
            units = most;
            countedNanos = nowNanos;
        } else {
            units += due;
            countedNanos += due * nanosPerUnit;
        }
    }
}
