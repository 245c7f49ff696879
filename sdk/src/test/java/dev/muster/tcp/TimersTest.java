package dev.muster.tcp;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TimersTest {
    private static final int LONG_MILLIS = (int) Duration.ofHours(1).toMillis();
    private static final int COLLECTIONS_MAX = 50;

    private final Timers timers = new Timers();
    private Runnable takesBack = () -> {};

    @AfterEach
    void end() {
        timers.finish(0);
    }

    @Test
    void aTaskRunsWhenItsTimeHasCome() throws Exception {
        var ran = new CountDownLatch(1);
        timers.after(1, ran::countDown);
        assertTrue(ran.await(1, TimeUnit.MINUTES));
    }

    @Test
    void aTaskThatWasTakenBackKeepsNothingInMemory() {
        WeakReference<Runnable> held = scheduled();
        takesBack.run();
        for (int i = 0; i < COLLECTIONS_MAX && held.get() != null; i++) {
            System.gc();
        }
        assertNull(held.get());
    }

    /** In a method of its own, so that nothing but the timers hold the task afterwards. */
    private WeakReference<Runnable> scheduled() {
        var task = new Task();
        takesBack = timers.after(LONG_MILLIS, task);
        return new WeakReference<>(task);
    }

    /** A lambda without anything in it would be held by its class. */
    private static final class Task implements Runnable {
        @Override
        public void run() {
            throw new IllegalStateException("it was taken back");
        }
    }
}
