package dev.muster.signalling.server;

import dev.muster.signalling.server.metrics.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * Bytes through TLS.
 *
 * <p>The costly part of a handshake, its public-key arithmetic, runs elsewhere; until it is done nothing is
 * read. Buffers are shared by all connections of the loop. A connection keeps bytes of its own only while a
 * record is half received or half sent: at most one of each, because nothing is read, and nothing encrypted,
 * while the last record has not gone out. So no client can make the server answer faster than it reads.
 */
final class TlsWire implements Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /**
     * What all TLS connections of one loop share.
     *
     * @param in for records that have just been read
     * @param out for the record that is just being sent; not on the heap, so that the system need not copy it
     * @param upkeep how many records without data each may send
     */
    record Shared(ByteBuffer in, ByteBuffer out, Rate upkeep, Executor tasks, Executor loop) {
        /** More than one record of the largest size. */
        static final int BUFFER_BYTES = 20_480;

        Shared(Rate upkeep, Executor tasks, Executor loop) {
            this(ByteBuffer.allocate(BUFFER_BYTES), ByteBuffer.allocateDirect(BUFFER_BYTES), upkeep, tasks, loop);
        }
    }

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final Shared shared;
    private final MemoryAccount account;
    private final Runnable onResume;
    private final TokenBucket upkeep;
    private ByteBuffer received = NOTHING; // Records, or the beginning of one, that could not be worked on yet.
    private ByteBuffer unsent = NOTHING; // The rest of one record that the system has not taken yet.
    private int rawCount;
    private boolean busy;
    private boolean putOff;
    private boolean handshaken;
    private volatile boolean forgotten; // The only field that other threads read.
    private boolean ended;

    /** @param onResume called on the loop when reading can go on after a part of the handshake was done elsewhere */
    TlsWire(SocketChannel channel, SSLEngine engine, Shared shared, MemoryAccount account, Runnable onResume)
            throws IOException {
        this.channel = channel;
        this.engine = engine;
        this.shared = shared;
        this.account = account;
        this.onResume = onResume;
        this.upkeep = shared.upkeep().bucket(System.nanoTime());
        engine.setUseClientMode(false);
        engine.beginHandshake();
    }

    @Override
    public int read(ByteBuffer into, long nowNanos) throws IOException {
        rawCount = 0;
        if (ended || busy || hasUnsent()) {
            return ended ? -1 : 0;
        }
        ByteBuffer records = shared.in().clear().put(received);
        release(received);
        received = NOTHING;
        int count = channel.read(records);
        rawCount = Math.max(0, count);
        records.flip();
        int before = into.position();
        if (!forgotten) {
            try {
                unwrapAll(records, into, nowNanos);
            } catch (IOException e) {
                tellWhy(e);
                throw e;
            }
            received = kept(records);
        }
        putOff = hasUnsent(); // Then there may be more to do than has come: records, or answers of the handshake.
        ended |= count < 0 && !busy && !putOff;
        int decrypted = into.position() - before;
        return decrypted > 0 ? decrypted : ended ? -1 : 0;
    }

    private void unwrapAll(ByteBuffer records, ByteBuffer into, long nowNanos) throws IOException {
        boolean more = handshakeGoesOn();
        while (more) {
            SSLEngineResult result = engine.unwrap(records, into);
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                throw new IllegalStateException("the buffer of the loop is too small for a TLS record");
            }
            if (result.bytesConsumed() > 0 && result.bytesProduced() == 0 && !upkeep.take(1, nowNanos)) {
                throw new WireBreach(Refusal.TLS_CHATTER);
            }
            ended |= result.getStatus() == Status.CLOSED;
            more = handshakeGoesOn() && result.getStatus() == Status.OK;
        }
    }

    /** Does what the handshake needs besides reading; false when it has to wait, for a thread or for the reader. */
    private boolean handshakeGoesOn() throws IOException {
        while (!hasUnsent()) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    if (handshaken) {
                        throw new WireBreach(Refusal.TLS_RENEGOTIATION); // New keys for TLS 1.3 need no task.
                    }
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
        return false;
    }

    private void runTasksElsewhere() {
        busy = true;
        shared.tasks().execute(() -> {
            Runnable task = forgotten ? null : engine.getDelegatedTask(); // Nobody waits for it any more.
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

    /** Sends one record that the engine wants sent. */
    private void wrapHandshake() throws IOException {
        SSLEngineResult result = wrap(NOTHING);
        if (result.getStatus() != Status.OK && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            throw new IOException("TLS cannot go on: " + result.getStatus());
        }
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        while (from.hasRemaining() && flush()) {
            if (wrap(from).getStatus() != Status.OK) {
                throw new IOException("TLS is closed for writing");
            }
        }
    }

    private SSLEngineResult wrap(ByteBuffer from) throws IOException {
        if (hasUnsent()) {
            throw new IllegalStateException("the last record has not gone out yet");
        }
        ByteBuffer record = shared.out().clear();
        SSLEngineResult result = engine.wrap(from, record);
        if (result.getStatus() == Status.OK && result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
            throw new IOException("TLS has nothing to send");
        }
        channel.write(record.flip());
        unsent = kept(record);
        return result;
    }

    @Override
    public boolean flush() throws IOException {
        if (!hasUnsent()) {
            return true;
        }
        ByteBuffer rest = shared.out().clear().put(unsent.duplicate()).flip();
        unsent.position(unsent.position() + channel.write(rest));
        if (hasUnsent()) {
            return false;
        }
        release(unsent);
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
        while (flush() && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            wrapHandshake();
        }
        if (!hasUnsent()) {
            channel.shutdownOutput();
        }
    }

    @Override
    public int rawCount() {
        return rawCount;
    }

    @Override
    public boolean wantsRead() {
        return !busy && !hasUnsent();
    }

    @Override
    public boolean hasPutOff() {
        return putOff && wantsRead();
    }

    @Override
    public boolean isHandshaking() {
        return !handshaken;
    }

    @Override
    public void forget() {
        forgotten = true;
        release(received);
        release(unsent);
        received = NOTHING;
        unsent = NOTHING;
    }

    /** After a failed unwrap the engine has an alert for the other side; sending it is a courtesy. */
    private void tellWhy(IOException failure) {
        try {
            while (!hasUnsent() && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                wrapHandshake();
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** A copy of what is left in a shared buffer. */
    private ByteBuffer kept(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return NOTHING;
        }
        account.take(bytes.remaining());
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    private void release(ByteBuffer kept) {
        account.give(kept.capacity());
    }
}
