package dev.muster.domain;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One playing of an activity, as long as it lasts. Immutable.
 *
 * <p>Who is required was fixed at the start: everybody active at that moment. From then on the set only shrinks, when
 * somebody leaves. Late joiners and spectators are never in it. The results of people who left stay.
 */
public final class ActivityRun {
    private final RunStart start;
    private final OrderedMap<ParticipantId, ParticipantId> required;
    private final OrderedMap<ParticipantId, ActivityResult> results;

    /** How many of those who are required have a result: kept, so that a result does not cost a look at everybody. */
    private final int answered;

    private ActivityRun(
            RunStart start,
            OrderedMap<ParticipantId, ParticipantId> required,
            OrderedMap<ParticipantId, ActivityResult> results,
            int answered) {
        this.start = Objects.requireNonNull(start, "start");
        this.required = required;
        this.results = results;
        this.answered = answered;
    }

    /**
     * A run as it stands.
     *
     * @throws IllegalArgumentException where it could not have come to stand so: people or results named twice, a
     *     result of another run
     */
    public static ActivityRun of(RunStart start, List<ParticipantId> required, List<ActivityResult> results) {
        requireEachOnce(required);
        requireFits(results);
        for (ActivityResult result : results) {
            requireOwn(start, result);
        }
        OrderedMap<ParticipantId, ParticipantId> requiredById = OrderedMap.of(required, id -> id);
        OrderedMap<ParticipantId, ActivityResult> resultsById = OrderedMap.of(results, ActivityResult::participantId);
        if (resultsById.size() != results.size()) {
            throw new IllegalArgumentException("nobody submits twice in a run");
        }
        int answered = (int) required.stream().filter(resultsById::containsKey).count();
        return new ActivityRun(start, requiredById, resultsById, answered);
    }

    public RunId id() {
        return start.id();
    }

    public RunStart start() {
        return start;
    }

    public ActivityConfig config() {
        return start.config();
    }

    /** Whose results the run waits for or has, in the order of admission. */
    public List<ParticipantId> required() {
        return required.values();
    }

    /** What was submitted so far, in the order of submission. */
    public List<ActivityResult> results() {
        return results.values();
    }

    public boolean requires(ParticipantId id) {
        return required.containsKey(id);
    }

    public boolean hasResultOf(ParticipantId id) {
        return results.containsKey(id);
    }

    /** Whom the run still waits for, in the order of admission. */
    public List<ParticipantId> waitingFor() {
        return required().stream().filter(id -> !hasResultOf(id)).toList();
    }

    /**
     * Why this run is over, or empty while it goes on. It is over when nobody who is still required has yet to submit;
     * and it completed if there is any result, also one of somebody who left.
     */
    Optional<RunEndReason> ending() {
        if (answered < required.size()) {
            return Optional.empty();
        }
        return Optional.of(results.isEmpty() ? RunEndReason.NOBODY_LEFT : RunEndReason.ALL_SUBMITTED);
    }

    /** Whether there is anything of somebody in this run to let go: a place, or a result that is to be discarded. */
    boolean holds(ParticipantId id, boolean resultDiscarded) {
        return requires(id) || (resultDiscarded && hasResultOf(id));
    }

    ActivityRun submitted(ActivityResult result) {
        requireOwn(start, result);
        ParticipantId submitter = result.participantId();
        if (!requires(submitter) || hasResultOf(submitter)) {
            throw new IllegalArgumentException(submitter + " submits once, and only where required");
        }
        return new ActivityRun(start, required, results.with(submitter, result), answered + 1);
    }

    ActivityRun released(ParticipantId id, boolean resultDiscarded) {
        if (!holds(id, resultDiscarded)) {
            throw new IllegalArgumentException(id + " is not required in this run");
        }
        int stillAnswered = requires(id) && hasResultOf(id) ? answered - 1 : answered;
        return new ActivityRun(
                start, required.without(id), resultDiscarded ? results.without(id) : results, stillAnswered);
    }

    /** That they could play in one run: nobody twice, and no more than a lobby has places. */
    static void requireEachOnce(List<ParticipantId> required) {
        requireFits(required);
        if (OrderedMap.of(required, id -> id).size() != required.size()) {
            throw new IllegalArgumentException("a run requires nobody twice");
        }
    }

    private static void requireFits(List<?> peopleOrResults) {
        if (peopleOrResults.size() > LobbyLimits.CAPACITY_MAX) {
            throw new IllegalArgumentException("a run has at most " + LobbyLimits.CAPACITY_MAX + " people");
        }
    }

    private static void requireOwn(RunStart start, ActivityResult result) {
        if (!result.runId().equals(start.id())) {
            throw new IllegalArgumentException("result of run " + result.runId() + " handed to run " + start.id());
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ActivityRun run
                && start.equals(run.start)
                && required.equals(run.required)
                && results.equals(run.results);
    }

    @Override
    public int hashCode() {
        return Objects.hash(start, required, results);
    }

    @Override
    public String toString() {
        return "run of '" + config().name() + "', " + results.size() + " results, waiting for "
                + waitingFor().size();
    }
}
