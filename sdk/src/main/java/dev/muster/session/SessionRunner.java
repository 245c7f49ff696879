package dev.muster.session;

import dev.muster.domain.DomainCommand;
import dev.muster.domain.DomainEvent;
import dev.muster.domain.Lobby;
import dev.muster.domain.Submission;
import dev.muster.p2p.P2PEvent;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls a session on a thread of its own, as soon as there is something to do, and tells a listener through an executor
 * such as {@code Platform::runLater}. All methods may be called by any thread.
 */
public final class SessionRunner implements AutoCloseable {
    /** Calls of other threads that can wait. */
    public static final int CALLS_MAX = 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(SessionRunner.class);

    private final SessionLoop loop;
    private final Executor executor;
    private final SessionListener listener;
    private final BlockingQueue<Call<?>> calls = new LinkedBlockingQueue<>(CALLS_MAX);
    private final Thread thread = new Thread(this::run, "muster-session");
    private volatile boolean closing;
    private Optional<Lobby> told = Optional.empty();

    private SessionRunner(SessionLoop loop, Executor executor, SessionListener listener) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.executor = Objects.requireNonNull(executor, "executor");
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /**
     * Starts; the loop belongs to the runner from now on.
     *
     * @param listener may be called before this returns, see there
     */
    public static SessionRunner start(SessionLoop loop, Executor executor, SessionListener listener) {
        var runner = new SessionRunner(loop, executor, listener);
        runner.thread.setDaemon(true);
        runner.thread.start();
        return runner;
    }

    /** Submits a command; see {@link SessionLoop#submitCommand}. */
    public CompletableFuture<Submission> submit(DomainCommand command) {
        return call(session -> session.submitCommand(command));
    }

    /**
     * Does something with the loop on its own thread.
     *
     * @return fails if the runner is closed, if too many calls wait, or if {@code what} throws
     */
    public <T> CompletableFuture<T> call(Function<SessionLoop, T> what) {
        var future = new CompletableFuture<T>();
        boolean isTaken = !closing && calls.offer(new Call<>(future, what));
        if (!isTaken) {
            future.completeExceptionally(new RejectedExecutionException(
                    closing ? "the session is closed" : CALLS_MAX + " calls wait for the session already"));
        }
        loop.wakeUp();
        if (closing) {
            failWaiting();
        }
        return future;
    }

    /** The lobby as of the last poll. */
    public Optional<Lobby> lobby() {
        return loop.lobby();
    }

    /** Says goodbye and ends the thread, and waits until that is done. A second call does nothing. */
    @Override
    public void close() {
        closing = true;
        loop.wakeUp();
        if (Thread.currentThread() == thread) {
            return; // It ends with the call in which it is.
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing) {
                loop.awaitWork(SessionLoop.POLL_INTERVAL);
                for (Call<?> call = calls.poll(); call != null; call = calls.poll()) {
                    call.answer(loop);
                }
                loop.poll();
                tell();
            }
        } catch (InterruptedException e) {
            LOG.info("The session ends because its thread was interrupted");
        } finally {
            closing = true;
            loop.close();
            failWaiting();
        }
    }

    private void tell() {
        for (P2PEvent event : loop.drainPeerEvents()) {
            tell(() -> listener.peerEvent(event));
        }
        List<DomainEvent> events = loop.domain().drainEvents();
        for (DomainEvent event : events) {
            tell(() -> listener.happened(event));
        }
        Optional<Lobby> now = loop.lobby();
        if (!events.isEmpty() && !now.equals(told)) {
            told = now;
            now.ifPresent(lobby -> tell(() -> listener.lobbyChanged(lobby)));
        }
    }

    /** What the application throws ends its own call, not the session of everybody. */
    private void tell(Runnable call) {
        try {
            executor.execute(call);
        } catch (RuntimeException e) {
            LOG.warn("The listener of the session, or its executor, failed; the session goes on", e);
        }
    }

    private void failWaiting() {
        for (Call<?> call = calls.poll(); call != null; call = calls.poll()) {
            call.future().completeExceptionally(new RejectedExecutionException("the session is closed"));
        }
    }

    private record Call<T>(CompletableFuture<T> future, Function<SessionLoop, T> what) {
        void answer(SessionLoop loop) {
            try {
                future.complete(what.apply(loop));
            } catch (RuntimeException e) {
                future.completeExceptionally(e);
            }
        }
    }
}
