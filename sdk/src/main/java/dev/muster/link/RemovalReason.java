package dev.muster.link;

/** Why a link is no more. */
public enum RemovalReason {
    /** This side said farewell. */
    LOCAL,
    /** The other side said farewell. */
    PEER,
    /** It broke and did not come back in time. */
    NOT_BACK,
    /** The other side broke the rules, or sent too much. */
    MISBEHAVED,
    /** Another process with the same key took its place. */
    DISPLACED
}
