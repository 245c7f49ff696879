package dev.muster.domain;

/** What somebody may decide. */
public enum LobbyRole {
    /** Manages the lobby. There is exactly one while the lobby has not ended. */
    HOST,
    /** Everybody else. */
    GUEST
}
