package dev.muster.domain;

/** Where a lobby is in its life. */
public enum LobbyStatus {
    /** Newcomers may join. */
    OPEN,
    /** No newcomers; everything else goes on. */
    CLOSED,
    /** Over. Nothing changes any more. */
    ENDED
}
