package dev.muster.p2p;

import dev.muster.domain.CorrelationId;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.MembershipCommand.RemoveLostGuest;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.Refusal;
import dev.muster.domain.RefusalCode;
import dev.muster.domain.Sender;
import dev.muster.identity.Actor;
import dev.muster.wire.Author;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands that guests send to the host, from arrival to outcome: each is decided once at most, however often it
 * arrives, and each gets an outcome. Belongs to one thread; everything in it is bounded.
 */
final class CommandIntake {
    /** Commands of one peer that wait for their decision. */
    static final int PENDING_PER_PEER_MAX = 64;

    /** Refusals of one peer that are kept, to be told again. */
    static final int REFUSALS_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(CommandIntake.class);

    private final int queueSize;
    private final AuthorLedger ledger;
    private final Queue<ReceivedCommand> waiting = new ArrayDeque<>();
    private final Map<Long, Author> authors = new HashMap<>();
    private final Map<CorrelationId, Author> decisions = new HashMap<>();
    private final Set<Author> pending = new HashSet<>();
    private final Map<Actor, Integer> pendingByActor = new HashMap<>();
    private final Map<Actor, Map<Long, Refusal>> refused = new HashMap<>();
    private final Map<Author, CorrelationId> inherited = new HashMap<>();
    private long lastTicket;
    private long overflows;
    private boolean overflowLogged;

    CommandIntake(int queueSize, AuthorLedger ledger) {
        this.queueSize = queueSize;
        this.ledger = ledger;
    }

    /**
     * Takes a command.
     *
     * @return the refusal to send back; empty where it is now waiting, or was taken before
     */
    Optional<Refusal> take(Author author, Sender sender, DomainCommand command) {
        AuthorLedger.Standing standing = ledger.standingOf(author);
        if (pending.contains(author) || standing == AuthorLedger.Standing.LOGGED) {
            return Optional.empty();
        }
        Refusal before = refused.getOrDefault(author.actor(), Map.of()).get(author.number());
        if (before != null) {
            return Optional.of(before);
        }
        Optional<Refusal> refusal = refusalOf(author, standing, command);
        if (refusal.isPresent()) {
            remember(author, refusal.get());
            return refusal;
        }
        pending.add(author);
        pendingByActor.merge(author.actor(), 1, Integer::sum);
        enqueue(Optional.of(author), sender, command);
        return Optional.empty();
    }

    /** Adds what the session itself wants, which nobody waits for. */
    void add(Sender sender, DomainCommand command) {
        enqueue(Optional.empty(), sender, command);
    }

    /** That person was lost and is there again: whoever waited to be removed for that is not. */
    void isBack(ParticipantId person) {
        waiting.removeIf(one -> one.command() instanceof RemoveLostGuest lost
                && lost.participantId().equals(person));
    }

    /** Everything that waits to be decided, in the order of arrival, at most {@code most}. */
    List<ReceivedCommand> drain(int most) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<ReceivedCommand> drained = new ArrayList<>();
        while (drained.size() < most && !waiting.isEmpty()) {
            drained.add(waiting.remove());
        }
        return drained;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int waiting() {
        return waiting.size();
    }

    long overflows() {
        return overflows;
    }

    /** A command of this side, which it had sent to another host before, is being decided here under that id. */
    void inherit(Author author, CorrelationId id, boolean wasAccepted) {
        pending.add(author);
        pendingByActor.merge(author.actor(), 1, Integer::sum);
        decisions.put(id, author);
        if (!wasAccepted) {
            inherited.put(author, id);
        }
    }

    /** Under which id such a command is known whose acceptance nobody told of yet; once. */
    Optional<CorrelationId> inherited(Author author) {
        return Optional.ofNullable(inherited.remove(author));
    }

    /** A drained command is being decided under that id. */
    void submitted(long ticket, CorrelationId id) {
        Author author = authors.remove(ticket);
        if (author != null) {
            decisions.put(id, author);
        }
    }

    /**
     * A drained command could not even be submitted.
     *
     * @return who has to be told
     */
    Optional<Author> notSubmitted(long ticket, Refusal refusal) {
        Author author = authors.remove(ticket);
        if (author != null) {
            settle(author);
            remember(author, refusal);
        }
        return Optional.ofNullable(author);
    }

    /** Whose command is decided under that id, if it came through here. */
    Optional<Author> authorOf(CorrelationId id) {
        return Optional.ofNullable(decisions.get(id));
    }

    /** The command under that id was refused. */
    void refused(CorrelationId id, Refusal refusal) {
        Author author = decisions.remove(id);
        if (author != null) {
            inherited.remove(author);
            settle(author);
            remember(author, refusal);
        }
    }

    /** That peer is gone: what it wanted is no longer decided, and it will not ask again. */
    void forget(Actor actor) {
        refused.remove(actor);
        waiting.removeIf(command -> {
            Author author = authors.get(command.ticket());
            if (author == null || !author.actor().equals(actor)) {
                return false;
            }
            authors.remove(command.ticket());
            settle(author);
            return true;
        });
    }

    /** All events of the decisions so far are logged; whoever sends one of those commands again finds it there. */
    void allLogged() {
        decisions.entrySet().removeIf(decision -> {
            // What this side inherited from itself as a guest may be older than the ledger's window, and undecided.
            boolean isLogged = ledger.standingOf(decision.getValue()) != AuthorLedger.Standing.NEW
                    && !inherited.containsKey(decision.getValue());
            if (isLogged) {
                settle(decision.getValue());
            }
            return isLogged;
        });
    }

    private Optional<Refusal> refusalOf(Author author, AuthorLedger.Standing standing, DomainCommand command) {
        if (standing == AuthorLedger.Standing.FORGOTTEN) {
            return refusal(RefusalCode.TOO_LATE, "Later commands of yours were decided already; submit it anew.");
        }
        if (command instanceof CreateLobby) {
            return refusal(RefusalCode.LOBBY_EXISTS, "This session has its lobby already.");
        }
        if (pendingByActor.getOrDefault(author.actor(), 0) >= PENDING_PER_PEER_MAX) {
            return refusal(
                    RefusalCode.QUEUE_FULL,
                    "Too much at once: " + PENDING_PER_PEER_MAX + " of your commands are waiting. Try again.");
        }
        if (waiting.size() >= queueSize) {
            overflows++;
            logOverflow();
            return refusal(
                    RefusalCode.QUEUE_FULL,
                    "Too much at once: " + queueSize + " commands are waiting at the host (queueSize). Try again.");
        }
        return Optional.empty();
    }

    private void enqueue(Optional<Author> author, Sender sender, DomainCommand command) {
        long ticket = ++lastTicket;
        author.ifPresent(by -> authors.put(ticket, by));
        waiting.add(new ReceivedCommand(ticket, sender, command));
    }

    private void settle(Author author) {
        if (pending.remove(author)) {
            pendingByActor.computeIfPresent(author.actor(), (actor, count) -> count == 1 ? null : count - 1);
        }
    }

    private void remember(Author author, Refusal refusal) {
        Map<Long, Refusal> kept = refused.computeIfAbsent(author.actor(), actor -> new LinkedHashMap<>());
        kept.put(author.number(), refusal);
        if (kept.size() > REFUSALS_MAX) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    private void logOverflow() {
        if (!overflowLogged) {
            overflowLogged = true;
            LOG.warn(
                    "Guests send more commands than are handled: {} wait, more are refused. Poll more often, or raise"
                            + " queueSize or batchSize.",
                    queueSize);
        }
    }

    private static Optional<Refusal> refusal(RefusalCode code, String sentence) {
        return Optional.of(new Refusal(code, sentence));
    }
}
