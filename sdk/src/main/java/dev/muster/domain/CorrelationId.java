package dev.muster.domain;

/** Names one submitted command, so that its outcome finds the one who sent it. Unique within one {@link DomainLoop}. */
public record CorrelationId(long value) {
    public CorrelationId {
        if (value < 1) {
            throw new IllegalArgumentException("correlation ids count from 1, got " + value);
        }
    }
}
