package dev.muster.p2p;

import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.LoggedEvent;
import dev.muster.identity.PublicKey;
import dev.muster.identity.SessionId;
import dev.muster.identity.SignatureChecker;
import dev.muster.wire.Opening;
import dev.muster.wire.RawJson;
import dev.muster.wire.SyncMessage.FullSyncResponse;
import dev.muster.wire.SyncMessage.Head;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * How far the host gave its word for the log, and what the log adds up to there. What is newer is shown, and may still
 * be taken back. Belongs to one thread.
 */
final class HostWord {
    /**
     * So long may the host's word for an event take, by the host's own time or when nothing follows; twice as long
     * until that is reported. Not by the number of events: a busy host decides thousands between two of its words.
     */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** So many times as long it may take where a slow network still brings what the host decided in one moment. */
    private static final int SLOWLY = 5;

    private final SessionId session;
    private final TermsCheck check;
    private final Deque<Mark> since = new ArrayDeque<>();
    private final Replica confirmed;
    private Optional<Head> pending = Optional.empty();
    private Optional<Head> newest = Optional.empty();
    private Optional<Head> checkpoint = Optional.empty();
    private List<PublicKey> checkpointRoster = List.of();
    private Optional<FullSyncResponse> base = Optional.empty();
    private Optional<Proof> beforeTheFork = Optional.empty();
    private Stand given = Stand.ORIGIN;
    private LobbyTime time = LobbyTime.ZERO;
    private long unsignedSinceNanos = Long.MAX_VALUE;
    private long lastAppliedNanos;

    /** @param known is confirmed, because this side was host itself, or nothing yet */
    HostWord(SessionId session, SignatureChecker checker, Inheritance known) {
        this.session = session;
        this.check = new TermsCheck(session, checker);
        this.confirmed = new Replica(session);
        this.confirmed.become(known.replica());
        this.given = known.log().end();
        this.time = known.time();
    }

    /** An event that was applied, and what came of it. */
    private record Mark(LogEntry entry, LoggedEvent event, Lobby after) {
        long sequence() {
            return entry.sequence();
        }

        LobbyTime at() {
            return entry.at();
        }
    }

    /** What proves to others what is confirmed here. */
    private record Proof(
            Head newest, Optional<Head> checkpoint, List<PublicKey> roster, Optional<FullSyncResponse> base) {}

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
        lastAppliedNanos = nowNanos;
    }

    /** The log starts anew from a checkpoint. */
    void restartAt(Head told, RawJson snapshot, LobbyTime at, Replica replica) {
        since.clear();
        pending = pending.filter(one -> one.sequence() > told.sequence());
        newest = Optional.of(told);
        checkpoint = newest;
        checkpointRoster = replica.roster();
        base = Optional.of(new FullSyncResponse(snapshot, List.of(), newest));
        beforeTheFork = Optional.empty();
        given = new Stand(told.sequence(), told.hash());
        time = at;
        confirmed.become(replica);
        unsignedSinceNanos = Long.MAX_VALUE;
    }

    /** What was signed on another way than the one that is followed now proves nothing about it. */
    void forked() {
        if (newest.isPresent()) {
            beforeTheFork = Optional.of(new Proof(newest.get(), checkpoint, checkpointRoster, base));
        }
        newest = Optional.empty();
        checkpoint = Optional.empty();
        base = Optional.empty();
    }

    /** The way that was followed before is the one that counts after all. */
    void wentBack() {
        pending = Optional.empty();
        beforeTheFork.ifPresent(proof -> {
            newest = Optional.of(proof.newest());
            checkpoint = proof.checkpoint();
            checkpointRoster = proof.roster();
            base = proof.base();
        });
    }

    /** Nothing is known any more. */
    void forget() {
        since.clear();
        pending = Optional.empty();
        forked();
        beforeTheFork = Optional.empty();
        given = Stand.ORIGIN;
        time = LobbyTime.ZERO;
        confirmed.become(new Replica(session));
        unsignedSinceNanos = Long.MAX_VALUE;
    }

    /** Another host's word counts from now on; what the one before promised stays given. */
    void hostChanged() {
        pending = Optional.empty();
    }

    /** What the log added up to at an event that is not before the last word. What came after it is taken back. */
    Replica upTo(long sequence) {
        while (!since.isEmpty() && since.getLast().sequence() > sequence) {
            since.removeLast();
        }
        var replica = new Replica(session);
        replica.become(confirmed);
        since.forEach(
                mark -> replica.logged(mark.event(), mark.entry().content().author(), mark.after()));
        return replica;
    }

    /** The newest word, to be shown to others; empty before the first. */
    Optional<Head> newest() {
        return newest;
    }

    /** The newest word of the host of that term for who is in. */
    Optional<Head> checkpoint(Term term) {
        return checkpoint.filter(head -> head.term() == term.number());
    }

    /** Who was in then, or else when the term began: this is what can be proved to others. */
    List<PublicKey> provableRoster(Opening opening) {
        return checkpoint.filter(head -> head.term() == opening.number()).isPresent()
                ? checkpointRoster
                : opening.roster();
    }

    /** The lobby at the newest checkpoint, to be shown to somebody who would take a lost host's place. */
    Optional<FullSyncResponse> base() {
        return base;
    }

    /** What the log adds up to at the last word, to be read only. */
    Replica confirmed() {
        return confirmed;
    }

    LobbyTime time() {
        return time;
    }

    /** A head arrived: the newest is looked at as soon as the log is that far. */
    void offer(Head head) {
        boolean isOfAnotherTerm =
                newest.filter(one -> one.term() == head.term()).isEmpty();
        boolean saysMore =
                head.sequence() > given.sequence() || (isOfAnotherTerm && head.sequence() == given.sequence());
        if (saysMore && pending.filter(one -> one.sequence() >= head.sequence()).isEmpty()) {
            pending = Optional.of(head);
        }
    }

    /** Looks at the newest head, if the log is that far by now. */
    Verdict judge(Terms terms, EventLog log, long nowNanos) {
        if (pending.isEmpty() || pending.get().sequence() > log.lastSequence()) {
            return Verdict.LATER;
        }
        Head head = pending.get();
        pending = Optional.empty();
        if (!check.isWordIn(terms, head)) {
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
        long bound = PATIENCE.toNanos() * times;
        if (since.isEmpty() || nowNanos - unsignedSinceNanos < bound) {
            return false;
        }
        long passedForTheHost =
                since.getLast().at().millis() - since.getFirst().at().millis();
        return nowNanos - lastAppliedNanos >= bound
                || passedForTheHost >= PATIENCE.toMillis() * times
                || nowNanos - unsignedSinceNanos >= bound * SLOWLY;
    }

    private void accept(Head head, long nowNanos) {
        newest = Optional.of(head);
        given = new Stand(head.sequence(), head.hash());
        while (!since.isEmpty() && since.getFirst().sequence() <= head.sequence()) {
            fold(since.removeFirst());
        }
        if (head.checkpoint().isPresent()) {
            checkpoint = newest;
            checkpointRoster = confirmed.roster();
        }
        unsignedSinceNanos = since.isEmpty() ? Long.MAX_VALUE : nowNanos;
    }

    private void fold(Mark mark) {
        confirmed.logged(mark.event(), mark.entry().content().author(), mark.after());
        time = mark.entry().at();
    }

    /** The same events lead to the same lobby on every machine; one where they do not would drift apart unseen. */
    private boolean isWhatTheLogAddsUpTo(Head head) {
        if (head.checkpoint().isEmpty()) {
            return true;
        }
        RawJson snapshot = Snapshots.whole(confirmed, given, time);
        boolean isSame = head.checkpoint().get().equals(Snapshots.checkpoint(snapshot, confirmed.roster()));
        if (isSame) {
            base = Optional.of(new FullSyncResponse(snapshot, List.of(), Optional.of(head)));
        }
        return isSame;
    }
}
