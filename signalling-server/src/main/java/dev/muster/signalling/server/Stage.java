package dev.muster.signalling.server;

import java.nio.ByteBuffer;

/** What a connection is doing now: sending its request, or being a peer. */
interface Stage {
    /** The stage of a connection that has not begun yet or has nobody to talk to. */
    Stage NONE = new Stage() {};

    /** Bytes have come. The buffer is the loop's and begins at its array's first byte: keep nothing of it. */
    default void received(ByteBuffer bytes, long nowNanos) {}

    /** The loop's clock has moved on. */
    default void tick(long nowNanos) {}

    /**
     * The output cannot grow any more, and what waited has been thrown away. One last thing can be written.
     *
     * @param tooSlow whether this reader is the cause; otherwise it is all readers together
     */
    default void overflowed(boolean tooSlow) {}

    /** The end of the pass has come: the last moment to write for this flush. */
    default void flushing() {}

    /** Everything written so far has gone to the system. */
    default void flushed(long nowNanos) {}

    /** Whether somebody here asked to be told before the server goes away. */
    default boolean wantsNotice() {
        return false;
    }

    /** The server will close this connection in so many milliseconds. */
    default void announceEnd(long closesInMillis) {}

    /** The server goes away: say goodbye and close. */
    default void dismiss(long nowNanos) {}

    /** The connection is closed, by whatever cause. Called once. */
    default void closed() {}
}
