package dev.muster.p2p;

import dev.muster.domain.LobbyTime;
import dev.muster.identity.Hash;
import dev.muster.identity.SessionId;
import dev.muster.identity.Statement;
import dev.muster.identity.StatementKind;
import java.util.Objects;

/** One event where it stands in the log, with the hash that covers both and the session. */
final class LogEntry {
    /** What an entry takes in memory beside its event, roughly; every entry counts for as much at least. */
    static final int WEIGHT_MIN = 512;

    private final LogPosition position;
    private final LogContent content;
    private final Hash hash;

    LogEntry(SessionId session, LogPosition position, LogContent content) {
        this.position = Objects.requireNonNull(position, "position");
        this.content = Objects.requireNonNull(content, "content");
        this.hash = hashOf(session, position, content);
    }

    LogPosition position() {
        return position;
    }

    LogContent content() {
        return content;
    }

    Hash hash() {
        return hash;
    }

    long sequence() {
        return position.sequence();
    }

    LobbyTime at() {
        return content.at();
    }

    int weight() {
        return WEIGHT_MIN + content.event().size();
    }

    private static Hash hashOf(SessionId session, LogPosition position, LogContent content) {
        Term term = position.term();
        Statement.Builder fields = Statement.about(
                        StatementKind.EVENT, session, term.owner().incarnation())
                .with(term.number())
                .with(term.owner().key())
                .with(position.sequence())
                .with(position.previous())
                .with(content.at().millis());
        content.author()
                .ifPresent(author -> fields.with(author.actor().key())
                        .with(author.actor().incarnation())
                        .with(author.number()));
        return fields.with(content.event().hash()).hash();
    }

    /** The hash covers everything, so entries of one hash are one. */
    @Override
    public boolean equals(Object other) {
        return other instanceof LogEntry entry && hash.equals(entry.hash);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public String toString() {
        return "event " + sequence() + " of term " + position.term().number();
    }
}
