package dev.muster.signalling.server;

import dev.muster.signalling.server.metrics.Refusal;
import dev.muster.signalling.server.rooms.RoomKey;
import dev.muster.signalling.server.rooms.Seat;
import dev.muster.signalling.server.wire.ErrorKind;
import dev.muster.signalling.server.wire.ServerEvents;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A connected process, as rooms see it. Owned by the loop thread. */
final class Peer {

    /** The way to a peer. */
    interface Outlet {
        /** Sends a text message; silently nothing when the connection is closing. */
        void send(String text);

        /**
         * Sends a signal of {@code sender}, read at {@code readNanos}; it counts towards the relay latency.
         *
         * @return whether it can still arrive
         */
        boolean relay(String text, Outlet sender, long readNanos);

        /** On which what this peer has sent waits for others. */
        SenderCredit credit();

        /** Closes with the refusal's code; an opted-in peer is told before. */
        void refuse(Refusal refusal, String reason);
    }

    /** @param extended whether it asked for messages beyond the Matchbox protocol */
    record Request(RoomKey room, InetSocketAddress address, boolean extended) {}

    private final UUID id;
    private final String idText;
    private final Request request;
    private final Outlet outlet;
    private @Nullable Seat<Peer> seat;
    private long iceServersGivenNanos;

    Peer(UUID id, Request request, Outlet outlet) {
        this.id = id;
        this.idText = id.toString();
        this.request = request;
        this.outlet = outlet;
    }

    UUID id() {
        return id;
    }

    String idText() {
        return idText;
    }

    RoomKey room() {
        return request.room();
    }

    boolean isExtended() {
        return request.extended();
    }

    Outlet outlet() {
        return outlet;
    }

    Optional<Seat<Peer>> seat() {
        return Optional.ofNullable(seat);
    }

    long iceServersGivenNanos() {
        return iceServersGivenNanos;
    }

    void iceServersGiven(long nowNanos) {
        iceServersGivenNanos = nowNanos;
    }

    void sit(Seat<Peer> taken) {
        seat = taken;
    }

    void standUp() {
        seat = null;
    }

    /** Tells an opted-in peer why something it sent had no effect. A stock peer hears nothing: it could crash. */
    void tell(ErrorKind kind, String detail, Optional<UUID> receiver) {
        if (isExtended()) {
            outlet.send(ServerEvents.error(kind, detail, receiver));
        }
    }

    PeerInfo info(PeerRole role) {
        return new PeerInfo(id, room().name(), role, request.address());
    }
}
