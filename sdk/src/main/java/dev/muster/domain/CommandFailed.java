package dev.muster.domain;

import java.util.Objects;

/** A command was refused and changed nothing. Told to the one who sent it, and in no event log. */
public record CommandFailed(CorrelationId correlationId, DomainCommand command, Refusal refusal)
        implements DomainEvent {
    public CommandFailed {
        Objects.requireNonNull(correlationId, "correlationId");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(refusal, "refusal");
    }
}
