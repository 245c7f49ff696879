package dev.muster.p2p;

import dev.muster.domain.LobbyId;
import dev.muster.identity.SessionId;
import dev.muster.wire.LobbyEvent;
import java.util.Optional;

/** Log entries as they travel: without what both sides know, which is the session and who owns each term. */
record LogForm(SessionId session, LobbyId lobby, Terms terms) {
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
     * The entry that an event is.
     *
     * @throws IllegalArgumentException for one of another lobby, or of no term that it could belong to
     */
    LogEntry fromWire(LobbyEvent event) {
        Optional<Term> term = terms.termOf(event.term(), event.sequence());
        if (!event.lobbyId().equals(lobby) || term.isEmpty()) {
            throw new IllegalArgumentException("event " + event.sequence() + " is of another lobby or term");
        }
        return new LogEntry(
                session,
                new LogPosition(term.get(), event.sequence(), event.previous()),
                new LogContent(event.timestamp(), event.author(), event.event()));
    }
}
