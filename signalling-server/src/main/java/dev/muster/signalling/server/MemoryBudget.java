package dev.muster.signalling.server;

import dev.muster.signalling.server.frames.FrameReader;

/** The bytes that all connections together may hold for messages on their way. Owned by the loop thread. */
final class MemoryBudget implements FrameReader.Budget {
    private final long max;
    private long used;

    MemoryBudget(long max) {
        this.max = max;
    }

    @Override
    public boolean take(long bytes) {
        if (bytes > max - used) {
            return false;
        }
        used += bytes;
        return true;
    }

    @Override
    public void give(long bytes) {
        if (bytes > used) {
            throw new IllegalStateException("gave back " + bytes + " bytes, but only " + used + " were taken");
        }
        used -= bytes;
    }

    long used() {
        return used;
    }
}
