package dev.muster.dial;

import dev.muster.dial.DialTracker.Alternatives;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;

/**
 * Dials several endpoints until one answers. The preferred one has a head start; a slow one does not hold up the
 * others; at most a few run at once; the first to connect wins and the others are given up.
 *
 * <p>Pure: no clock, no thread, no socket. Contract for the caller: one input, then {@link #poll} until it answers
 * empty, then wait for a result or for {@link #nextDeadlineNanos}.
 */
public final class HedgedDial {
    /** What {@link #nextDeadlineNanos} answers when only a result can change anything. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    /** How many endpoints one dial may have. */
    public static final int ENDPOINTS_MAX = 32;

    private static final Comparator<Endpoint> BY_PREFERENCE =
            Comparator.comparingInt(Endpoint::priority).thenComparing(Endpoint::label);

    private final List<Endpoint> endpoints;
    private final DialPolicy policy;
    private final DialTracker tracker;
    private final RandomGenerator random;
    private final Queue<DialStep> steps = new ArrayDeque<>();
    private final Map<Integer, Running> running = new LinkedHashMap<>();
    /** What happened last, by label. */
    private final Map<String, String> failures = new LinkedHashMap<>();
    /** What is still to be dialled in this round. */
    private final List<Endpoint> waiting = new ArrayList<>();

    private long roundStartNanos;
    private int startedInRound;
    private int attempts;
    private int rounds;
    private boolean over;

    private record Running(Endpoint endpoint, long deadlineNanos) {}

    /**
     * A dial that begins at once.
     *
     * @param endpoints 1 to {@link #ENDPOINTS_MAX}; dialled in this order unless one has a priority
     * @param policy how hard to try
     * @param tracker what is remembered between dials
     * @param random for the back-off
     * @param nowNanos the time
     */
    public HedgedDial(
            List<Endpoint> endpoints, DialPolicy policy, DialTracker tracker, RandomGenerator random, long nowNanos) {
        if (endpoints.isEmpty() || endpoints.size() > ENDPOINTS_MAX) {
            throw new IllegalArgumentException(
                    "a dial has 1 to " + ENDPOINTS_MAX + " endpoints, not " + endpoints.size());
        }
        boolean preferences = endpoints.stream().anyMatch(endpoint -> endpoint.priority() != 0);
        this.endpoints = preferences ? endpoints.stream().sorted(BY_PREFERENCE).toList() : List.copyOf(endpoints);
        this.policy = policy;
        this.tracker = tracker;
        this.random = random;
        beginRound(nowNanos);
    }

    /**
     * What is to be done now.
     *
     * @param nowNanos the time
     * @return empty when there is nothing to do before the next input or deadline
     */
    public Optional<DialStep> poll(long nowNanos) {
        if (steps.isEmpty() && !over) {
            expire(nowNanos);
            start(nowNanos);
        }
        return Optional.ofNullable(steps.poll());
    }

    /**
     * When {@link #poll} has something to do although no result came.
     *
     * @param nowNanos the time
     * @return a time, or {@link #NO_DEADLINE}
     */
    public long nextDeadlineNanos(long nowNanos) {
        if (!steps.isEmpty()) {
            return nowNanos;
        }
        if (over) {
            return NO_DEADLINE;
        }
        long next = nextStartNanos(nowNanos);
        for (Running dial : running.values()) {
            next = Math.min(next, dial.deadlineNanos());
        }
        return next;
    }

    /**
     * A dial connected.
     *
     * @param attempt names the dial
     * @param nowNanos the time
     * @return whether it won; if not, close what it connected to
     */
    public boolean onConnected(int attempt, long nowNanos) {
        Running winner = running.remove(attempt);
        if (winner == null || over) {
            return false;
        }
        tracker.onConnected(winner.endpoint());
        abandonAll();
        steps.add(new DialStep.Connected(attempt, winner.endpoint()));
        over = true;
        return true;
    }

    /**
     * A dial failed.
     *
     * @param attempt names the dial
     * @param failure why
     * @param nowNanos the time
     */
    public void onFailed(int attempt, DialFailure failure, long nowNanos) {
        Running loser = running.remove(attempt);
        if (loser == null || over) {
            return; // Given up before; its failure says nothing about the endpoint.
        }
        tracker.onFailed(loser.endpoint(), failure, nowNanos);
        failures.put(loser.endpoint().label(), failure.detail());
        if (failure.severity() == FailureSeverity.FATAL) {
            giveUp(FailureSeverity.FATAL);
        } else if (running.isEmpty() && nothingLeft(nowNanos)) {
            waiting.clear();
            endRound(nowNanos);
        }
    }

    /** Gives up everything, because nobody wants a connection any more. */
    public void cancel() {
        if (!over) {
            failures.put("all", "cancelled");
            giveUp(FailureSeverity.SOFT);
        }
    }

    private void beginRound(long nowNanos) {
        rounds++;
        roundStartNanos = nowNanos;
        startedInRound = 0;
        waiting.addAll(endpoints);
    }

    private void endRound(long nowNanos) {
        if (rounds >= policy.roundsMax()) {
            giveUp(FailureSeverity.HARD);
        } else {
            beginRound(nowNanos + policy.backoff().delayNanos(rounds, random));
        }
    }

    private void giveUp(FailureSeverity severity) {
        abandonAll();
        waiting.clear();
        steps.add(new DialStep.GaveUp(severity, failures.toString()));
        over = true;
    }

    private void abandonAll() {
        running.keySet().forEach(attempt -> steps.add(new DialStep.Abandon(attempt)));
        running.clear();
    }

    private void expire(long nowNanos) {
        List<Integer> late = new ArrayList<>();
        running.forEach((attempt, dial) -> {
            if (dial.deadlineNanos() <= nowNanos) {
                late.add(attempt);
            }
        });
        for (int attempt : late) {
            steps.add(new DialStep.Abandon(attempt));
            onFailed(attempt, DialFailure.hard("no answer within " + policy.attemptTimeout()), nowNanos);
        }
    }

    /** Starts what is due: the first endpoint in line that nothing is held against. */
    private void start(long nowNanos) {
        while (!over && !waiting.isEmpty() && nextStartNanos(nowNanos) <= nowNanos) {
            Optional<Endpoint> next = takeAllowed(nowNanos);
            if (next.isEmpty()) {
                return;
            }
            int attempt = ++attempts;
            startedInRound++;
            long deadline = nowNanos + policy.attemptTimeout().toNanos();
            running.put(attempt, new Running(next.get(), deadline));
            steps.add(new DialStep.Start(attempt, next.get()));
        }
    }

    private Optional<Endpoint> takeAllowed(long nowNanos) {
        Alternatives alternatives = alternatives(nowNanos);
        for (Iterator<Endpoint> line = waiting.iterator(); line.hasNext(); ) {
            Endpoint endpoint = line.next();
            if (dueNanos(endpoint) <= nowNanos && tracker.tryDial(endpoint, alternatives, nowNanos)) {
                line.remove();
                return Optional.of(endpoint);
            }
        }
        return Optional.empty();
    }

    private long nextStartNanos(long nowNanos) {
        if (waiting.isEmpty() || running.size() >= policy.concurrentMax()) {
            return NO_DEADLINE;
        }
        Alternatives alternatives = alternatives(nowNanos);
        long earliest = NO_DEADLINE;
        for (Endpoint endpoint : waiting) {
            long allowed = tracker.earliestNanos(endpoint, alternatives, nowNanos);
            earliest = Math.min(earliest, Math.max(dueNanos(endpoint), allowed));
        }
        return Math.max(earliest, tracker.budgetNanos(nowNanos));
    }

    /** While something runs the next waits for its turn; when nothing does, there is nothing to wait for. */
    private long dueNanos(Endpoint endpoint) {
        if (running.isEmpty()) {
            return roundStartNanos;
        }
        int steps = endpoint.priority() - endpoints.get(0).priority();
        return roundStartNanos
                + startedInRound * policy.hedgeDelay().toNanos()
                + steps * policy.priorityDelay().toNanos();
    }

    /**
     * A round in which everything failed a moment ago dials nevertheless, else a single server would never be retried.
     */
    private Alternatives alternatives(long nowNanos) {
        return startedInRound == 0 && nothingLeft(nowNanos) ? Alternatives.NONE : Alternatives.SOME;
    }

    /** Whether everything still in line is to be left alone for now. */
    private boolean nothingLeft(long nowNanos) {
        for (Endpoint endpoint : waiting) {
            if (tracker.earliestNanos(endpoint, Alternatives.SOME, nowNanos) <= nowNanos) {
                return false;
            }
        }
        return true;
    }
}
