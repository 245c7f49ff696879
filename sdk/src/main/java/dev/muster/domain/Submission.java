package dev.muster.domain;

import java.util.Objects;

/** What became of handing a command to a {@link DomainLoop}. */
public sealed interface Submission {
    /** It waits for the next {@code poll}; its outcome will carry this id. */
    record Queued(CorrelationId correlationId) implements Submission {
        public Queued {
            Objects.requireNonNull(correlationId, "correlationId");
        }
    }

    /** It was not taken, and nothing will come of it. */
    record Refused(Refusal refusal) implements Submission {
        public Refused {
            Objects.requireNonNull(refusal, "refusal");
        }
    }
}
