package dev.muster.p2p;

import dev.muster.p2p.EventLog.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts the events that a guest receives into order: what is next goes into the log, together with what had waited for
 * it; what is early waits, within bounds; and what is missing is asked for, once at a time and ever less often.
 *
 * <p>Belongs to one thread. A sender can make it hold no more than {@link #EARLY_MAX} entries, and ask no more often
 * than the pauses say.
 */
final class EventInflow {
    /** Early entries that wait; further ones are dropped, and asked for again when their turn comes. */
    static final int EARLY_MAX = 512;

    /** How far ahead of the log an entry may be to wait. */
    static final int AHEAD_MAX = 4_096;

    static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final EventLog log;
    private final TreeMap<Long, LogEntry> early = new TreeMap<>();
    private long announced;
    private long askedAfter = -1;
    private long askAgainNanos;
    private Duration pause = FIRST_PAUSE;
    private long astray;

    EventInflow(EventLog log) {
        this.log = log;
    }

    /** Events from {@code first} to {@code last} that are missing. */
    record Gap(long first, long last) {}

    /**
     * Takes one entry.
     *
     * @return those that are in the log now and were not before, in order
     */
    List<LogEntry> take(LogEntry entry) {
        Place place = log.placeOf(entry);
        if (place == Place.AHEAD && entry.sequence() <= log.lastSequence() + AHEAD_MAX && early.size() < EARLY_MAX) {
            // The first one counts: somebody who sends another for the same number cannot push it out.
            early.putIfAbsent(entry.sequence(), entry);
        }
        if (place == Place.ASTRAY) {
            astray++;
        }
        if (place != Place.NEXT) {
            return List.of();
        }
        List<LogEntry> appended = new ArrayList<>();
        log.append(entry);
        appended.add(entry);
        drain(appended);
        return appended;
    }

    /** Somebody else tells the log from now on: what was early may lead elsewhere. */
    void startOver() {
        early.clear();
        announced = log.lastSequence();
        askedAfter = -1;
        pause = FIRST_PAUSE;
    }

    /** Goes on after the log has been restarted from a snapshot. */
    List<LogEntry> restarted() {
        List<LogEntry> appended = new ArrayList<>();
        drain(appended);
        return appended;
    }

    /**
     * What to ask for now, if anything is missing and the last question has had its time. The same question is asked
     * again after a pause that doubles; one that got anywhere starts over.
     */
    Optional<Gap> gapToAskFor(long nowNanos) {
        if (isComplete()) {
            return Optional.empty();
        }
        boolean gotSomewhere = askedAfter != log.lastSequence();
        if (!gotSomewhere && nowNanos < askAgainNanos) {
            return Optional.empty();
        }
        pause = gotSomewhere ? FIRST_PAUSE : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        askedAfter = log.lastSequence();
        askAgainNanos = nowNanos + pause.toNanos();
        long last = early.isEmpty() ? announced : early.firstKey() - 1;
        return Optional.of(new Gap(log.lastSequence() + 1, last));
    }

    /** When to ask again, if nothing comes before. */
    Optional<Long> nextDeadlineNanos() {
        return isComplete() ? Optional.empty() : Optional.of(askAgainNanos);
    }

    /** There is an entry of that number, which may be the last one for a long time. */
    void announced(long sequence) {
        announced = Math.max(announced, sequence);
    }

    private boolean isComplete() {
        return early.isEmpty() && announced <= log.lastSequence();
    }

    /** Entries that wait for those before them. */
    int early() {
        return early.size();
    }

    /** Entries that claimed to be next and followed something else. */
    long astray() {
        return astray;
    }

    private void drain(List<LogEntry> appended) {
        early.headMap(log.lastSequence(), true).clear();
        while (!early.isEmpty() && early.firstKey() == log.lastSequence() + 1) {
            LogEntry next = early.pollFirstEntry().getValue();
            if (log.placeOf(next) != Place.NEXT) {
                astray++;
                return; // Whoever sent it told something else about what came before; it is asked for anew.
            }
            log.append(next);
            appended.add(next);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
