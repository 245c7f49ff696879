package dev.muster.domain;

/** How a run ended. A run that has not is {@link Lobby#run()}. */
public enum RunStatus {
    /** Everybody who was still required has submitted. */
    COMPLETED,
    /** Ended before that; what was submitted is kept. */
    CANCELLED
}
