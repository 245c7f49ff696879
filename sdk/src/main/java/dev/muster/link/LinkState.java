package dev.muster.link;

/** How a link is doing. */
public enum LinkState {
    /** Both sides hear each other. */
    OPEN,
    /** Silent for longer than usual; what is sent still goes out. */
    DEGRADED,
    /** Gone for now; nothing can be sent until it is restored. */
    BROKEN
}
