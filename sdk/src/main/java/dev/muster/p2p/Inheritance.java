package dev.muster.p2p;

import dev.muster.domain.LobbyTime;
import dev.muster.identity.SessionId;

/**
 * What one part of this side leaves to the next when the host changes: the log and what it adds up to.
 *
 * @param given how far the host gave its word for it
 * @param time of the last event
 */
record Inheritance(EventLog log, Replica replica, Stand given, LobbyTime time) {
    /** Of somebody who knows nothing yet. */
    static Inheritance nothing(SessionId session) {
        return new Inheritance(new EventLog(), new Replica(session), Stand.ORIGIN, LobbyTime.ZERO);
    }
}
