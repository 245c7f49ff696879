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

/**
 * The listening socket.
 *
 * <p>When the system has no more to give, no file descriptor for instance, accepting rests for a moment and
 * goes on; the listening socket stays open whatever happens. Owned by the loop thread.
 */
final class Acceptor implements EventLoop.Handler {
    private static final Logger LOG = System.getLogger(Acceptor.class.getName());
    private static final long LOG_NANOS = 60_000_000_000L; // Whoever can starve us shall not fill the disk as well.
    private static final long REST_NANOS = 100_000_000L;

    /** Who takes new connections in. If it throws, the connection is closed here. */
    interface Host {
        void arrived(SocketChannel channel) throws IOException;
    }

    private final ServerSocketChannel channel;
    private final SelectionKey key;
    private final Metrics metrics;
    private final Host host;
    private final int atOnce;
    private final int socketBufferBytes;
    private boolean resting;
    private boolean everLogged;
    private long loggedNanos;
    private long restEndNanos;

    /** @param channel as {@link #bind} gives it */
    Acceptor(ServerSocketChannel channel, Selector selector, Limits limits, Metrics metrics, Host host)
            throws IOException {
        this.atOnce = limits.count(Limit.ACCEPTS_AT_ONCE);
        this.socketBufferBytes = socketBufferBytes(limits);
        this.channel = channel;
        this.metrics = metrics;
        this.host = host;
        this.key = channel.register(selector, SelectionKey.OP_ACCEPT, this);
    }

    /** The system's own choice can be megabytes, which nobody would count. */
    private static int socketBufferBytes(Limits limits) {
        return limits.count(Limit.SOCKET_BUFFER_BYTES);
    }

    /** A listening socket on the configured address. */
    static ServerSocketChannel bind(ServerConfig config) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true); // Restart at once after a crash.
            channel.setOption(
                    StandardSocketOptions.SO_RCVBUF,
                    socketBufferBytes(config.limits())); // What it accepts inherits it.
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
            for (int i = 0; i < atOnce; i++) {
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

    @Override
    public void tick(long nowNanos) {
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
            accepted.setOption(StandardSocketOptions.SO_SNDBUF, socketBufferBytes);
            host.arrived(accepted);
        } catch (IOException e) {
            // The client has gone between connecting and now: nothing to serve, nobody to tell.
            metrics.acceptFailed();
            LOG.log(Level.DEBUG, "A new connection was lost", e);
            closeQuietly(accepted);
        } catch (RuntimeException e) {
            metrics.acceptFailed();
            closeQuietly(accepted);
            failed(e);
        }
    }

    private void rest(long nowNanos, IOException cause) {
        metrics.acceptFailed();
        if (!everLogged || nowNanos - loggedNanos >= LOG_NANOS) {
            everLogged = true;
            loggedNanos = nowNanos;
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
