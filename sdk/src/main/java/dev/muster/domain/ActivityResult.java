package dev.muster.domain;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What one participant reached in a run, as the host judged it.
 *
 * @param participantName as it was when the result came in, so that people who left are still named
 * @param score given by the host's {@link ActivityType}, never by the one who submits; empty if the type gives none
 * @param timeTaken as the submitter says, though never longer than the run had lasted
 */
public record ActivityResult(
        RunId runId,
        ParticipantId participantId,
        Name participantName,
        Value data,
        Optional<Integer> score,
        Optional<Duration> timeTaken) {
    public ActivityResult {
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(participantId, "participantId");
        Objects.requireNonNull(participantName, "participantName");
        if (data.weight() > LobbyLimits.RESULT_DATA_WEIGHT_MAX) {
            throw new IllegalArgumentException("the data of a result may weigh " + LobbyLimits.RESULT_DATA_WEIGHT_MAX
                    + " bytes, this weighs " + data.weight() + "; send large data as messages instead");
        }
        if (score.isPresent() && score.get() < 0) {
            throw new IllegalArgumentException("a score is not negative, got " + score.get());
        }
        timeTaken = timeTaken.map(time -> WholeMillis.of("time taken", time, 0, LobbyLimits.TIME_TAKEN_MAX));
    }
}
