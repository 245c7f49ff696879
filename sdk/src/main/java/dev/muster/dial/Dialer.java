package dev.muster.dial;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@link HedgedDial} on threads: the rim that moves results in and dials out, and decides nothing.
 *
 * <p>One thread owns all decisions; each dial in flight has a thread of its own, which may block. All are daemons.
 */
public final class Dialer implements AutoCloseable {
    private final String name;
    private final DialTracker tracker;
    private final RandomGenerator random;
    private final ScheduledExecutorService owner;
    private final ExecutorService workers;
    private final long originNanos = System.nanoTime();
    private final Set<Run<?>> runs = new HashSet<>();
    /** Touched by the owner thread only: a dial that was queued behind the end must hear of it. */
    private boolean closed;

    /**
     * A dialer.
     *
     * @param name for its threads
     * @param tracker what it remembers; used by this dialer alone
     * @param random for the back-off; used by this dialer alone
     */
    public Dialer(String name, DialTracker tracker, RandomGenerator random) {
        this.name = name;
        this.tracker = tracker;
        this.random = random;
        this.owner = Executors.newSingleThreadScheduledExecutor(threads("dial"));
        this.workers = Executors.newCachedThreadPool(threads("dialling"));
    }

    /**
     * Dials until something answers or the policy is used up.
     *
     * @param endpoints where to
     * @param policy how hard to try
     * @param connector makes one connection
     * @param <C> what a connection is
     * @return completes with the winner, or with {@link DialFailedException}. Cancelling it gives up everything
     */
    public <C extends AutoCloseable> CompletableFuture<Dialled<C>> dial(
            List<Endpoint> endpoints, DialPolicy policy, Connector<C> connector) {
        var result = new CompletableFuture<Dialled<C>>();
        try {
            owner.execute(() -> begin(endpoints, policy, connector, result));
        } catch (RejectedExecutionException ended) {
            result.completeExceptionally(closedFailure());
        }
        return result;
    }

    /** Gives up all dials and ends the threads. Connections that were handed out stay open. */
    @Override
    public void close() {
        try {
            owner.execute(() -> {
                closed = true;
                List.copyOf(runs).forEach(Run::cancel);
                owner.shutdown();
                workers.shutdownNow();
            });
        } catch (RejectedExecutionException alreadyClosed) {
            workers.shutdownNow();
        }
    }

    private <C extends AutoCloseable> void begin(
            List<Endpoint> endpoints, DialPolicy policy, Connector<C> connector, CompletableFuture<Dialled<C>> result) {
        if (closed) {
            result.completeExceptionally(closedFailure());
            return;
        }
        try {
            var core = new HedgedDial(endpoints, policy, tracker, random, nowNanos());
            var run = new Run<>(core, policy.attemptTimeout(), connector, result);
            runs.add(run);
            var unused = result.whenComplete((dialled, failure) -> {
                if (result.isCancelled()) {
                    onOwner(run::cancel);
                }
            });
            run.drive();
        } catch (IllegalArgumentException invalid) {
            result.completeExceptionally(invalid);
        }
    }

    private static DialFailedException closedFailure() {
        return new DialFailedException(FailureSeverity.FATAL, "the dialer is closed");
    }

    private long nowNanos() {
        return System.nanoTime() - originNanos;
    }

    private void onOwner(Runnable action) {
        try {
            owner.execute(action);
        } catch (RejectedExecutionException ended) {
            // Closing has given everything up already; there is nobody left to tell.
            return;
        }
    }

    private ThreadFactory threads(String role) {
        var count = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, "muster-" + role + "-" + name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** One call of {@link #dial}; touched by the owner thread only. */
    private final class Run<C extends AutoCloseable> {
        private final HedgedDial core;
        private final Duration timeout;
        private final Connector<C> connector;
        private final CompletableFuture<Dialled<C>> result;
        private final Map<Integer, Future<?>> dials = new HashMap<>();
        private @Nullable Dialled<C> winner;
        private @Nullable ScheduledFuture<?> timer;

        Run(HedgedDial core, Duration timeout, Connector<C> connector, CompletableFuture<Dialled<C>> result) {
            this.core = core;
            this.timeout = timeout;
            this.connector = connector;
            this.result = result;
        }

        void cancel() {
            core.cancel();
            drive();
        }

        void drive() {
            Optional<DialStep> next = core.poll(nowNanos());
            while (next.isPresent()) {
                carryOut(next.get());
                next = core.poll(nowNanos());
            }
            setTimer();
        }

        private void carryOut(DialStep step) {
            if (step instanceof DialStep.Start start) {
                dials.put(start.attempt(), workers.submit(() -> connect(start)));
            } else if (step instanceof DialStep.Abandon abandon) {
                Future<?> dial = dials.remove(abandon.attempt());
                if (dial != null) {
                    dial.cancel(true);
                }
            } else if (step instanceof DialStep.GaveUp gaveUp) {
                end();
                result.completeExceptionally(new DialFailedException(gaveUp.severity(), gaveUp.detail()));
            } else if (step instanceof DialStep.Connected) {
                end();
                Dialled<C> won = winner;
                if (won != null && !result.complete(won)) {
                    closeQuietly(won.connection());
                }
            }
        }

        private void end() {
            runs.remove(this);
        }

        private void setTimer() {
            ScheduledFuture<?> before = timer;
            if (before != null) {
                before.cancel(false);
            }
            long now = nowNanos();
            long due = core.nextDeadlineNanos(now);
            timer = due == HedgedDial.NO_DEADLINE
                    ? null
                    : owner.schedule(this::drive, Math.max(0, due - now), TimeUnit.NANOSECONDS);
        }

        /** On a worker thread. */
        private void connect(DialStep.Start start) {
            try {
                C connection = connector.connect(start.endpoint(), timeout);
                deliver(start, connection);
            } catch (InterruptedException givenUp) {
                Thread.currentThread().interrupt();
                onOwner(() -> failed(start, DialFailure.hard("given up")));
            } catch (RetryAfterException patience) {
                onOwner(() -> failed(start, DialFailure.retryAfter(String.valueOf(patience), patience.retryAfter())));
            } catch (DialRefusedException refused) {
                onOwner(() -> failed(start, DialFailure.fatal(String.valueOf(refused.getMessage()))));
            } catch (Exception failure) {
                // A connector that breaks must not take the dialer along: its endpoint failed, whatever the reason.
                onOwner(() -> failed(start, DialFailure.hard(failure.toString())));
            }
        }

        private void deliver(DialStep.Start start, C connection) {
            try {
                owner.execute(() -> connected(start, connection));
            } catch (RejectedExecutionException ended) {
                closeQuietly(connection);
            }
        }

        private void connected(DialStep.Start start, C connection) {
            dials.remove(start.attempt());
            if (core.onConnected(start.attempt(), nowNanos())) {
                winner = new Dialled<>(connection, start.endpoint());
            } else {
                closeQuietly(connection);
            }
            drive();
        }

        private void failed(DialStep.Start start, DialFailure failure) {
            dials.remove(start.attempt());
            core.onFailed(start.attempt(), failure, nowNanos());
            drive();
        }

        private void closeQuietly(C connection) {
            try {
                connection.close();
            } catch (Exception failure) {
                // Nobody uses it and nobody can do anything about it.
                return;
            }
        }
    }
}
