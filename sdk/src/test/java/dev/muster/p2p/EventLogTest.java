package dev.muster.p2p;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.LobbyTime;
import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.identity.Incarnation;
import dev.muster.identity.PublicKey;
import dev.muster.identity.SessionId;
import dev.muster.p2p.EventLog.Place;
import dev.muster.wire.Author;
import dev.muster.wire.RawJson;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private final EventLog log = new EventLog();

    private void appendAll(List<LogEntry> entries) {
        entries.forEach(log::append);
    }

    private static List<Long> numbers(List<LogEntry> entries) {
        return entries.stream().map(LogEntry::sequence).toList();
    }

    @Test
    void eventsFollowEachOtherByNumberAndHash() {
        List<LogEntry> chain = Chains.chain(3);
        assertEquals(0, log.lastSequence());
        assertEquals(Place.NEXT, log.placeOf(chain.get(0)));
        assertEquals(Place.AHEAD, log.placeOf(chain.get(1)));
        log.append(chain.get(0));
        assertEquals(Place.PAST, log.placeOf(chain.get(0)));
        assertEquals(Place.NEXT, log.placeOf(chain.get(1)));
        assertEquals(Place.ASTRAY, log.placeOf(Chains.entry(2, EventLog.ORIGIN, "another story")));
        appendAll(chain.subList(1, 3));
        assertEquals(3, log.lastSequence());
        assertEquals(chain.get(2).hash(), log.lastHash());
        assertThrows(IllegalArgumentException.class, () -> log.append(chain.get(2)));
    }

    @Test
    void lobbyTimeNeverFallsAlongTheLog() {
        log.append(Chains.entry(1, EventLog.ORIGIN, "one"));
        var content = new LogContent(LobbyTime.ZERO, Optional.empty(), Chains.json("before it"));
        var earlier = new LogEntry(Chains.SESSION, new LogPosition(Chains.TERM, 2, log.lastHash()), content);
        assertEquals(Place.ASTRAY, log.placeOf(earlier));
    }

    /** Each field alone makes another hash, so none can be changed on the way. */
    @Test
    void theHashCoversEverything() {
        Actor owner = Chains.TERM.owner();
        var other = new Actor(new PublicKey(new byte[PublicKey.BYTES]), owner.incarnation());
        var restarted = new Actor(owner.key(), Incarnation.parse("01".repeat(Incarnation.BYTES)));
        var author = new Author(Chains.TERM.owner(), 1);
        RawJson event = Chains.json("event");
        Hash origin = EventLog.ORIGIN;
        LobbyTime zero = LobbyTime.ZERO;
        Term term = Chains.TERM;
        SessionId here = Chains.SESSION;
        var position = new LogPosition(term, 1, origin);
        var content = new LogContent(zero, Optional.empty(), event);
        List<LogEntry> entries = List.of(
                new LogEntry(here, position, content),
                new LogEntry(new SessionId(new UUID(1, 1)), position, content),
                new LogEntry(here, new LogPosition(new Term(1, term.owner()), 1, origin), content),
                new LogEntry(here, new LogPosition(new Term(0, other), 1, origin), content),
                new LogEntry(here, new LogPosition(new Term(0, restarted), 1, origin), content),
                new LogEntry(here, new LogPosition(term, 2, origin), content),
                new LogEntry(here, new LogPosition(term, 1, Hash.of()), content),
                new LogEntry(here, position, new LogContent(new LobbyTime(1), Optional.empty(), event)),
                new LogEntry(here, position, by(author)),
                new LogEntry(here, position, by(new Author(other, 1))),
                new LogEntry(here, position, by(new Author(restarted, 1))),
                new LogEntry(here, position, by(new Author(author.actor(), 2))),
                new LogEntry(here, position, new LogContent(zero, Optional.empty(), Chains.json("event "))));
        Set<Hash> hashes = new HashSet<>();
        entries.forEach(entry -> hashes.add(entry.hash()));
        assertEquals(entries.size(), hashes.size());
        assertNotEquals(EventLog.ORIGIN, entries.get(0).hash());
    }

    private static LogContent by(Author author) {
        return new LogContent(LobbyTime.ZERO, Optional.of(author), Chains.json("event"));
    }

    @Test
    void whatFollowsAnEventIsHandedOutWithinBounds() {
        appendAll(Chains.chain(10));
        assertEquals(Optional.of(List.of()), log.after(10, 5, 1 << 20));
        assertEquals(List.of(8L, 9L, 10L), numbers(log.after(7, 5, 1 << 20).orElseThrow()));
        assertEquals(List.of(1L, 2L, 3L), numbers(log.after(0, 3, 1 << 20).orElseThrow()));
        int two = 2 * log.after(0, 1, 1).orElseThrow().get(0).weight();
        assertEquals(List.of(4L, 5L), numbers(log.after(3, 99, two).orElseThrow()));
        assertEquals(List.of(4L), numbers(log.after(3, 99, 1).orElseThrow()), "one at least, or nobody gets anywhere");
        assertEquals(Optional.empty(), log.after(11, 5, 1 << 20), "nobody can be so far");
        assertEquals(Optional.empty(), log.after(-1, 5, 1 << 20));
    }

    @Test
    void theOldestEntriesGoWhenThereAreTooMany() {
        appendAll(Chains.chain(EventLog.ENTRIES_MAX + 3));
        assertEquals(Optional.empty(), log.after(2, 5, 1 << 20), "only a snapshot helps");
        assertEquals(List.of(4L), numbers(log.after(3, 1, 1 << 20).orElseThrow()));
        assertEquals(EventLog.ENTRIES_MAX + 3, log.lastSequence());
    }

    @Test
    void theOldestEntriesGoWhenTheyAreTooLarge() {
        int large = 100_000;
        int kept = EventLog.WEIGHT_MAX / (large + 2 * LogEntry.WEIGHT_MIN);
        appendAll(Chains.chain(kept + 10, large));
        assertEquals(Optional.empty(), log.after(5, 1, 1));
        assertTrue(log.after(11, 1, 1).isPresent());
    }

    @Test
    void aLogGoesOnFromASnapshot() {
        appendAll(Chains.chain(5));
        List<LogEntry> chain = Chains.chain(21);
        log.restartAt(20, chain.get(19).hash(), chain.get(19).at());
        assertEquals(Optional.empty(), log.after(4, 1, 1), "what was kept may lead elsewhere");
        assertEquals(Optional.of(List.of()), log.after(20, 1, 1));
        log.append(chain.get(20));
        assertEquals(21, log.lastSequence());
        assertThrows(IllegalArgumentException.class, () -> log.restartAt(-1, EventLog.ORIGIN, LobbyTime.ZERO));
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Chains.entry(0, EventLog.ORIGIN, "event"));
        assertThrows(IllegalArgumentException.class, () -> new Term(-1, Chains.TERM.owner()));
        assertThrows(IllegalArgumentException.class, () -> new Author(Chains.TERM.owner(), 0));
    }
}
