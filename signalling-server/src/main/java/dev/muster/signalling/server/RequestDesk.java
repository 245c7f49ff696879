package dev.muster.signalling.server;

import dev.muster.signalling.server.http.Field;
import dev.muster.signalling.server.http.RequestHead;
import dev.muster.signalling.server.metrics.Metrics;
import dev.muster.signalling.server.metrics.Refusal;
import dev.muster.signalling.server.rooms.Join;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Answers whole requests: a page, a refusal, or a seat in a room. Owned by the loop thread. */
final class RequestDesk implements RequestStage.Desk {
    private static final Optional<Refused> TOO_MANY_JOINS =
            Optional.of(new Refused(Refusal.TOO_MANY_JOINS, "too many joins from your address in a short time"));

    /** Who has a say in who may come in. */
    record Door(Embedder embedder, Addresses addresses) {}

    private final ServerConfig config;
    private final Switchboard switchboard;
    private final PeerSocket.Shared sockets;
    private final Metrics metrics;
    private final Pages pages;
    private final Router router;
    private final Door door;
    private boolean draining;

    RequestDesk(ServerConfig config, PeerSocket.Shared sockets, Pages pages, Door door) {
        this.door = door;
        this.config = config;
        this.sockets = sockets;
        this.switchboard = sockets.switchboard();
        this.metrics = sockets.metrics();
        this.pages = pages;
        this.router = new Router(config.pathPrefix(), config.allowedOrigins(), switchboard.groupSizeMax());
    }

    /** From now on everybody is sent away. */
    void drain() {
        draining = true;
    }

    @Override
    public void request(Connection connection, RequestHead head, int headLength, ByteBuffer bytes, long nowNanos) {
        Route route = draining ? new Refused(Refusal.DRAINING, "the server is shutting down") : router.route(head);
        if (route instanceof Route.ToRoom toRoom) {
            InetSocketAddress address = clientAddress(connection, head);
            Optional<Refused> verdict = mayJoin(connection, nowNanos) ? verdict(toRoom, address, head) : TOO_MANY_JOINS;
            if (verdict.isPresent()) {
                Answers.refuse(connection, verdict.get(), metrics, nowNanos);
            } else {
                enter(
                        connection,
                        new Peer.Request(toRoom.room(), address, toRoom.extended()),
                        new PeerSocket.Opening(head, headLength, bytes, nowNanos));
            }
        } else if (route instanceof Route.Page page) {
            Answers.send(connection, pages.page(page), !head.method().equals("HEAD"), nowNanos);
        } else if (route instanceof Refused refused) {
            Answers.refuse(connection, refused, metrics, nowNanos);
        }
    }

    private void enter(Connection connection, Peer.Request request, PeerSocket.Opening opening) {
        PeerSocket socket = new PeerSocket(connection, sockets, request, opening);
        Join<Peer> join = switchboard.seat(socket.peer());
        if (join instanceof Join.Seated<Peer> seated) {
            connection.become(socket);
            socket.open(opening, seated.notices());
        } else {
            Refused refused = join instanceof Join.RoomFull<Peer>
                    ? new Refused(Refusal.ROOM_FULL, "the room is full")
                    : new Refused(Refusal.ROOMS_FULL, "there are too many rooms");
            Answers.refuse(connection, refused, metrics, opening.nowNanos());
        }
    }

    private boolean mayJoin(Connection connection, long nowNanos) {
        return connection
                .countedAs()
                .filter(address -> door.addresses().mayJoin(address, nowNanos))
                .isPresent();
    }

    /** Asks the embedder; empty when the client may come in. */
    private Optional<Refused> verdict(Route.ToRoom toRoom, InetSocketAddress address, RequestHead head) {
        Map<String, String> headers = new HashMap<>();
        for (Field field : head.fields()) {
            headers.merge(field.name(), field.value(), (first, more) -> first + ", " + more);
        }
        ConnectionRequest request = new ConnectionRequest(
                address, toRoom.room().name(), toRoom.target().query(), headers);
        return door.embedder().verdict(request);
    }

    /** Where the request comes from: behind a trusted proxy, what the proxy says. */
    private InetSocketAddress clientAddress(Connection connection, RequestHead head) {
        InetSocketAddress remote = connection.remote();
        if (!config.trustedProxies().contains(remote.getAddress())) {
            return remote;
        }
        return ForwardedFor.lastHop(head)
                .map(hop -> new InetSocketAddress(hop, remote.getPort()))
                .orElse(remote);
    }
}
