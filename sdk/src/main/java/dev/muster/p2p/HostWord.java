package dev.muster.p2p;

import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.LoggedEvent;
import dev.muster.identity.SessionId;
import dev.muster.identity.SignatureChecker;
import dev.muster.wire.Author;
import dev.muster.wire.SyncMessage.Head;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * How far the host gave its word for the log, and what the log adds up to there. What is newer is shown, and may still
 * be taken back. Belongs to one thread.
 */
final class HostWord {
    /** So long may events go without the host's word until it is asked for; twice as long until that is reported. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** So many events may go without the host's word. */
    static final int EVENTS_MAX = 512;

    private final SessionId session;
    private final SignatureChecker checker;
    private final Deque<Mark> since = new ArrayDeque<>();
    private final Replica confirmed;
    private Optional<Head> pending = Optional.empty();
    private Optional<Head> newest = Optional.empty();
    private Stand given = Stand.ORIGIN;
    private LobbyTime time = LobbyTime.ZERO;
    private long unsignedSinceNanos = Long.MAX_VALUE;

    HostWord(SessionId session, SignatureChecker checker) {
        this.session = session;
        this.checker = checker;
        this.confirmed = new Replica(session);
    }

    /** An event that was applied, and what came of it. */
    private record Mark(LogEntry entry, LoggedEvent event, Lobby after) {
        long sequence() {
            return entry.sequence();
        }
    }

    /** What a head turned out to be. */
    enum Verdict {
        /** The host gave its word for what is in the log. */
        TRUE,
        /** The log is not that far, or was further before; nothing can be said now. */
        LATER,
        /** The signature is not the host's. */
        FORGED,
        /** The host signed something else than it told, or its lobby is another one after the same events. */
        CONTRADICTED
    }

    /** An event was applied. */
    void applied(LogEntry entry, LoggedEvent event, Lobby after, long nowNanos) {
        since.addLast(new Mark(entry, event, after));
        if (since.size() > EventLog.ENTRIES_MAX) {
            fold(since.removeFirst());
        }
        unsignedSinceNanos = Math.min(unsignedSinceNanos, nowNanos);
    }

    /** The log starts anew from a checkpoint. */
    void restartAt(Head checkpoint, LobbyTime at, Replica replica) {
        since.clear();
        pending = Optional.empty();
        newest = Optional.of(checkpoint);
        given = new Stand(checkpoint.sequence(), checkpoint.hash());
        time = at;
        confirmed.become(replica);
        unsignedSinceNanos = Long.MAX_VALUE;
    }

    /** A head arrived: the newest is looked at as soon as the log is that far. */
    void offer(Head head) {
        if (head.sequence() > given.sequence()
                && pending.filter(one -> one.sequence() >= head.sequence()).isEmpty()) {
            pending = Optional.of(head);
        }
    }

    /** Looks at the newest head, if the log is that far by now. */
    Verdict judge(Term term, EventLog log, long nowNanos) {
        if (pending.isEmpty() || pending.get().sequence() > log.lastSequence()) {
            return Verdict.LATER;
        }
        Head head = pending.get();
        pending = Optional.empty();
        var stand = new Stand(head.sequence(), head.hash());
        boolean isOfTerm = head.term() == term.number();
        if (!isOfTerm
                || !checker.isSignedBy(
                        term.owner().key(), Words.head(session, term, stand, head.checkpoint()), head.signature())) {
            return Verdict.FORGED;
        }
        Optional<LogEntry> entry = log.find(head.sequence());
        if (entry.isPresent() && !entry.get().hash().equals(head.hash())) {
            return Verdict.CONTRADICTED;
        }
        accept(head, nowNanos);
        return isWhatTheLogAddsUpTo(head) ? Verdict.TRUE : Verdict.CONTRADICTED;
    }

    /** How far the host gave its word. */
    Stand given() {
        return given;
    }

    /** The lobby for which the host gave its word. */
    Optional<Lobby> lobby() {
        return confirmed.lobby();
    }

    /** The end of the log as the newest head tells it, where the log is not that far; else 0. */
    long announcedSequence() {
        return pending.isPresent() ? pending.get().sequence() : 0;
    }

    /** Whether the host has kept its word back for so many times the patience. */
    boolean isOverdue(int times, long nowNanos) {
        boolean isLong =
                unsignedSinceNanos != Long.MAX_VALUE && nowNanos - unsignedSinceNanos >= PATIENCE.toNanos() * times;
        return isLong || since.size() >= EVENTS_MAX * times;
    }

    private void accept(Head head, long nowNanos) {
        newest = Optional.of(head);
        given = new Stand(head.sequence(), head.hash());
        while (!since.isEmpty() && since.getFirst().sequence() <= head.sequence()) {
            fold(since.removeFirst());
        }
        unsignedSinceNanos = since.isEmpty() ? Long.MAX_VALUE : nowNanos;
    }

    private void fold(Mark mark) {
        confirmed.logged(mark.event(), mark.entry().content().author(), mark.after());
        time = mark.entry().at();
    }

    /** The same events lead to the same lobby on every machine; one where they do not would drift apart unseen. */
    private boolean isWhatTheLogAddsUpTo(Head head) {
        return head.checkpoint()
                .map(told -> told.equals(Snapshots.checkpoint(
                        Snapshots.whole(confirmed, given, time), confirmed.roster())))
                .orElse(true);
    }
}
