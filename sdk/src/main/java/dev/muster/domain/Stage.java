package dev.muster.domain;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is played: the queue, the countdown to the next run, the run, and what was played before. Immutable.
 *
 * <p>One run at a time, and a countdown only where there is something to count down to. Every method that would break
 * this throws.
 */
final class Stage {
    static final Stage EMPTY = new Stage(
            OrderedMap.empty(),
            Optional.empty(),
            Optional.empty(),
            Recent.none(LobbyLimits.HISTORY_MAX),
            Leaderboard.EMPTY);

    private final OrderedMap<ActivityId, ActivityConfig> queue;
    private final Optional<Countdown> countdown;
    private final Optional<ActivityRun> run;
    private final Recent<RunRecord> history;
    private final Leaderboard leaderboard;

    private Stage(
            OrderedMap<ActivityId, ActivityConfig> queue,
            Optional<Countdown> countdown,
            Optional<ActivityRun> run,
            Recent<RunRecord> history,
            Leaderboard leaderboard) {
        require(countdown.isEmpty() || (run.isEmpty() && !queue.isEmpty()), "there is nothing to count down to");
        this.queue = queue;
        this.countdown = countdown;
        this.run = Objects.requireNonNull(run, "run");
        this.history = history;
        this.leaderboard = Objects.requireNonNull(leaderboard, "leaderboard");
    }

    static Stage of(LobbyContents contents) {
        require(contents.queue().size() <= LobbyLimits.QUEUE_MAX, "the queue is too long");
        OrderedMap<ActivityId, ActivityConfig> queue = OrderedMap.of(contents.queue(), ActivityConfig::id);
        require(queue.size() == contents.queue().size(), "an activity is queued twice");
        Optional<ActivityRun> run = contents.run();
        require(run.isEmpty() || !queue.containsKey(run.get().config().id()), "what is played is queued, too");
        requireEachOnce(run, contents.history());
        return new Stage(
                queue,
                contents.countdown(),
                run,
                Recent.of(LobbyLimits.HISTORY_MAX, contents.history()),
                Leaderboard.of(contents.leaderboard()));
    }

    List<ActivityConfig> queue() {
        return queue.values();
    }

    Optional<Countdown> countdown() {
        return countdown;
    }

    Optional<ActivityRun> run() {
        return run;
    }

    List<RunRecord> history() {
        return history;
    }

    Leaderboard leaderboard() {
        return leaderboard;
    }

    boolean isQueued(ActivityId id) {
        return queue.containsKey(id);
    }

    boolean isPlayed(ActivityId id) {
        return run.isPresent() && run.get().config().id().equals(id);
    }

    /** Where in the queue an activity is that is in it. */
    int positionOf(ActivityId id) {
        return queue.positionOf(id);
    }

    boolean isRequired(ParticipantId id) {
        return run.isPresent() && run.get().requires(id);
    }

    Stage queued(ActivityConfig config) {
        require(!isQueued(config.id()) && !isPlayed(config.id()), "the activity is there already");
        require(queue.size() < LobbyLimits.QUEUE_MAX, "the queue is full");
        return with(queue.with(config.id(), config));
    }

    Stage unqueued(ActivityId id) {
        require(isQueued(id), "the activity is not queued");
        return with(queue.without(id));
    }

    Stage moved(ActivityId id, int position) {
        require(isQueued(id) && position >= 0 && position < queue.size(), "there is no such activity or place");
        return with(queue.moved(id, position));
    }

    Stage counting(Countdown newCountdown) {
        require(countdown.isEmpty(), "a countdown is running already");
        return new Stage(queue, Optional.of(newCountdown), run, history, leaderboard);
    }

    Stage notCounting() {
        require(countdown.isPresent(), "no countdown is running");
        return new Stage(queue, Optional.empty(), run, history, leaderboard);
    }

    Stage started(ActivityRun newRun) {
        require(run.isEmpty(), "a run is in progress already");
        require(!newRun.required().isEmpty(), "a run needs somebody to play it");
        require(!isOver(newRun.id()), "that run is over");
        return new Stage(
                queue.without(newRun.config().id()), Optional.empty(), Optional.of(newRun), history, leaderboard);
    }

    Stage submitted(RunId id, ActivityResult result) {
        return with(runInProgress(id).submitted(result));
    }

    Stage released(RunId id, ParticipantId participant, boolean resultDiscarded) {
        return with(runInProgress(id).released(participant, resultDiscarded));
    }

    /** The run moves into the history; if it was completed, it counts for the leaderboard. */
    Stage ended(RunId id, RunEndReason reason, LobbyTime at, Members members) {
        ActivityRun over = runInProgress(id);
        var record = new RunRecord(over.start(), reason, over.results(), at);
        Leaderboard counted = reason.status() == RunStatus.COMPLETED ? leaderboard.with(record, members) : leaderboard;
        return new Stage(queue, countdown, Optional.empty(), history.with(record), counted);
    }

    /** Whether that run is in the history. */
    boolean isOver(RunId id) {
        return history.stream().anyMatch(record -> record.start().id().equals(id));
    }

    private ActivityRun runInProgress(RunId id) {
        require(run.isPresent() && run.get().id().equals(id), "there is no such run");
        return run.orElseThrow();
    }

    private Stage with(OrderedMap<ActivityId, ActivityConfig> newQueue) {
        return new Stage(newQueue, countdown, run, history, leaderboard);
    }

    private Stage with(ActivityRun newRun) {
        return new Stage(queue, countdown, Optional.of(newRun), history, leaderboard);
    }

    private static void requireEachOnce(Optional<ActivityRun> run, List<RunRecord> history) {
        Set<RunId> ids = new HashSet<>();
        run.ifPresent(inProgress -> ids.add(inProgress.id()));
        for (RunRecord record : history) {
            require(ids.add(record.start().id()), "a run is there twice");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Stage stage
                && queue.equals(stage.queue)
                && countdown.equals(stage.countdown)
                && run.equals(stage.run)
                && history.equals(stage.history)
                && leaderboard.equals(stage.leaderboard);
    }

    @Override
    public int hashCode() {
        return Objects.hash(queue, countdown, run, history, leaderboard);
    }
}
