package dev.muster.domain;

/** Why a countdown was cancelled. */
public enum CountdownCancelReason {
    /** The host cancelled it. */
    HOST,
    /** Somebody active is not ready any more. */
    NOT_READY,
    /** Somebody active left, was removed, or stopped playing. */
    SOMEBODY_LEFT,
    /** Another activity, or none, would be started. */
    QUEUE_CHANGED,
    /** Somebody else is host now. */
    HOST_CHANGED,
    /** The lobby ended. */
    LOBBY_ENDED
}
