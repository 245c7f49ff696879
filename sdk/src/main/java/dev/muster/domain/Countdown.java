package dev.muster.domain;

import java.util.Objects;

/** The seconds before a run. At {@code endsAt} the first activity of the queue starts. */
public record Countdown(LobbyTime startedAt, LobbyTime endsAt) {
    public Countdown {
        Objects.requireNonNull(startedAt, "startedAt");
        if (endsAt.isBefore(startedAt)
                || startedAt.plus(LobbyLimits.COUNTDOWN_MAX).isBefore(endsAt)) {
            throw new IllegalArgumentException("a countdown ends after it starts, and within "
                    + LobbyLimits.COUNTDOWN_MAX + ": " + startedAt + ", " + endsAt);
        }
    }
}
