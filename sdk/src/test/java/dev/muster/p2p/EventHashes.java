package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.identity.SessionId;
import dev.muster.wire.LobbyEvent;

/** For those who play a host that lies: what an event's successor has to name. */
public final class EventHashes {
    private EventHashes() {}

    public static Hash of(SessionId session, Actor host, LobbyEvent event) {
        var term = new Term(event.term(), host);
        var position = new LogPosition(term, event.sequence(), event.previous());
        var content = new LogContent(event.timestamp(), event.author(), event.event());
        return new LogEntry(session, position, content).hash();
    }
}
