package dev.muster.domain;

import java.util.Objects;
import java.util.UUID;

/** One queued activity. */
public record ActivityId(UUID value) {
    public ActivityId {
        Objects.requireNonNull(value, "value");
    }

    /** Parses the usual form with hyphens; anything else is an {@link IllegalArgumentException}. */
    public static ActivityId parse(String text) {
        return new ActivityId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
