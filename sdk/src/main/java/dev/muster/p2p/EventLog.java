package dev.muster.p2p;

import dev.muster.domain.LobbyTime;
import dev.muster.identity.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last entries of the event log, each following the one before by number, hash and time. Belongs to one thread.
 *
 * <p>Bounded: the oldest entries go, and whoever needs one of those gets a snapshot instead.
 */
final class EventLog {
    /** The hash before the first event. */
    static final Hash ORIGIN = new Hash(new byte[Hash.BYTES]);

    /** Entries that are kept; a power of two, so that a number and its place are one operation apart. */
    static final int ENTRIES_MAX = 4_096;

    /** Weight of the entries that are kept; see {@link LogEntry#weight}. */
    static final int WEIGHT_MAX = 8 * 1024 * 1024;

    private final @Nullable LogEntry[] entries = new LogEntry[ENTRIES_MAX];

    /** Beside the entries, because to look at the oldest of them takes longer than all the rest of letting it go. */
    private final int[] weights = new int[ENTRIES_MAX];

    private int kept;
    private long weight;
    private long lastSequence;
    private Hash lastHash = ORIGIN;
    private LobbyTime lastTime = LobbyTime.ZERO;

    /** What an entry is to this log. */
    enum Place {
        /** It follows the last one. */
        NEXT,
        /** Its number has been used: it arrived before, or somebody tells two stories. */
        PAST,
        /** One or more are missing between the last one and this. */
        AHEAD,
        /** It claims to be next and follows something else. */
        ASTRAY
    }

    /** The number of the last event, 0 before the first. */
    long lastSequence() {
        return lastSequence;
    }

    Hash lastHash() {
        return lastHash;
    }

    LobbyTime lastTime() {
        return lastTime;
    }

    Place placeOf(LogEntry entry) {
        if (entry.sequence() <= lastSequence) {
            return Place.PAST;
        }
        if (entry.sequence() > lastSequence + 1) {
            return Place.AHEAD;
        }
        return entry.position().previous().equals(lastHash) && !entry.at().isBefore(lastTime)
                ? Place.NEXT
                : Place.ASTRAY;
    }

    /** @throws IllegalArgumentException where the entry is not next */
    void append(LogEntry entry) {
        if (placeOf(entry) != Place.NEXT) {
            throw new IllegalArgumentException(
                    "event " + entry.sequence() + " does not follow event " + lastSequence + ": " + placeOf(entry));
        }
        if (kept == ENTRIES_MAX) {
            letOldestGo();
        }
        entries[placeOf(entry.sequence())] = entry;
        weights[placeOf(entry.sequence())] = entry.weight();
        kept++;
        weight += entry.weight();
        lastSequence = entry.sequence();
        lastHash = entry.hash();
        lastTime = entry.at();
        while (weight > WEIGHT_MAX) {
            letOldestGo();
        }
    }

    /**
     * Takes the newest entries back, so that the log ends with that one.
     *
     * @throws IllegalArgumentException where that entry is not kept any more
     */
    void truncateTo(Stand end, LobbyTime time) {
        if (end.sequence() < lastSequence - kept || end.sequence() > lastSequence) {
            throw new IllegalArgumentException("the log cannot end at event " + end.sequence() + " again");
        }
        for (long sequence = lastSequence; sequence > end.sequence(); sequence--) {
            letGo(placeOf(sequence));
        }
        lastSequence = end.sequence();
        lastHash = end.hash();
        lastTime = time;
    }

    /** The number of the oldest entry that is kept, or of the next one if none is. */
    long firstKept() {
        return lastSequence - kept + 1;
    }

    /** Where this log ends. */
    Stand end() {
        return new Stand(lastSequence, lastHash);
    }

    /** Goes on from a snapshot: what was kept is let go, because it may lead elsewhere. */
    void restartAt(long sequence, Hash hash, LobbyTime time) {
        if (sequence < 0) {
            throw new IllegalArgumentException("events count from 1, and 0 is before the first; got " + sequence);
        }
        Arrays.fill(entries, null);
        kept = 0;
        weight = 0;
        lastSequence = sequence;
        lastHash = hash;
        lastTime = time;
    }

    /**
     * The entries after one, oldest first: at least one where there is any, and no more than fit.
     *
     * @return empty where some of them were let go, so that only a snapshot helps; or where nobody can be so far
     */
    Optional<List<LogEntry>> after(long sequence, int countMax, int weightMax) {
        if (sequence < lastSequence - kept || sequence > lastSequence) {
            return Optional.empty();
        }
        List<LogEntry> found = new ArrayList<>();
        long room = weightMax;
        for (long next = sequence + 1; next <= lastSequence; next++) {
            LogEntry entry = find(next).orElseThrow();
            room -= entry.weight();
            if (!found.isEmpty() && (room < 0 || found.size() == countMax)) {
                break;
            }
            found.add(entry);
        }
        return Optional.of(found);
    }

    /** The entry of that number, where it is still kept. */
    Optional<LogEntry> find(long sequence) {
        boolean isKept = sequence > lastSequence - kept && sequence <= lastSequence;
        return isKept ? Optional.ofNullable(entries[placeOf(sequence)]) : Optional.empty();
    }

    private void letOldestGo() {
        letGo(placeOf(lastSequence - kept + 1));
    }

    private void letGo(int place) {
        entries[place] = null;
        kept--;
        weight -= weights[place];
    }

    private static int placeOf(long sequence) {
        return (int) sequence & (ENTRIES_MAX - 1);
    }
}
