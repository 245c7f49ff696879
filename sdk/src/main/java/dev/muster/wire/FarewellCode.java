package dev.muster.wire;

/** Why somebody will not talk, or not any longer. */
public enum FarewellCode {
    /** The session ends here on purpose: the player left. */
    LEFT,
    /** The two sides run versions that do not understand each other. */
    INCOMPATIBLE,
    /** This is another session. */
    WRONG_SESSION,
    /** A signature or a fingerprint was wrong: somebody may stand between. */
    NOT_PROVEN,
    /** The same key is here already, in another process. */
    ALREADY_CONNECTED,
    /** Another process with the same key took the seat. Final. */
    DISPLACED,
    /** The host removed this person from the lobby. */
    KICKED,
    /** This person may not come back. */
    BANNED,
    /** The rules of the protocol were broken. */
    PROTOCOL,
    /** Too much was sent in too short a time. */
    TOO_MUCH,
    /** What was sent to this peer was not taken for too long. */
    TOO_SLOW,
    /** There is no room for another link. */
    FULL,
    /** This side is not the host, and answers nobody who is not in the lobby. */
    NOT_HOST
}
