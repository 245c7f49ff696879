package dev.muster.domain;

import java.util.Objects;
import java.util.UUID;

/**
 * One person in a lobby. Derived from the person's key and the session, so it is the same on every machine and after a
 * return.
 */
public record ParticipantId(UUID value) {
    public ParticipantId {
        Objects.requireNonNull(value, "value");
    }

    /** Parses the usual form with hyphens; anything else is an {@link IllegalArgumentException}. */
    public static ParticipantId parse(String text) {
        return new ParticipantId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
