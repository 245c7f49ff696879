package dev.muster.domain;

import java.util.Objects;
import java.util.Optional;

/**
 * An event as it leaves a {@link DomainLoop}.
 *
 * @param cause the command that brought it about; empty if it was the clock
 * @param at when it was decided
 */
public record EmittedEvent(Optional<CorrelationId> cause, LobbyTime at, DomainEvent event) {
    public EmittedEvent {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(event, "event");
    }
}
