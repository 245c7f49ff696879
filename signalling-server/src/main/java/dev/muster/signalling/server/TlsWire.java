package dev.muster.signalling.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/**
 * Bytes through TLS.
 *
 * <p>The costly part of a handshake, its public-key arithmetic, runs elsewhere; until it is done nothing is
 * read. Buffers are shared by all connections of the loop. A connection keeps bytes of its own only while a
 * record is half received or half sent, so thousands of idle ones cost little.
 */
final class TlsWire implements Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** What all TLS connections of one loop share. */
    record Shared(ByteBuffer scratch, Executor tasks, Executor loop) {
        /** More than one record of the largest size. */
        static final int SCRATCH_BYTES = 20_480;

        Shared(Executor tasks, Executor loop) {
            this(ByteBuffer.allocate(SCRATCH_BYTES), tasks, loop);
        }
    }

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final Shared shared;
    private final Runnable onResume;
    private ByteBuffer received = NOTHING; // The beginning of a record.
    private ByteBuffer unsent = NOTHING; // Records that the system has not taken yet.
    private boolean busy;
    private boolean handshaken;
    private boolean ended;

    /** @param onResume called on the loop when reading can go on after a part of the handshake was done elsewhere */
    TlsWire(SocketChannel channel, SSLEngine engine, Shared shared, Runnable onResume) throws IOException {
        this.channel = channel;
        this.engine = engine;
        this.shared = shared;
        this.onResume = onResume;
        engine.setUseClientMode(false);
        engine.beginHandshake();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (busy || ended) {
            return ended ? -1 : 0;
        }
        ByteBuffer records = shared.scratch().clear().put(received);
        received = NOTHING;
        int count = channel.read(records);
        records.flip();
        int before = into.position();
        try {
            unwrapAll(records, into);
        } catch (IOException e) {
            tellWhy(e);
            throw e;
        }
        if (records.hasRemaining()) {
            received = ByteBuffer.allocate(records.remaining()).put(records).flip();
        }
        int decrypted = into.position() - before;
        ended |= count < 0 && !busy;
        return decrypted > 0 ? decrypted : ended ? -1 : 0;
    }

    private void unwrapAll(ByteBuffer records, ByteBuffer into) throws IOException {
        boolean more = handshakeGoesOn();
        while (more) {
            SSLEngineResult result = engine.unwrap(records, into);
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                throw new IllegalStateException("the buffer of the loop is too small for a TLS record");
            }
            ended |= result.getStatus() == SSLEngineResult.Status.CLOSED;
            more = handshakeGoesOn() && result.getStatus() == SSLEngineResult.Status.OK;
        }
    }

    /** Does what the handshake needs besides reading; false when it is being done elsewhere. */
    private boolean handshakeGoesOn() throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    runTasksElsewhere();
                    return false;
                }
                case NEED_WRAP -> wrapHandshake();
                case FINISHED, NOT_HANDSHAKING -> {
                    handshaken = true;
                    return true;
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    return true;
                }
            }
        }
    }

    private void runTasksElsewhere() {
        busy = true;
        shared.tasks().execute(() -> {
            Runnable task = engine.getDelegatedTask();
            while (task != null) {
                task.run();
                task = engine.getDelegatedTask();
            }
            shared.loop().execute(() -> {
                busy = false;
                onResume.run();
            });
        });
    }

    private void wrapHandshake() throws IOException {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            // Not the shared buffer, which holds what is being read.
            ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            SSLEngineResult result = engine.wrap(NOTHING, record);
            send(record.flip());
            if (result.getStatus() != SSLEngineResult.Status.OK
                    && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                throw new IOException("TLS cannot go on: " + result.getStatus());
            }
        }
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        while (from.hasRemaining() && flush()) {
            ByteBuffer record = shared.scratch().clear();
            SSLEngineResult result = engine.wrap(from, record);
            if (result.getStatus() != SSLEngineResult.Status.OK) {
                throw new IOException("TLS is closed for writing");
            }
            send(record.flip());
        }
    }

    @Override
    public boolean flush() throws IOException {
        if (unsent.hasRemaining()) {
            channel.write(unsent);
        }
        if (unsent.hasRemaining()) {
            return false;
        }
        unsent = NOTHING;
        return true;
    }

    @Override
    public boolean hasUnsent() {
        return unsent.hasRemaining();
    }

    @Override
    public void finish() throws IOException {
        engine.closeOutbound();
        wrapHandshake();
        if (flush()) {
            channel.shutdownOutput();
        }
    }

    @Override
    public boolean wantsRead() {
        return !busy;
    }

    @Override
    public boolean isHandshaking() {
        return !handshaken;
    }

    private void send(ByteBuffer record) throws IOException {
        if (flush()) {
            channel.write(record);
        }
        if (record.hasRemaining()) {
            unsent = ByteBuffer.allocate(unsent.remaining() + record.remaining())
                    .put(unsent)
                    .put(record)
                    .flip();
        }
    }

    /** After a failed unwrap the engine has an alert for the other side; sending it is a courtesy. */
    private void tellWhy(IOException failure) {
        try {
            wrapHandshake();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
