package dev.muster.link;

/** What waits to be sent over one connection. */
final class Outlet {
    /** The longest frame on the channel for lobby sync. */
    static final int FRAME_BYTES_MAX = 60 * 1024;

    private Outlet() {}
}
