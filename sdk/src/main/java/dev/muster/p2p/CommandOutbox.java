package dev.muster.p2p;

import dev.muster.domain.CorrelationId;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.Refusal;
import dev.muster.domain.RefusalCode;
import dev.muster.wire.LobbyJson;
import dev.muster.wire.RawJson;
import dev.muster.wire.SyncMessage.CommandRequest;
import dev.muster.wire.SyncMessage.PasswordProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * The commands of this side from submission to outcome: sent in order, sent again when the host may not have got them,
 * ended once. Belongs to one thread.
 */
final class CommandOutbox {
    /** Commands that can wait for their outcome, whatever the queue's size is. */
    static final int OUTSTANDING_MAX = 256;

    /** Accepted commands whose replication is watched. */
    static final int WATCHED_MAX = 256;

    /** Accepted commands that can be proposed again. */
    static final int KEPT_MAX = 256;

    /** After so long without an outcome a command is sent again. */
    static final Duration RESEND_AFTER = Duration.ofSeconds(3);

    /** After so long without an outcome the application hears of it. */
    static final Duration UNDECIDED_AFTER = Duration.ofSeconds(10);

    private final int outstandingMax;
    private final TreeMap<Long, Outstanding> outstanding = new TreeMap<>();
    private final TreeMap<Long, Watched> watched = new TreeMap<>();
    /**
     * Accepted: if their event is taken back, they are proposed again. The last of them are kept whoever has them:
     * those who lost their places may be on the other side of a broken network, and have not.
     */
    private final Map<Long, Outstanding> kept = new LinkedHashMap<>();

    private long lastNumber;

    /** @param lastNumber of the last command of this process so far */
    CommandOutbox(int queueSize, long lastNumber) {
        this.outstandingMax = Math.min(queueSize, OUTSTANDING_MAX);
        this.lastNumber = lastNumber;
    }

    /** A command and when it was last sent. */
    private static final class Outstanding {
        final CorrelationId id;
        final DomainCommand command;
        final RawJson written;
        final Optional<PasswordProof> password;
        final long submittedNanos;
        boolean isSent;
        long sentNanos;
        boolean isUndecided;
        long sequence;

        Outstanding(CorrelationId id, DomainCommand command, Optional<PasswordProof> password, long nowNanos) {
            this.id = id;
            this.command = command;
            this.written = RawJson.takeOver(LobbyJson.encode(command));
            this.password = password;
            this.submittedNanos = nowNanos;
        }
    }

    private static final class Watched {
        final CorrelationId id;
        int guests;

        Watched(CorrelationId id) {
            this.id = id;
        }
    }

    /**
     * A command that ended, and what it was.
     *
     * @param wasAccepted by a host whose decision was taken back
     */
    record Ended(CorrelationId id, DomainCommand command, boolean wasAccepted) {}

    /** {@return why not, where too many wait} */
    Optional<Refusal> submit(CorrelationId id, DomainCommand command, Optional<PasswordProof> password, long nowNanos) {
        if (outstanding.size() >= outstandingMax) {
            return Optional.of(new Refusal(
                    RefusalCode.QUEUE_FULL,
                    "Too much at once: " + outstandingMax
                            + " commands are waiting for the host (queueSize). Try again in a moment."));
        }
        outstanding.put(++lastNumber, new Outstanding(id, command, password, nowNanos));
        return Optional.empty();
    }

    /** The link is a new one: whatever was sent before may be lost. */
    void sendAllAgain() {
        outstanding.values().forEach(one -> one.isSent = false);
    }

    /** Whether something was never sent to this host. */
    boolean hasUnsent() {
        if (!outstanding.isEmpty()) {
            for (Outstanding one : outstanding.values()) {
                if (!one.isSent) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What to send now, oldest first. */
    List<Map.Entry<Long, CommandRequest>> due(long knownSequence, long nowNanos) {
        if (outstanding.isEmpty()) {
            return List.of();
        }
        List<Map.Entry<Long, CommandRequest>> due = new ArrayList<>();
        outstanding.forEach((number, one) -> {
            if (!one.isSent || nowNanos - one.sentNanos >= RESEND_AFTER.toNanos()) {
                due.add(Map.entry(number, new CommandRequest(number, knownSequence, one.written, one.password)));
            }
        });
        return due;
    }

    void sent(long number, long nowNanos) {
        Outstanding one = outstanding.get(number);
        if (one != null) {
            one.isSent = true;
            one.sentNanos = nowNanos;
        }
    }

    /** Commands that have waited for long, each told once. */
    List<CorrelationId> newlyUndecided(long nowNanos) {
        if (outstanding.isEmpty()) {
            return List.of();
        }
        List<CorrelationId> found = new ArrayList<>();
        for (Outstanding one : outstanding.values()) {
            if (!one.isUndecided && nowNanos - one.submittedNanos >= UNDECIDED_AFTER.toNanos()) {
                one.isUndecided = true;
                found.add(one.id);
            }
        }
        return found;
    }

    /** A command of that number led to the event of that sequence; empty if it had ended, or been accepted, before. */
    Optional<CorrelationId> accepted(long number, long sequence) {
        Outstanding one = outstanding.remove(number);
        if (one == null) {
            return Optional.empty();
        }
        boolean isFirst = one.sequence == 0;
        one.sequence = sequence;
        kept.put(number, one);
        if (kept.size() > KEPT_MAX) {
            kept.remove(kept.keySet().iterator().next());
        }
        watched.put(sequence, new Watched(one.id));
        if (watched.size() > WATCHED_MAX) {
            watched.pollFirstEntry();
        }
        return isFirst ? Optional.of(one.id) : Optional.empty();
    }

    /** A command of that number was accepted, and no event will tell of it; empty if it had ended before. */
    Optional<CorrelationId> acceptedUnseen(long number) {
        return Optional.ofNullable(outstanding.remove(number))
                .filter(one -> one.sequence == 0)
                .map(one -> one.id);
    }

    Optional<Ended> refused(long number) {
        return Optional.ofNullable(outstanding.remove(number))
                .map(one -> new Ended(one.id, one.command, one.sequence > 0));
    }

    /**
     * Some of the log was taken back: what was accepted there and is missing now is proposed again, under the same
     * number, so that it takes effect once at most.
     */
    void takenBack(long lastSequence, LongPredicate isMissing) {
        watched.tailMap(lastSequence, false).clear();
        List<Map.Entry<Long, Outstanding>> lost = kept.entrySet().stream()
                .filter(one -> isMissing.test(one.getKey()))
                .map(one -> Map.entry(one.getKey(), one.getValue()))
                .toList();
        for (Map.Entry<Long, Outstanding> one : lost) {
            kept.remove(one.getKey());
            one.getValue().isSent = false;
            outstanding.put(one.getKey(), one.getValue());
        }
    }

    /**
     * A command of this side that has no outcome yet.
     *
     * @param wasAccepted by a host whose word for it did not reach those who are left
     */
    record Own(long number, CorrelationId id, DomainCommand command, boolean wasAccepted) {
        ReplicaChange.OwnCommand asChange() {
            return new ReplicaChange.OwnCommand(id, command);
        }
    }

    /** Everything that waits, oldest first, for the new host that this side is about to be. */
    List<Own> takeAll() {
        List<Own> all = new ArrayList<>();
        outstanding.forEach((number, one) -> all.add(new Own(number, one.id, one.command, one.sequence > 0)));
        outstanding.clear();
        kept.clear();
        return all;
    }

    long lastNumber() {
        return lastNumber;
    }

    /** Ends everything that waits, because nobody will decide it any more. */
    List<Ended> discardAll() {
        List<Ended> ended = new ArrayList<>();
        outstanding.values().forEach(one -> ended.add(new Ended(one.id, one.command, one.sequence > 0)));
        outstanding.clear();
        return ended;
    }

    /**
     * Counts who has what accepted commands led to.
     *
     * @param replicated up to which event at least one guest has everything, at least two, and so on
     * @return commands that more guests have than was known
     */
    Map<CorrelationId, Integer> replicated(List<Long> replicated) {
        Map<CorrelationId, Integer> more = new LinkedHashMap<>();
        watched.forEach((sequence, one) -> {
            int guests = (int) replicated.stream()
                    .filter(confirmed -> confirmed >= sequence)
                    .count();
            if (guests > one.guests) {
                one.guests = guests;
                more.put(one.id, guests);
            }
        });
        return more;
    }

    /** The numbers of those that wait, oldest first. */
    List<Long> numbers() {
        return List.copyOf(outstanding.keySet());
    }

    int outstanding() {
        return outstanding.size();
    }

    /** When something has to be sent again, if nothing comes before. */
    long resendDeadlineNanos() {
        long next = Long.MAX_VALUE;
        if (!outstanding.isEmpty()) {
            for (Outstanding one : outstanding.values()) {
                next = Math.min(next, one.isSent ? one.sentNanos + RESEND_AFTER.toNanos() : Long.MAX_VALUE);
            }
        }
        return next;
    }

    /** When the application has to hear of something, if nothing comes before. */
    long undecidedDeadlineNanos() {
        long next = Long.MAX_VALUE;
        if (!outstanding.isEmpty()) {
            for (Outstanding one : outstanding.values()) {
                next = Math.min(
                        next, one.isUndecided ? Long.MAX_VALUE : one.submittedNanos + UNDECIDED_AFTER.toNanos());
            }
        }
        return next;
    }
}
