package dev.muster.domain;

/** Who may change a property once it is set. */
public enum PropertyAccess {
    /** On a lobby: the host alone. */
    HOST,
    /** On a lobby: every participant may change its value; only the host may remove it. */
    EVERYONE,
    /** On a participant: that participant, and the host. */
    OWNER
}
