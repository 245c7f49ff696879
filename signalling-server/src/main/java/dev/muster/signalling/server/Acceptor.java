package dev.muster.signalling.server;

import dev.muster.signalling.server.metrics.Metrics;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/**
 * The listening socket.
 *
 * <p>When the system has no more to give, no file descriptor for instance, accepting rests for a moment and
 * goes on; the listening socket stays open whatever happens. Owned by the loop thread.
 */
final class Acceptor implements EventLoop.Handler {
    private static final Logger LOG = System.getLogger(Acceptor.class.getName());
    private static final int AT_ONCE = 64; // Then the sockets that are open already get their turn.
    private static final long REST_NANOS = 100_000_000L;

    private final ServerSocketChannel channel;
    private final SelectionKey key;
    private final Metrics metrics;
    private final Consumer<SocketChannel> onAccept;
    private boolean resting;
    private long restEndNanos;

    /** @param channel as {@link #bind} gives it */
    Acceptor(ServerSocketChannel channel, Selector selector, Metrics metrics, Consumer<SocketChannel> onAccept)
            throws IOException {
        this.channel = channel;
        this.metrics = metrics;
        this.onAccept = onAccept;
        this.key = channel.register(selector, SelectionKey.OP_ACCEPT, this);
    }

    /** A listening socket on the configured address. */
    static ServerSocketChannel bind(ServerConfig config) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true); // Restart at once after a crash.
            channel.bind(config.address(), config.limits().count(Limit.BACKLOG));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void ready(SelectionKey ready, long nowNanos) {
        try {
            for (int i = 0; i < AT_ONCE; i++) {
                SocketChannel accepted = channel.accept();
                if (accepted == null) {
                    return;
                }
                take(accepted);
            }
        } catch (IOException e) {
            rest(nowNanos, e);
        }
    }

    @Override
    public void failed(Exception cause) {
        LOG.log(Level.WARNING, "A new connection was lost because of a bug in the server", cause);
    }

    void tick(long nowNanos) {
        if (resting && nowNanos - restEndNanos >= 0 && key.isValid()) {
            resting = false;
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    void close() throws IOException {
        channel.close();
    }

    private void take(SocketChannel accepted) {
        try {
            accepted.configureBlocking(false);
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            onAccept.accept(accepted);
        } catch (IOException e) {
            // The client has gone between connecting and now: nothing to serve, nobody to tell.
            metrics.acceptFailed();
            LOG.log(Level.DEBUG, "A new connection was lost", e);
            closeQuietly(accepted);
        }
    }

    private void rest(long nowNanos, IOException cause) {
        metrics.acceptFailed();
        if (!resting) {
            LOG.log(Level.WARNING, "The system gives no more connections ({0}); trying again soon", cause.getMessage());
        }
        resting = true;
        restEndNanos = nowNanos + REST_NANOS;
        key.interestOps(0);
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A socket did not close cleanly", e);
        }
    }
}
