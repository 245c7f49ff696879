package dev.muster.signalling.server;

import dev.muster.signalling.server.metrics.Metrics;
import dev.muster.signalling.server.metrics.Refusal;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection: its socket, its waiting output, and the {@link Stage} that it is in.
 *
 * <p>Writing only queues; the loop sends at the end of its pass, so that no handler is interrupted by the
 * failure of another connection. Owned by the loop thread.
 */
final class Connection implements EventLoop.Handler {
    private static final Logger LOG = System.getLogger(Connection.class.getName());

    /**
     * What all connections of a server share.
     *
     * @param readBuffer for whoever reads just now; backed by an array
     * @param writeBuffer for whoever writes just now
     * @param dirty who has something to flush at the end of the pass
     * @param readerBytes that may wait in one connection
     * @param lingerNanos that a closing connection gets at most
     */
    record Shared(
            ByteBuffer readBuffer,
            ByteBuffer writeBuffer,
            Deque<Connection> dirty,
            MemoryBudget budget,
            Metrics metrics,
            long readerBytes,
            long lingerNanos) {}

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Shared shared;
    private final InetSocketAddress remote;
    private final Consumer<Connection> onClose;
    private final Deque<ByteBuffer> output = new ArrayDeque<>(1);
    private Wire wire;
    private Stage stage = Stage.NONE;
    private @Nullable InetAddress countedAs;
    private long outputBytes;
    private long finishDeadline;
    private boolean dirty;
    private boolean overflow;
    private boolean readerTooSlow;
    private boolean finishing;
    private boolean lingers;
    private boolean inputEnded;
    private boolean closed;

    /** @param onClose called once, when everything else about the closing is done */
    Connection(SocketChannel channel, SelectionKey key, Shared shared, Consumer<Connection> onClose)
            throws IOException {
        if (!(channel.getRemoteAddress() instanceof InetSocketAddress address)) {
            throw new IOException("the client has gone already");
        }
        this.channel = channel;
        this.key = key;
        this.shared = shared;
        this.onClose = onClose;
        this.remote = address;
        this.wire = new PlainWire(channel);
    }

    /** From now on everything goes through TLS. */
    void secure(SSLEngine engine, TlsWire.Shared tls) throws IOException {
        wire = new TlsWire(channel, engine, tls, this::resume);
    }

    void become(Stage next) {
        stage = next;
    }

    /** Whose connections this one counts among; empty while it counts among nobody's. */
    Optional<InetAddress> countedAs() {
        return Optional.ofNullable(countedAs);
    }

    void countAs(InetAddress address) {
        countedAs = address;
    }

    Stage stage() {
        return stage;
    }

    InetSocketAddress remote() {
        return remote;
    }

    /** Whether bytes that are written now still have a chance to arrive. */
    boolean isWritable() {
        return !closed && !finishing && !overflow;
    }

    boolean hasOutput() {
        return outputBytes > 0;
    }

    boolean isHandshakingTls() {
        return wire.isHandshaking();
    }

    /** Queues bytes. When too much waits, the stage is told at the end of the pass. */
    void write(ByteBuffer bytes) {
        if (!isWritable()) {
            return;
        }
        int count = bytes.remaining();
        readerTooSlow = outputBytes + count > shared.readerBytes();
        overflow = readerTooSlow || !shared.budget().take(count);
        if (!overflow) {
            output.add(bytes);
            outputBytes += count;
        }
        flushLater();
    }

    /**
     * Closes once everything written has gone out, or when the time for that is over. Input is ignored from now on.
     *
     * @param linger wait for the other side to close too. Closing while bytes of it are on their way would
     *     destroy what it has not read yet, and with it the reason of the closing
     */
    void finish(boolean linger, long nowNanos) {
        if (closed || finishing) {
            return;
        }
        finishing = true;
        lingers = linger;
        finishDeadline = nowNanos + shared.lingerNanos();
        flushLater();
    }

    /** Closes at once. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A socket did not close cleanly", e);
        }
        forgetOutput();
        stage.closed();
        shared.metrics().connectionClosed();
        onClose.accept(this);
    }

    @Override
    public void ready(SelectionKey ready, long nowNanos) throws IOException {
        if (ready.isReadable()) {
            readable(nowNanos);
        }
        if (!closed && ready.isWritable()) {
            flushLater();
        }
    }

    @Override
    public void failed(Exception cause) {
        if (cause instanceof RuntimeException) {
            LOG.log(Level.WARNING, "A connection is closed because of a bug in the server", cause);
            shared.metrics().refused(Refusal.INTERNAL_ERROR);
        } else if (wire.isHandshaking()) {
            shared.metrics().refused(Refusal.TLS_FAILED);
        }
        close();
    }

    /** The loop's clock has moved on. */
    void tick(long nowNanos) {
        try {
            if (!finishing) {
                stage.tick(nowNanos);
            } else if (nowNanos - finishDeadline >= 0) {
                close();
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Sends what waits. Called by the loop at the end of a pass. */
    void flush() {
        if (closed) {
            return;
        }
        try {
            stage.flushing();
            dirty = false;
            if (overflow) {
                overflow = false;
                forgetUnbegun();
                stage.overflowed(readerTooSlow);
            }
            if (send() && wire.flush()) {
                allSent();
            }
            watch();
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    private void readable(long nowNanos) throws IOException {
        ByteBuffer bytes = shared.readBuffer().clear();
        int count = wire.read(bytes);
        if (count < 0) {
            inputEnded();
        } else if (count > 0) {
            shared.metrics().received(count);
            if (!finishing) {
                stage.received(bytes.flip(), nowNanos);
            }
        }
        watch();
    }

    /** A part of the TLS handshake was done elsewhere. */
    private void resume() {
        if (closed) {
            return;
        }
        try {
            readable(System.nanoTime());
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    private void inputEnded() {
        inputEnded = true;
        // Whoever asked over plain HTTP may finish sending first and still wants the answer.
        if (!finishing || !hasOutput()) {
            close();
        }
    }

    /**
     * Writes until the system takes no more; true when all is written. Small messages go together, in one call to the
     * system: that call costs more than the copying.
     */
    private boolean send() throws IOException {
        ByteBuffer together = shared.writeBuffer();
        while (!output.isEmpty()) {
            together.clear();
            for (ByteBuffer bytes : output) {
                int count = Math.min(bytes.remaining(), together.remaining());
                together.put(together.position(), bytes, bytes.position(), count)
                        .position(together.position() + count);
            }
            together.flip();
            int offered = together.remaining();
            wire.write(together);
            sent(offered - together.remaining());
            if (together.hasRemaining()) {
                return false;
            }
        }
        return true;
    }

    private void sent(int count) {
        outputBytes -= count;
        shared.budget().give(count);
        shared.metrics().sent(count);
        int left = count;
        ByteBuffer first = output.peek();
        while (first != null && left >= first.remaining()) {
            left -= first.remaining();
            output.poll();
            first = output.peek();
        }
        if (first != null && left > 0) {
            first.position(first.position() + left);
        }
    }

    private void allSent() throws IOException {
        stage.flushed(System.nanoTime());
        if (!finishing) {
            return;
        }
        if (!lingers || inputEnded) {
            close();
        } else {
            wire.finish();
        }
    }

    /** Asks for a {@link #flush} at the end of this pass. */
    void flushLater() {
        if (!dirty && !closed) {
            dirty = true;
            shared.dirty().add(this);
        }
    }

    /** Throws away what the system has nothing of yet; a frame half sent must go on, or the stream breaks. */
    private void forgetUnbegun() {
        ByteBuffer first = output.peek();
        if (first == null || first.position() == 0) {
            forgetOutput();
            return;
        }
        shared.budget().give(outputBytes - first.remaining());
        outputBytes = first.remaining();
        output.clear();
        output.add(first);
    }

    private void forgetOutput() {
        shared.budget().give(outputBytes);
        outputBytes = 0;
        output.clear();
    }

    private void watch() {
        if (closed) {
            return;
        }
        int wanted = (wire.wantsRead() && !inputEnded ? SelectionKey.OP_READ : 0)
                | (output.isEmpty() && !wire.hasUnsent() ? 0 : SelectionKey.OP_WRITE);
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }
}
