package dev.muster.domain;

import java.util.Objects;
import java.util.Optional;

/**
 * What is fixed about a run from its first moment.
 *
 * @param deadline when the run is cancelled if it is not over by then
 */
public record RunStart(RunId id, ActivityConfig config, LobbyTime startedAt, Optional<LobbyTime> deadline) {
    public RunStart {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(config, "config");
        LobbyTime latest = startedAt.plus(LobbyLimits.RUN_TIME_LIMIT_MAX);
        boolean isPossible =
                deadline.isEmpty() || (startedAt.isBefore(deadline.get()) && !latest.isBefore(deadline.get()));
        if (!isPossible) {
            throw new IllegalArgumentException("a run ends after it starts, and within "
                    + LobbyLimits.RUN_TIME_LIMIT_MAX + "; start " + startedAt + ", deadline " + deadline);
        }
    }
}
