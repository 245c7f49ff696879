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
        if (deadline.isPresent() && !startedAt.isBefore(deadline.get())) {
            throw new IllegalArgumentException(
                    "a run ends after it starts; start " + startedAt + ", deadline " + deadline.get());
        }
    }
}
