package dev.muster.tcp;

import dev.muster.transport.TransportEvent;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Where threads leave tasks for the owner, and where the owner finds events. What it holds is bounded by those who fill
 * it: a stream has at most {@link Inflow#BYTES_MAX} in here.
 */
final class Inbox {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** Touched by the owner's thread only. */
    private final Queue<TransportEvent> events = new ArrayDeque<>();

    private volatile Runnable hook = () -> {};
    /** True from the moment the owner found nothing until somebody woke it. */
    private volatile boolean asleep;

    private volatile boolean closed;

    /**
     * From any thread. False if it came after the end: then the task will not run, and whoever hands something over
     * with it still has it.
     */
    boolean add(Runnable task) {
        tasks.add(task);
        if (closed && tasks.remove(task)) {
            return false;
        }
        wake();
        return true;
    }

    /** From the owner's thread. */
    void emit(TransportEvent event) {
        if (!closed) {
            events.add(event);
            wake();
        }
    }

    Optional<TransportEvent> poll() {
        while (true) {
            TransportEvent event = events.poll();
            if (event != null) {
                return Optional.of(event);
            }
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            } else if (nothingCame()) {
                return Optional.empty();
            }
        }
    }

    void hook(Runnable changed) {
        hook = changed;
        if (!events.isEmpty() || !tasks.isEmpty()) {
            changed.run();
        }
    }

    /** Does what was left before, since it may hand over what has to be closed. Nothing comes out any more. */
    void close() {
        closed = true;
        Runnable task = tasks.poll();
        while (task != null) {
            task.run();
            task = tasks.poll();
        }
        events.clear();
    }

    /** Looks again after saying that the owner sleeps: what came in between would have woken nobody. */
    private boolean nothingCame() {
        asleep = true;
        if (tasks.isEmpty()) {
            return true;
        }
        asleep = false;
        return false;
    }

    private void wake() {
        if (asleep) {
            asleep = false;
            hook.run();
        }
    }
}
