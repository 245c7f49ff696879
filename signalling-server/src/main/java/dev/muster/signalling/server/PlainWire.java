package dev.muster.signalling.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Bytes in clear. */
final class PlainWire implements Wire {
    /** Read at once from one socket, so that nobody keeps the others waiting for long. */
    private static final int CHUNK_BYTES = 4_096;

    private final SocketChannel channel;
    private int rawCount;

    PlainWire(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(ByteBuffer into, long nowNanos) throws IOException {
        into.limit(Math.min(into.limit(), into.position() + CHUNK_BYTES));
        int count = channel.read(into);
        rawCount = Math.max(0, count);
        return count;
    }

    @Override
    public int rawCount() {
        return rawCount;
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        channel.write(from);
    }

    @Override
    public boolean flush() {
        return true;
    }

    @Override
    public boolean hasUnsent() {
        return false;
    }

    @Override
    public void finish() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public boolean wantsRead() {
        return true;
    }

    @Override
    public boolean hasPutOff() {
        return false;
    }

    @Override
    public boolean isHandshaking() {
        return false;
    }

    @Override
    public void forget() {
        // It holds nothing.
    }
}
