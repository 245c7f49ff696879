package dev.muster.signalling.server;

import dev.muster.signalling.server.metrics.Refusal;
import java.nio.ByteBuffer;

/** What a connection is doing now: sending its request, or being a peer. */
interface Stage {
    /** The stage of a connection that has not begun yet or has nobody to talk to. */
    Stage NONE = new Stage() {
        @Override
        public void condemned(Refusal refusal, long nowNanos) {
            // Nobody to tell: the connection is closed.
        }

        @Override
        public void forget() {
            // It holds nothing.
        }
    };

    /**
     * Bytes have come.
     *
     * @param bytes the loop's buffer, which begins at its array's first byte: keep nothing of it
     * @param cost what they took on the wire, TLS included
     */
    default void received(ByteBuffer bytes, long cost, long nowNanos) {}

    /** The loop's clock has moved on. */
    default void tick(long nowNanos) {}

    /**
     * The connection cannot go on, for this reason, and takes nothing in any more. One last thing can be written; a
     * stage that does not finish the connection with it has it closed.
     */
    void condemned(Refusal refusal, long nowNanos);

    /** Others need the memory: give back all there is, at once. Nothing more will come in. */
    void forget();

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
