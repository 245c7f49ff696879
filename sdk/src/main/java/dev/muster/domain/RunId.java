package dev.muster.domain;

import java.util.Objects;
import java.util.UUID;

/** One playing of an activity. */
public record RunId(UUID value) {
    public RunId {
        Objects.requireNonNull(value, "value");
    }

    /** Parses the usual form with hyphens; anything else is an {@link IllegalArgumentException}. */
    public static RunId parse(String text) {
        return new RunId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
