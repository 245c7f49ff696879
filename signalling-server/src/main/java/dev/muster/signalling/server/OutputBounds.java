package dev.muster.signalling.server;

/**
 * The limits of what waits for one reader.
 *
 * @param bytes beyond which senders are held back
 * @param bytesMax beyond which the connection is closed, because senders may be many
 * @param stallNanos in which it has to go out
 * @param holdNanos in which it has to go out while a sender is held back for it
 */
record OutputBounds(long bytes, long bytesMax, long stallNanos, long holdNanos) {
    static OutputBounds of(Limits limits) {
        return new OutputBounds(
                limits.get(Limit.READER_BYTES),
                limits.outputBytesMax(),
                limits.nanos(Limit.WRITE_STALL_MILLIS),
                limits.nanos(Limit.HOLD_MILLIS));
    }
}
