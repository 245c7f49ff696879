package dev.muster.tcp;

import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.PeerId;
import dev.muster.transport.Transport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All connections of a transport, with their bounds and the time they have to open. */
final class Connections {
    /** Offers and connections together; more are refused with {@link CloseReason#LIMIT}. */
    static final int CONNECTIONS_MAX = 256;

    /** Offers that wait for an answer; one more and the oldest goes. */
    static final int OFFERS_MAX = 64;

    private final Duration connectTimeout;
    private final Map<ConnectionId, TcpConnection> connections = new LinkedHashMap<>();
    private long made;
    private long earliestDeadlineNanos = Transport.NO_DEADLINE;

    Connections(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    ConnectionId newId() {
        return new ConnectionId(++made);
    }

    /** Its time begins at the next poll: before the first one nobody has told what time it is. */
    void add(TcpConnection connection, long nowNanos) {
        connections.put(connection.id(), connection);
        earliestDeadlineNanos = Math.min(earliestDeadlineNanos, nowNanos);
        if (connections.size() > CONNECTIONS_MAX) {
            connection.close(CloseReason.LIMIT, "there are " + CONNECTIONS_MAX + " connections; close some first");
        }
    }

    void remove(TcpConnection connection) {
        connections.remove(connection.id());
    }

    @Nullable
    TcpConnection get(ConnectionId id) {
        return connections.get(id);
    }

    List<TcpConnection> all() {
        return List.copyOf(connections.values());
    }

    /** The connection of this side that was offered with a token, and waits. */
    Optional<TcpConnection> offeredWith(UUID token) {
        return connections.values().stream()
                .filter(connection ->
                        connection.offering() && connection.token().equals(token))
                .findFirst();
    }

    /** A peer that offers too often loses its own oldest offer; only a crowd of peers costs somebody else's. */
    void makeRoomForAnOffer(PeerId from) {
        List<TcpConnection> waiting = connections.values().stream()
                .filter(TcpConnection::waitsForAccept)
                .toList();
        List<TcpConnection> ofOnePeer = waiting.stream()
                .filter(connection -> connection.peer().equals(from))
                .toList();
        if (ofOnePeer.size() >= Transport.OFFERS_PER_PEER_MAX) {
            ofOnePeer
                    .get(0)
                    .close(
                            CloseReason.LIMIT,
                            "more than " + Transport.OFFERS_PER_PEER_MAX + " offers of this peer wait");
        } else if (waiting.size() >= OFFERS_MAX) {
            waiting.get(0).close(CloseReason.LIMIT, "more than " + OFFERS_MAX + " offers wait; answer them sooner");
        }
    }

    long earliestDeadlineNanos() {
        return earliestDeadlineNanos;
    }

    /** Closes what did not open in time. */
    void expire(long nowNanos) {
        earliestDeadlineNanos = Transport.NO_DEADLINE;
        for (TcpConnection connection : all()) {
            if (connection.open()) {
                continue;
            }
            long deadline = connection.startClock(nowNanos + connectTimeout.toNanos());
            if (deadline <= nowNanos) {
                connection.close(CloseReason.TIMED_OUT, "not open within " + connectTimeout + "; is the peer there?");
            } else {
                earliestDeadlineNanos = Math.min(earliestDeadlineNanos, deadline);
            }
        }
    }
}
