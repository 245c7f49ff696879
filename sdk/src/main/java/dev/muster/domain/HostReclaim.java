package dev.muster.domain;

/** Whether the one who made the session gets the host role back after coming back. */
public enum HostReclaim {
    /** Only by being delegated by the present host. */
    NEVER,
    /** On request, proved by the key that made the session. */
    ORIGINAL_HOST
}
