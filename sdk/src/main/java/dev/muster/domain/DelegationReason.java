package dev.muster.domain;

/** Why the host changed. */
public enum DelegationReason {
    /** The host chose a successor. */
    MANUAL,
    /** The host left on purpose; the oldest guest follows. */
    HOST_LEFT,
    /** The host was lost. */
    HOST_LOST,
    /** The one who made the session took the role back. */
    RECLAIMED
}
