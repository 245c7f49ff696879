package dev.muster.p2p;

import dev.muster.domain.LobbyTime;
import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.identity.Identity;
import dev.muster.identity.Incarnation;
import dev.muster.identity.Nonce;
import dev.muster.identity.PublicKey;
import dev.muster.identity.SessionId;
import dev.muster.wire.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chains of log entries to test with. */
final class Chains {
    static final PublicKey HOST = Identity.ofSeed(new byte[32]).publicKey();
    static final SessionId SESSION = SessionId.of(HOST, new Nonce(new byte[Nonce.BYTES]));
    static final Term TERM = new Term(0, new Actor(HOST, new Incarnation(new byte[Incarnation.BYTES])));

    private Chains() {}

    static LogEntry entry(long sequence, Hash previous, String event) {
        return new LogEntry(
                SESSION,
                new LogPosition(TERM, sequence, previous),
                new LogContent(new LobbyTime(sequence), Optional.empty(), json(event)));
    }

    static RawJson json(String text) {
        return RawJson.takeOver(text.getBytes(StandardCharsets.UTF_8));
    }

    static List<LogEntry> chain(int length) {
        return chain(length, 0);
    }

    /** @param eventBytes how large each event is at least */
    static List<LogEntry> chain(int length, int eventBytes) {
        List<LogEntry> entries = new ArrayList<>();
        Hash previous = EventLog.ORIGIN;
        for (int i = 1; i <= length; i++) {
            LogEntry entry = entry(i, previous, "event " + i + " ".repeat(eventBytes));
            entries.add(entry);
            previous = entry.hash();
        }
        return entries;
    }
}
