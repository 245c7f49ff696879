package dev.muster.tcp;

/**
 * How much of what arrived on one stream may lie unprocessed. The reader waits at the bound, so that TCP itself slows
 * the sender down.
 */
final class Inflow {
    static final int BYTES_MAX = 1024 * 1024;

    /** What a frame takes beside its bytes: without a fee, empty ones would be free and without end. */
    static final int FRAME_COST_BYTES = 128;

    private int bytes;
    private boolean closed;

    /** Waits for room. False if the stream was closed meanwhile. */
    synchronized boolean enter(int size) throws InterruptedException {
        while (!closed && bytes > 0 && bytes + size + FRAME_COST_BYTES > BYTES_MAX) {
            wait();
        }
        bytes += size + FRAME_COST_BYTES;
        return !closed;
    }

    synchronized void leave(int size) {
        bytes -= size + FRAME_COST_BYTES;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
