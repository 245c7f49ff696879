package dev.muster.domain;

/** Who puts a guest into a team. */
public enum TeamChoice {
    /** Everybody chooses for themselves; the host for anyone. */
    PLAYERS,
    /** The host alone. */
    HOST
}
