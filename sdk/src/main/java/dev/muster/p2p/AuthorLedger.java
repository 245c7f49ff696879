package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.wire.Author;
import dev.muster.wire.Snapshot.AuthorRecord;
import dev.muster.wire.Snapshot.BitWindow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which commands stand in the log, so that none takes effect twice however often it is sent, to whichever host.
 *
 * <p>A fold of the log like the lobby: the same on every machine. Bounded: whoever had a command logged longest ago is
 * forgotten first. Belongs to one thread.
 */
final class AuthorLedger {
    /** Actors that are remembered. */
    static final int ACTORS_MAX = 256;

    /** How far below the highest number of an actor one can tell whether a number was logged. */
    static final int WINDOW = Long.SIZE;

    /** Who had a command logged longest ago comes first. */
    private final Map<Actor, AuthorRecord> records = new LinkedHashMap<>();

    /** Whose command was logged last; empty where nobody remembers. */
    private Optional<Actor> latest = Optional.empty();

    /** What is known of a command. */
    enum Standing {
        /** It stands in the log. */
        LOGGED,
        /** It does not, and may. */
        NEW,
        /** So many later ones of its author were logged that nobody can tell. */
        FORGOTTEN
    }

    Standing standingOf(Author author) {
        AuthorRecord record = records.get(author.actor());
        if (record == null || author.number() > record.highest()) {
            return Standing.NEW;
        }
        long below = record.highest() - author.number();
        if (below == 0) {
            return Standing.LOGGED;
        }
        if (below > WINDOW) {
            return Standing.FORGOTTEN;
        }
        return (record.window().bits() >>> (below - 1) & 1) == 1 ? Standing.LOGGED : Standing.NEW;
    }

    /** Whether any command of that process stands in the log. */
    boolean knows(Actor actor) {
        return records.containsKey(actor);
    }

    /** That command stands in the log from now on. A second event of the same command changes nothing. */
    void logged(Author author) {
        AuthorRecord before = latest.filter(author.actor()::equals).isPresent()
                ? records.get(author.actor()) // It stays where it is, at the end.
                : records.remove(author.actor());
        latest = Optional.of(author.actor());
        records.put(author.actor(), before == null ? first(author) : after(before, author));
        if (records.size() > ACTORS_MAX) {
            Iterator<Actor> oldest = records.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Everything, whoever had a command logged longest ago first. */
    List<AuthorRecord> records() {
        return new ArrayList<>(records.values());
    }

    /** Goes on from what a snapshot says. */
    void restore(List<AuthorRecord> known) {
        records.clear();
        latest = Optional.empty();
        known.forEach(record -> records.put(record.actor(), record));
    }

    private static AuthorRecord first(Author author) {
        return new AuthorRecord(author.actor(), author.number(), new BitWindow(0));
    }

    private static AuthorRecord after(AuthorRecord before, Author author) {
        long ahead = author.number() - before.highest();
        if (ahead > 0) {
            return new AuthorRecord(
                    author.actor(),
                    author.number(),
                    new BitWindow(moved(before.window().bits(), ahead)));
        }
        long below = -ahead;
        if (below == 0 || below > WINDOW) {
            return before;
        }
        return new AuthorRecord(
                author.actor(), before.highest(), new BitWindow(before.window().bits() | 1L << (below - 1)));
    }

    /** The window of a number that is {@code by} higher, with a mark for the one that was highest. */
    private static long moved(long bits, long by) {
        if (by > WINDOW) {
            return 0;
        }
        long kept = by == WINDOW ? 0 : bits << by;
        return kept | 1L << (by - 1);
    }
}
