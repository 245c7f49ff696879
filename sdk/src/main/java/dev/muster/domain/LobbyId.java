package dev.muster.domain;

import java.util.Objects;
import java.util.UUID;

/** One lobby. In a session it equals the session's id. */
public record LobbyId(UUID value) {
    public LobbyId {
        Objects.requireNonNull(value, "value");
    }

    /** Parses the usual form with hyphens; anything else is an {@link IllegalArgumentException}. */
    public static LobbyId parse(String text) {
        return new LobbyId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
