package dev.muster.webrtc;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Where other threads leave work for the owner of the transport. Nothing here waits or locks.
 *
 * <p>The queue itself is unbounded; whoever posts keeps count of what it may post, see {@link Callbacks}.
 */
final class Inbox {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ownerWaits = new AtomicBoolean();
    private volatile Runnable wakeUp = () -> {};

    /** Leaves a task for the owner. Any thread may call it. */
    void post(Runnable task) {
        tasks.add(task);
        wake();
    }

    /** Lets the hook run if the owner found nothing when it last looked. */
    void wake() {
        if (ownerWaits.compareAndSet(true, false)) {
            wakeUp.run();
        }
    }

    /**
     * The next task. Only the owner calls it.
     *
     * @return null when there is none; the next {@link #post} will then run the hook
     */
    @Nullable
    Runnable next() {
        Runnable task = tasks.poll();
        if (task == null) {
            ownerWaits.set(true);
            // A task that came between the two lines above may have found nobody waiting.
            task = tasks.poll();
        }
        return task;
    }

    void onWakeUp(Runnable hook) {
        wakeUp = hook;
        if (!tasks.isEmpty()) {
            hook.run();
        }
    }

    void clear() {
        tasks.clear();
    }
}
