package dev.muster.tcp;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Things that happen after a while, on one daemon thread. */
final class Timers {
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        var thread = new Thread(task, "muster-tcp-timers");
        thread.setDaemon(true);
        return thread;
    });

    Timers() {
        executor.setRemoveOnCancelPolicy(true);
        // The thread ends by itself when there is nothing to wait for.
        executor.setKeepAliveTime(1, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    /** Answers with what takes it back, so that nothing is kept for a task that is not needed any more. */
    Runnable after(int millis, Runnable task) {
        try {
            ScheduledFuture<?> due = executor.schedule(task, millis, TimeUnit.MILLISECONDS);
            return () -> due.cancel(false);
        } catch (RejectedExecutionException finished) {
            // Everything is closing; streams are given a last while by finish().
            task.run();
            return () -> {};
        }
    }

    /** Ends when the streams that are closing in good order have had their time. */
    void finish(int patienceMillis) {
        after(patienceMillis, executor::shutdownNow);
    }
}
