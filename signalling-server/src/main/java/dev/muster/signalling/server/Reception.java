package dev.muster.signalling.server;

import dev.muster.signalling.server.http.RequestHead;
import dev.muster.signalling.server.metrics.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Takes new connections in, within the limits on their number, until their request is whole. Owned by the loop thread.
 *
 * <p>Connections that send no request can crowd out nobody but each other: beyond the limit the oldest goes.
 */
final class Reception implements Acceptor.Host, RequestStage.Receiver {
    /** @param desk where whole requests are answered */
    record Inside(Addresses addresses, RequestStage.Desk desk) {}

    private final ServerConfig config;
    private final Selector selector;
    private final Connection.Shared shared;
    private final Optional<TlsContext> tls;
    private final RequestStage.Desk desk;
    private final Addresses addresses;
    private final Set<Connection> guests = new LinkedHashSet<>();
    private final Set<Connection> waiting = new LinkedHashSet<>(); // In the order they came.
    private final Set<Connection> turnedAway = new LinkedHashSet<>();

    Reception(
            ServerConfig config, Selector selector, Connection.Shared shared, Optional<TlsContext> tls, Inside inside) {
        this.config = config;
        this.selector = selector;
        this.shared = shared;
        this.tls = tls;
        this.desk = inside.desk();
        this.addresses = inside.addresses();
    }

    /** Everybody who has been let in and is still there. */
    Set<Connection> guests() {
        return guests;
    }

    /** Connections that have not sent their request yet. */
    int waiting() {
        return waiting.size();
    }

    @Override
    public void arrived(SocketChannel channel) throws IOException {
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        Connection connection = new Connection(channel, key, shared, this::closed);
        key.attach(connection);
        shared.metrics().connectionOpened();
        try {
            letIn(connection);
        } catch (IOException e) {
            connection.failed(e);
        }
    }

    @Override
    public void request(Connection connection, RequestHead head, int headLength, ByteBuffer bytes, long nowNanos) {
        waiting.remove(connection);
        if (identify(connection, head)) {
            desk.request(connection, head, headLength, bytes, nowNanos);
        } else {
            noRequest(connection, Refusal.ADDRESS_FULL, "too many connections from your address", nowNanos);
        }
    }

    @Override
    public void noRequest(Connection connection, Refusal refusal, String reason, long nowNanos) {
        waiting.remove(connection);
        Answers.refuse(connection, new Refused(refusal, reason), shared.metrics(), nowNanos);
    }

    private void letIn(Connection connection) throws IOException {
        InetAddress address = connection.remote().getAddress();
        long now = System.nanoTime();
        if (guests.size() >= config.limits().get(Limit.CONNECTIONS)) {
            turnAway(connection, Refusal.SERVER_FULL, "the server is full", now);
        } else if (!isProxy(address) && !addresses.enter(address)) {
            turnAway(connection, Refusal.ADDRESS_FULL, "too many connections from your address", now);
        } else {
            if (!isProxy(address)) {
                connection.countAs(address);
            }
            guests.add(connection);
            awaitRequest(connection, now);
        }
    }

    private void awaitRequest(Connection connection, long now) throws IOException {
        if (tls.isPresent()) {
            tls.get().secure(connection);
        }
        Limits limits = config.limits();
        connection.become(new RequestStage(
                connection,
                this,
                new RequestStage.Bounds(limits.count(Limit.HANDSHAKE_BYTES), limits.count(Limit.HEADER_LINES)),
                now + limits.nanos(Limit.HANDSHAKE_MILLIS)));
        waiting.add(connection);
        if (waiting.size() > limits.count(Limit.HANDSHAKES)) {
            Iterator<Connection> oldest = waiting.iterator();
            Connection dropped = oldest.next();
            oldest.remove();
            shared.metrics().refused(Refusal.CROWDED_OUT);
            dropped.close();
        }
    }

    private void turnAway(Connection connection, Refusal refusal, String reason, long now) {
        if (tls.isPresent() || turnedAway.size() >= config.limits().get(Limit.TURNED_AWAY)) {
            shared.metrics().refused(refusal);
            connection.close();
            return;
        }
        turnedAway.add(connection);
        Answers.refuse(connection, new Refused(refusal, reason), shared.metrics(), now);
    }

    /** Counts a connection that came through a proxy for its true origin; false when that has too many. */
    private boolean identify(Connection connection, RequestHead head) {
        if (connection.countedAs().isPresent() || !isProxy(connection.remote().getAddress())) {
            return true;
        }
        // Whoever comes through it without a name counts as the proxy itself, which probes us now and then.
        InetAddress origin =
                ForwardedFor.lastHop(head).orElse(connection.remote().getAddress());
        if (!addresses.enter(origin)) {
            return false;
        }
        connection.countAs(origin);
        return true;
    }

    private boolean isProxy(InetAddress address) {
        return config.trustedProxies().contains(address);
    }

    private void closed(Connection connection) {
        connection.countedAs().ifPresent(addresses::leave);
        guests.remove(connection);
        waiting.remove(connection);
        turnedAway.remove(connection);
    }
}
