package dev.muster.signalling.server;

import dev.muster.signalling.server.metrics.Drop;
import dev.muster.signalling.server.metrics.Metrics;
import dev.muster.signalling.server.rooms.Join;
import dev.muster.signalling.server.rooms.Notice;
import dev.muster.signalling.server.rooms.Rooms;
import dev.muster.signalling.server.rooms.Seat;
import dev.muster.signalling.server.wire.ClientMessage;
import dev.muster.signalling.server.wire.ErrorKind;
import dev.muster.signalling.server.wire.ServerEvents;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Carries what rooms decide to the peers, and what peers say to each other. Owned by the loop thread.
 *
 * <p>The order that stock clients rely on: a newcomer can be reached, then it gets its id as its first message,
 * then the others hear of it. Of one sender, each receiver gets the signals in the order they were sent.
 */
final class Switchboard {
    private final Rooms<Peer> rooms;
    private final Topology topology;
    private final Metrics metrics;
    private final Embedder embedder;
    private final Optional<TurnCredentials> turn;
    private final Clock clock = Clock.systemUTC();
    private volatile int roomCount; // The loop writes, anybody may read.
    private final int jsonDepth;
    private boolean silent;

    Switchboard(ServerConfig config, Metrics metrics, Embedder embedder) {
        int roomsMax = config.limits().count(Limit.ROOMS);
        int peersMax = config.limits().count(Limit.PEERS_PER_ROOM);
        this.topology = config.topology();
        this.rooms = topology == Topology.FULL_MESH
                ? Rooms.fullMesh(roomsMax, peersMax)
                : Rooms.clientServer(roomsMax, peersMax);
        this.jsonDepth = config.limits().count(Limit.JSON_DEPTH);
        this.metrics = metrics;
        this.embedder = embedder;
        this.turn = config.turnServer().map(TurnCredentials::new);
    }

    int roomCount() {
        return roomCount;
    }

    OptionalInt groupSizeMax() {
        return rooms.groupSizeMax();
    }

    /** Looks for a seat. Nobody hears of it before {@link #welcome}. */
    Join<Peer> seat(Peer peer) {
        Join<Peer> join = rooms.join(peer.id(), peer, peer.room());
        if (join instanceof Join.Seated<Peer> seated) {
            peer.sit(seated.seat());
            roomCount = rooms.roomCount();
            metrics.joined();
        }
        return join;
    }

    /** The newcomer's connection is open: gives it its id, then tells the others. */
    void welcome(Peer peer, List<Notice<Peer>> notices, long nowNanos) {
        PeerInfo info = peer.info(role(peer));
        embedder.assigned(info);
        peer.outlet().send(ServerEvents.idAssigned(peer.id()));
        giveIceServers(peer, nowNanos);
        deliver(notices);
        embedder.joined(info);
    }

    /** The clock has moved on: the peer needs new TURN credentials before its old ones end. */
    void tick(Peer peer, long nowNanos) {
        if (turn.isPresent()
                && nowNanos - peer.iceServersGivenNanos() >= turn.get().renewNanos()) {
            giveIceServers(peer, nowNanos);
        }
    }

    private void giveIceServers(Peer peer, long nowNanos) {
        if (peer.isExtended() && turn.isPresent()) {
            peer.iceServersGiven(nowNanos);
            peer.outlet().send(turn.get().eventFor(peer.id(), clock.instant()));
        }
    }

    /** The peer's connection closes or is closed. Leaving twice is leaving once. */
    void leave(Peer peer) {
        Optional<Seat<Peer>> seat = peer.seat();
        if (seat.isEmpty()) {
            return;
        }
        PeerInfo info = peer.info(role(peer));
        peer.standUp();
        List<Notice<Peer>> notices = rooms.leave(seat.get());
        roomCount = rooms.roomCount();
        metrics.left();
        if (!silent) {
            deliver(notices);
        }
        embedder.left(info);
    }

    /** From now on nobody is told who leaves: it is the server that goes, not the peers. */
    void fallSilent() {
        silent = true;
    }

    /** A peer has sent a text message, read from its socket at {@code nowNanos}. */
    void receive(Peer sender, String text, long nowNanos) {
        ClientMessage message = ClientMessage.read(text, jsonDepth);
        if (message instanceof ClientMessage.Signal signal) {
            relay(sender, signal, nowNanos);
        } else if (message instanceof ClientMessage.Malformed malformed) {
            metrics.dropped(Drop.MALFORMED);
            sender.tell(ErrorKind.MALFORMED, malformed.reason(), Optional.empty());
        } else {
            metrics.keptAlive();
        }
    }

    private void relay(Peer sender, ClientMessage.Signal signal, long nowNanos) {
        Optional<Peer> receiver = sender.seat().flatMap(seat -> rooms.route(seat, signal.receiver()));
        if (receiver.isPresent()) {
            String event = ServerEvents.signal(sender.idText(), signal.data());
            if (receiver.get().outlet().relay(event, sender.outlet(), nowNanos)) {
                metrics.relayed();
            } else {
                metrics.dropped(Drop.RECEIVER_CLOSING); // The sender hears by the event that it has left.
            }
        } else {
            metrics.dropped(Drop.UNKNOWN_RECEIVER);
            sender.tell(ErrorKind.UNKNOWN_RECEIVER, "nobody in this room has this id", Optional.of(signal.receiver()));
        }
    }

    private void deliver(List<Notice<Peer>> notices) {
        for (Notice<Peer> notice : notices) {
            boolean arrived = notice instanceof Notice.Arrived<Peer>;
            String event = arrived ? ServerEvents.newPeer(notice.peer()) : ServerEvents.peerLeft(notice.peer());
            notice.to().outlet().send(event);
        }
    }

    private PeerRole role(Peer peer) {
        if (topology == Topology.FULL_MESH) {
            return PeerRole.MEMBER;
        }
        return peer.seat().filter(Seat::isHost).isPresent() ? PeerRole.HOST : PeerRole.CLIENT;
    }
}
