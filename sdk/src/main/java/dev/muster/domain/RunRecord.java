package dev.muster.domain;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A run that is over, as the history keeps it.
 *
 * @param results in the order of submission; of a cancelled run, what had come in until then
 */
public record RunRecord(RunStart start, RunEndReason reason, List<ActivityResult> results, LobbyTime endedAt) {
    /** Best score first, and of equal scores the faster one; who has neither comes last. */
    private static final Comparator<ActivityResult> RANKING = Comparator.<ActivityResult, Integer>comparing(
                    result -> result.score().orElse(-1), Comparator.reverseOrder())
            .thenComparing(result -> result.timeTaken().orElse(Duration.ofMillis(Long.MAX_VALUE)));

    public RunRecord {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(endedAt, "endedAt");
        results = List.copyOf(results);
        if (endedAt.isBefore(start.startedAt())) {
            throw new IllegalArgumentException("a run does not end before it starts");
        }
        boolean timeIsOver = start.deadline().isPresent()
                && !endedAt.isBefore(start.deadline().get());
        if (reason == RunEndReason.TIME_LIMIT && !timeIsOver) {
            throw new IllegalArgumentException("the time of that run was not over");
        }
        if (reason.status() == RunStatus.COMPLETED && results.isEmpty()) {
            throw new IllegalArgumentException("a run without a result was not completed");
        }
        ActivityRun.of(start, List.of(), results); // Refuses results that a run cannot have.
    }

    public RunStatus status() {
        return reason.status();
    }

    /** The results from first to last place; equal ones in the order of submission. */
    public List<ActivityResult> ranking() {
        return results.stream().sorted(RANKING).toList();
    }
}
