package dev.muster.signalling.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * One thread that waits for sockets and does everything the server does.
 *
 * <p>A pass is: wait, run what other threads asked for, serve the sockets that are ready, finish the pass, and
 * tick if it is time. Because one thread owns all state, nothing needs a lock, and joins, leaves and signals
 * have one order for everybody. What one socket's handler throws costs that socket alone. An {@link Error}
 * ends the loop: after one of those nobody knows what still holds.
 */
final class EventLoop {
    private static final Logger LOG = System.getLogger(EventLoop.class.getName());

    /** What is attached to a selection key. */
    interface Handler {
        void ready(SelectionKey key, long nowNanos) throws IOException;

        /** The loop's clock has moved on. */
        void tick(long nowNanos);

        /** {@link #ready} has thrown; whatever belongs to this handler must be closed now. */
        void failed(Exception cause);
    }

    /** What the owner of the loop does besides; each is told the time. */
    interface Hooks {
        /** Sockets will be served next. */
        void passBegins(long nowNanos);

        /** All sockets that were ready have been served, or all have been told the time. */
        void passEnds(long nowNanos);

        /** The loop has ended, whatever the cause, and no socket is open any more. */
        void ended();
    }

    private final Selector selector;
    private final Thread thread;
    private final long tickNanos;
    private final Hooks hooks;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;
    private volatile @Nullable Throwable deathCause;

    /** A loop that does not run yet, but can be asked to run tasks. */
    EventLoop(Selector selector, Duration tick, Hooks hooks) {
        this.selector = selector;
        this.tickNanos = tick.toNanos();
        this.hooks = hooks;
        this.thread = new Thread(this::run, "muster-signalling");
    }

    void start() {
        thread.start();
    }

    Selector selector() {
        return selector;
    }

    /** Runs a task on the loop, soon. From any thread. A loop that has stopped runs nothing more. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Ends the loop after its present pass and closes its selector. From any thread. */
    void stop() {
        stopping = true;
        selector.wakeup();
    }

    /** Waits for the thread to end; false when the time is over first. */
    boolean join(Duration patience) throws InterruptedException {
        thread.join(Math.max(1, patience.toMillis()));
        return !thread.isAlive();
    }

    /** Why the loop ended, if it was not asked to. */
    Optional<Throwable> deathCause() {
        return Optional.ofNullable(deathCause);
    }

    boolean isRunning() {
        return thread.isAlive();
    }

    boolean isOwner() {
        return Thread.currentThread() == thread;
    }

    private void run() {
        try (selector) {
            try {
                loop();
            } finally {
                closeSockets();
            }
        } catch (IOException | ClosedSelectorException e) {
            die(e);
        } catch (Throwable e) {
            die(e);
            throw e;
        } finally {
            hooks.ended();
        }
    }

    private void loop() throws IOException {
        long nextTick = System.nanoTime() + tickNanos;
        while (!stopping) {
            pass(Math.max(1, (nextTick - System.nanoTime()) / 1_000_000));
            long now = System.nanoTime();
            if (now - nextTick >= 0) {
                tick(now);
                hooks.passEnds(now);
                nextTick = now + tickNanos;
            }
        }
    }

    private void tick(long now) {
        // A handler may close its channel; the keys change no earlier than in the next wait.
        for (SelectionKey key : selector.keys()) {
            if (key.isValid()) {
                handler(key).tick(now);
            }
        }
    }

    private static Handler handler(SelectionKey key) {
        if (key.attachment() instanceof Handler handler) {
            return handler;
        }
        throw new IllegalStateException("a key without a handler: " + key);
    }

    /** Whatever ended the loop, no socket stays open behind it. */
    private void closeSockets() {
        for (SelectionKey key : selector.keys()) {
            try {
                key.channel().close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "A socket did not close cleanly", e);
            }
        }
    }

    private void pass(long waitMillis) throws IOException {
        selector.select(waitMillis);
        long now = System.nanoTime();
        hooks.passBegins(now);
        runTasks();
        for (SelectionKey key : selector.selectedKeys()) {
            serve(key, now);
        }
        selector.selectedKeys().clear();
        hooks.passEnds(now);
    }

    private void runTasks() {
        Runnable task = tasks.poll();
        while (task != null) {
            task.run();
            task = tasks.poll();
        }
    }

    private static void serve(SelectionKey key, long now) {
        Handler handler = handler(key);
        try {
            if (key.isValid()) {
                handler.ready(key, now);
            }
        } catch (IOException | RuntimeException e) {
            handler.failed(e);
        }
    }

    private void die(Throwable cause) {
        deathCause = cause;
        LOG.log(Level.ERROR, "The signalling server has stopped", cause);
    }
}
