package dev.muster.domain;

/** Why a guest is gone who was not kicked. */
public enum LeaveReason {
    /** Left on purpose. */
    LEFT,
    /** Was lost and did not come back in time. */
    LOST
}
