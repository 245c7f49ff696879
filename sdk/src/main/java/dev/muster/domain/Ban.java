package dev.muster.domain;

import java.util.Objects;

/**
 * Somebody who may not come back. Kept by id, which follows from the person's key, and with the name for people to
 * read.
 */
public record Ban(ParticipantId participantId, Name name) {
    public Ban {
        Objects.requireNonNull(participantId, "participantId");
        Objects.requireNonNull(name, "name");
    }
}
