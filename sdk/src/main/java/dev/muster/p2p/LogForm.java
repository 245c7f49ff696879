package dev.muster.p2p;

import dev.muster.domain.LobbyId;
import dev.muster.identity.SessionId;
import dev.muster.wire.LobbyEvent;

/** Log entries as they travel: without what both sides know, which is the session and who owns the term. */
record LogForm(SessionId session, LobbyId lobby, Term term) {
    LobbyEvent toWire(LogEntry entry) {
        return new LobbyEvent(
                entry.sequence(),
                lobby,
                entry.at(),
                entry.position().term().number(),
                entry.position().previous(),
                entry.content().author(),
                entry.content().event());
    }

    /**
     * The entry that an event of this term is.
     *
     * @throws IllegalArgumentException for one of another lobby or term
     */
    LogEntry fromWire(LobbyEvent event) {
        if (!event.lobbyId().equals(lobby) || event.term() != term.number()) {
            throw new IllegalArgumentException("event " + event.sequence() + " is of another lobby or term");
        }
        return new LogEntry(
                session,
                new LogPosition(term, event.sequence(), event.previous()),
                new LogContent(event.timestamp(), event.author(), event.event()));
    }
}
