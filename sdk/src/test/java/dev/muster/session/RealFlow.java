package dev.muster.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Something many times a second, evenly. */
final class RealFlow {
    private final LongConsumer step;
    private long periodNanos;
    private long nextNanos;
    private long done;

    RealFlow(LongConsumer step) {
        this.step = step;
    }

    void start(int perSecond) {
        periodNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        nextNanos = System.nanoTime();
    }

    /** {@return how often it was done} */
    long stop() {
        periodNanos = 0;
        return done;
    }

    /** How long to wait at most, so that the next step is in time. */
    Duration wait(Duration most) {
        if (periodNanos == 0) {
            return most;
        }
        Duration left = Duration.ofNanos(Math.max(0, nextNanos - System.nanoTime()));
        return left.compareTo(most) < 0 ? left : most;
    }

    void go() {
        while (periodNanos > 0 && System.nanoTime() - nextNanos >= 0) {
            nextNanos += periodNanos;
            step.accept(done++);
        }
    }
}
