package dev.muster.domain;

/** Where a run is in its life. Both ends are final. */
public enum RunStatus {
    IN_PROGRESS,
    /** Everybody who was still required has submitted. */
    COMPLETED,
    /** Ended before that; what was submitted is kept. */
    CANCELLED
}
