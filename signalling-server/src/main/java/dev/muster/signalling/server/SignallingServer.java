package dev.muster.signalling.server;

import dev.muster.signalling.server.StartException.Problem;
import dev.muster.signalling.server.metrics.Metrics;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A running signalling server, compatible with Matchbox clients 0.6 to 0.14.
 *
 * <pre>{@code
 * try (SignallingServer server = SignallingServer.builder().port(0).start()) {
 *     System.out.println("ws://localhost:" + server.boundAddress().getPort());
 *     …
 * }
 * }</pre>
 *
 * <p>One thread does everything, and two more help with TLS if that is on. All methods may be called from any
 * thread. Nothing is kept on disk: when the server ends, its rooms end.
 */
public final class SignallingServer implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The largest TLS record, three times: whoever reads always has room for what one call can give. */
    private static final int READ_BUFFER_BYTES = 49_152;

    private static final int WRITE_BUFFER_BYTES = 65_536;

    private final InetSocketAddress boundAddress;
    private final Duration closePatience;
    private final Metrics metrics = new Metrics();
    private final Deque<Connection> dirty = new ArrayDeque<>();
    private final MemoryBudget budget;
    private final Switchboard switchboard;
    private final Pages pages;
    private final EventLoop loop;
    private final Optional<TlsContext> tls;
    private final Reception reception;
    private final Acceptor acceptor;
    private final Drain drain;

    private SignallingServer(ServerConfig config, Selector selector, ServerSocketChannel listening) throws IOException {
        Limits limits = config.limits();
        this.boundAddress = (InetSocketAddress) listening.getLocalAddress();
        this.closePatience =
                PATIENCE.plusMillis(limits.get(Limit.DRAIN_NOTICE_MILLIS)).plusMillis(limits.get(Limit.LINGER_MILLIS));
        this.budget = new MemoryBudget(MemoryBudget.Bounds.of(limits));
        this.loop = new EventLoop(selector, TICK, new LoopHooks());
        Addresses addresses = new Addresses(Addresses.Bounds.of(limits));
        Embedder embedder = new Embedder(config, metrics);
        this.switchboard = new Switchboard(config, metrics, embedder);
        this.pages = new Pages(metrics, switchboard);
        PeerSocket.Shared sockets = new PeerSocket.Shared(switchboard, metrics, PeerSocket.Bounds.of(limits));
        RequestDesk desk = new RequestDesk(config, sockets, pages, new RequestDesk.Door(embedder, addresses));
        this.tls = config.tls().isPresent()
                ? Optional.of(new TlsContext(config.tls().get(), metrics, upkeep(limits), loop::execute))
                : Optional.empty();
        Connection.Shared connections = new Connection.Shared(
                ByteBuffer.allocate(READ_BUFFER_BYTES),
                ByteBuffer.allocateDirect(WRITE_BUFFER_BYTES),
                dirty,
                budget,
                metrics,
                Connection.Bounds.of(limits));
        this.reception = new Reception(config, selector, connections, tls, new Reception.Inside(addresses, desk));
        this.acceptor = new Acceptor(listening, selector, limits, metrics, reception);
        this.drain = new Drain(acceptor, desk, switchboard, reception.guests(), limits);
    }

    private static Rate upkeep(Limits limits) {
        long records = limits.get(Limit.TLS_UPKEEP_RECORDS);
        return new Rate(records / 60.0, records);
    }

    /** A builder with all defaults: every address of this machine, port 3536, full mesh. */
    public static SignallingServerBuilder builder() {
        return new SignallingServerBuilder();
    }

    /** The version of this software. */
    public static String version() {
        return Version.current();
    }

    static SignallingServer start(ServerConfig config) throws StartException {
        Deque<Closeable> opened = new ArrayDeque<>();
        try {
            ServerSocketChannel listening = bind(config);
            opened.push(listening);
            Selector selector = Selector.open();
            opened.push(selector);
            SignallingServer server = new SignallingServer(config, selector, listening);
            opened.push(server::endTls);
            server.tls.ifPresent(TlsContext::watch);
            server.loop.start();
            return server;
        } catch (StartException | RuntimeException | Error e) {
            closeAll(opened, e);
            throw e;
        } catch (IOException e) {
            StartException failure = new StartException(Problem.BAD_CONFIGURATION, sentence(e), e);
            closeAll(opened, failure);
            throw failure;
        }
    }

    /** A server that does not start leaves nothing open. */
    private static void closeAll(Deque<Closeable> opened, Throwable failure) {
        for (Closeable open : opened) {
            try {
                open.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private void endTls() {
        tls.ifPresent(TlsContext::close);
    }

    /** Where clients reach the server; with port 0, the port that the system chose. */
    public InetSocketAddress boundAddress() {
        return boundAddress;
    }

    /** The server in numbers, now. */
    public ServerStats stats() {
        return new ServerStats(
                pages.uptime(),
                metrics.connections(),
                metrics.peers(),
                switchboard.roomCount(),
                metrics.joins(),
                metrics.relays(),
                metrics.refusals());
    }

    /** All counters in the text format of Prometheus, as {@code /metrics} gives them. */
    public String prometheusMetrics() {
        return metrics.toPrometheus(switchboard.roomCount(), pages.uptime().toMillis() / 1e3);
    }

    /** Whether the server still serves. */
    public boolean isRunning() {
        return loop.isRunning();
    }

    /**
     * Waits until the server has ended, by {@link #close} or because of a failure that it cannot survive.
     *
     * @throws IllegalStateException if it was a failure; the cause says which
     */
    public void awaitEnd() throws InterruptedException {
        loop.join(Duration.ofMillis(Long.MAX_VALUE));
        Optional<Throwable> cause = loop.deathCause();
        if (cause.isPresent()) {
            throw new IllegalStateException("the signalling server failed", cause.get());
        }
    }

    /**
     * Ends the server: no new connections; clients that asked for it are told, and get a moment to go elsewhere;
     * all others are closed with 1001. Returns when no thread and no socket is left, after
     * {@link Limit#DRAIN_NOTICE_MILLIS} and {@link Limit#LINGER_MILLIS} at the latest, and usually much sooner.
     * A callback that does not return can hold the server: then this gives up some seconds later, and the thread ends
     * when the callback does. Closing twice is closing once. From a callback it only begins and returns at once.
     */
    @Override
    public void close() {
        loop.execute(() -> drain.begin(System.nanoTime()));
        if (loop.isOwner()) {
            return;
        }
        try {
            if (!loop.join(closePatience)) {
                loop.stop(); // A callback must have blocked the loop: end after it, without goodbyes.
                if (!loop.join(PATIENCE)) {
                    endTls();
                }
            }
        } catch (InterruptedException e) {
            loop.stop();
            Thread.currentThread().interrupt();
        }
    }

    /** The counters, for tests. */
    Metrics metrics() {
        return metrics;
    }

    private void flush(long nowNanos) {
        Connection connection = dirty.poll();
        while (connection != null) {
            connection.flush(nowNanos);
            connection = dirty.poll();
        }
        metrics.filled(budget.held(), reception.waiting());
    }

    private final class LoopHooks implements EventLoop.Hooks {
        @Override
        public void passBegins(long nowNanos) {
            budget.clock(nowNanos);
        }

        @Override
        public void passEnds(long nowNanos) {
            if (drain.tick(nowNanos)) {
                loop.stop();
            }
            flush(nowNanos);
        }

        @Override
        public void ended() {
            endTls();
            metrics.filled(0, 0);
        }
    }

    private static ServerSocketChannel bind(ServerConfig config) throws StartException {
        try {
            return Acceptor.bind(config);
        } catch (IOException | UnresolvedAddressException e) {
            InetSocketAddress address = config.address();
            throw new StartException(
                    Problem.CANNOT_BIND,
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + " (" + sentence(e)
                            + "); is another program using that port?",
                    e);
        }
    }

    private static String sentence(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
