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
     */
    record Shared(
            ByteBuffer readBuffer,
            ByteBuffer writeBuffer,
            Deque<Connection> dirty,
            MemoryBudget budget,
            Metrics metrics,
            Bounds bounds) {}

    /**
     * The limits of one connection.
     *
     * @param output that may wait for its reader
     * @param senderBytes that may wait for others, from this one
     * @param lingerNanos that it gets for closing
     */
    record Bounds(OutputBounds output, long senderBytes, long lingerNanos) {
        static Bounds of(Limits limits) {
            return new Bounds(
                    OutputBounds.of(limits), limits.get(Limit.SENDER_BYTES), limits.nanos(Limit.LINGER_MILLIS));
        }
    }

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Shared shared;
    private final InetSocketAddress remote;
    private final Consumer<Connection> onClose;
    private final MemoryAccount account;
    private final Output output;
    private final StallClock stall = new StallClock();
    private final SenderCredit credit;
    private Wire wire;
    private Stage stage = Stage.NONE;
    private @Nullable InetAddress countedAs;
    private @Nullable Refusal doom;
    private boolean speechless;
    private long unbilled;
    private long finishDeadline;
    private boolean dirty;
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
        this.account = shared.budget().open(address.getAddress(), this::evicted);
        this.output = new Output(account, shared.bounds().output().bytes());
        this.credit = new SenderCredit(shared.bounds().senderBytes(), this::creditChanged);
        this.wire = new PlainWire(channel);
    }

    /** From now on everything goes through TLS. */
    void secure(SSLEngine engine, TlsWire.Shared tls) throws IOException {
        wire = new TlsWire(channel, engine, tls, account, this::resume);
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
        account.moveTo(address);
    }

    /** What it holds of the server's memory. */
    MemoryAccount account() {
        return account;
    }

    Stage stage() {
        return stage;
    }

    InetSocketAddress remote() {
        return remote;
    }

    /** Whether bytes that are written now still have a chance to arrive, and bytes that come still matter. */
    boolean isAlive() {
        return !closed && !finishing && doom == null;
    }

    boolean isHandshakingTls() {
        return wire.isHandshaking();
    }

    /** What this one has sent to others and they have not got yet. */
    SenderCredit credit() {
        return credit;
    }

    /** Whether it is not read now, because others do not take what it has sent: its silence means nothing. */
    boolean isHeldBack() {
        return credit.isExhausted();
    }

    /** Queues bytes of the server's own. */
    void write(ByteBuffer bytes) {
        write(bytes, SenderCredit.UNLIMITED);
    }

    /** Queues bytes on somebody's credit. When too much waits, the stage is told at the end of the pass. */
    void write(ByteBuffer bytes, SenderCredit sender) {
        if (!isAlive()) {
            return;
        }
        if (output.waiting() + Output.cost(bytes) > shared.bounds().output().bytesMax()) {
            tooMuch(Refusal.MEMORY_FULL);
        } else {
            output.add(bytes, sender);
            flushLater();
        }
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
        finishDeadline = nowNanos + shared.bounds().lingerNanos();
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
        output.forget();
        wire.forget();
        if (isHeldBack()) {
            shared.metrics().readAgain();
        }
        credit.close();
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
        } else if (cause instanceof WireBreach breach) {
            shared.metrics().refused(breach.refusal());
        } else if (wire.isHandshaking()) {
            shared.metrics().refused(Refusal.TLS_FAILED);
        }
        close();
    }

    @Override
    public void tick(long nowNanos) {
        if (closed) {
            return;
        }
        try {
            if (finishing && nowNanos - finishDeadline >= 0) {
                close();
            } else if (isAlive() && isStalled(nowNanos)) {
                tooMuch(Refusal.SLOW_READER);
            } else if (isAlive()) {
                stage.tick(nowNanos);
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Sends what waits. Called by the loop at the end of a pass. */
    void flush(long nowNanos) {
        if (closed) {
            return;
        }
        try {
            stage.flushing();
            dirty = false;
            meetDoom(nowNanos);
            if (!closed) {
                send(nowNanos);
            }
            stall.see(output.queued(), output.queued() - output.waiting() - (wire.hasUnsent() ? 1 : 0), nowNanos);
            watch();
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    private boolean isStalled(long nowNanos) {
        OutputBounds bounds = shared.bounds().output();
        return stall.isOver(bounds.stallNanos(), nowNanos)
                || (stall.isOver(bounds.holdNanos(), nowNanos) && output.holdsSomebodyBack());
    }

    /** The reader does not keep up. A frame half sent must still go on, or nobody could read the reason. */
    private void tooMuch(Refusal refusal) {
        output.forgetUnbegun();
        condemn(refusal);
    }

    private void creditChanged() {
        if (isHeldBack()) {
            shared.metrics().heldBack();
        } else {
            shared.metrics().readAgain();
        }
        watch();
    }

    /** Others need the memory. What is half sent goes too; then there is no way to tell the reader why. */
    private void evicted() {
        speechless |= finishing || output.isBegun() || wire.hasUnsent();
        output.forget();
        wire.forget();
        stage.forget();
        condemn(Refusal.MEMORY_FULL);
    }

    /** Nothing more is read or written. The closing comes at the end of the pass, when no handler is in the middle. */
    private void condemn(Refusal refusal) {
        if (doom == null && !closed) {
            doom = refusal;
            flushLater();
        }
    }

    private void meetDoom(long nowNanos) {
        Refusal refusal = doom;
        if (refusal == null) {
            return;
        }
        doom = null;
        if (!speechless) {
            stage.condemned(refusal, nowNanos);
        } else if (!finishing) {
            shared.metrics().refused(refusal);
        }
        if (speechless || !finishing) {
            close();
        }
    }

    private void readable(long nowNanos) throws IOException {
        ByteBuffer bytes = shared.readBuffer().clear();
        int count = wire.read(bytes, nowNanos);
        shared.metrics().received(wire.rawCount());
        unbilled += wire.rawCount();
        if (count < 0) {
            inputEnded();
        } else if (count > 0 && isAlive()) {
            long cost = unbilled;
            unbilled = 0;
            stage.received(bytes.flip(), cost, nowNanos);
        }
        if (wire.hasUnsent()) {
            flushLater(); // An answer of TLS itself: it has to go out in time like any other.
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
        if (!finishing || (output.isEmpty() && !wire.hasUnsent())) {
            close();
        }
    }

    private void send(long nowNanos) throws IOException {
        shared.metrics().sent(output.sendThrough(wire, shared.writeBuffer()));
        if (output.isEmpty() && wire.flush()) {
            allSent();
        }
        if (!closed && wire.hasPutOff()) {
            readable(nowNanos);
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

    private void watch() {
        if (closed) {
            return;
        }
        int wanted = (wire.wantsRead() && !inputEnded && !isHeldBack() ? SelectionKey.OP_READ : 0)
                | (output.isEmpty() && !wire.hasUnsent() ? 0 : SelectionKey.OP_WRITE);
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }
}
