package dev.muster.signalling.server;

import dev.muster.signalling.server.http.RequestTarget;
import dev.muster.signalling.server.rooms.RoomKey;

/** What a request asks for. */
sealed interface Route permits Refused, Route.Page, Route.ToRoom {

    /** What the server has to read, besides rooms. */
    enum Page implements Route {
        /** For people. */
        HOME,
        /** For load balancers. */
        HEALTH,
        /** For Prometheus. */
        METRICS,
        /** A browser asks whether it may ask. */
        PREFLIGHT
    }

    /**
     * Become a WebSocket and enter a room.
     *
     * @param extended whether the client asks for messages beyond the Matchbox protocol
     */
    record ToRoom(RoomKey room, RequestTarget target, boolean extended) implements Route {}
}
