package dev.muster.domain;

import java.util.Objects;

/**
 * The lobby is another one now, without the events that led to it: it was joined, or too much was missed to be told one
 * by one. In no event log.
 */
public record Resynced(Lobby lobby) implements DomainEvent {
    public Resynced {
        Objects.requireNonNull(lobby, "lobby");
    }
}
