package dev.muster.domain;

import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.MembershipEvent.HostDelegated;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the current lobbies: commands go in, {@link #poll} decides them in order, events come out.
 *
 * <p>Belongs to one thread. Has no clock, no randomness and no thread of its own. Nothing is dropped in silence: a full
 * command queue refuses; the session's reader of the events loses none, and while it has not read, {@code poll} waits;
 * the application may drain late or never, and then its oldest events go, counted and logged once.
 */
public final class DomainLoop {
    /** Commands that one {@link #poll} handles when nobody says otherwise. */
    public static final int BATCH_SIZE_DEFAULT = 10;

    /** Commands that can wait when nobody says otherwise. */
    public static final int QUEUE_SIZE_DEFAULT = 100;

    /** The most commands that can be let wait. */
    public static final int QUEUE_SIZE_MAX = 65_536;

    /** Events kept for the readers. */
    public static final int EVENTS_MAX = 1024;

    /** Lobbies one loop holds, ended ones included; see {@link #forget}. */
    public static final int LOBBIES_MAX = 64;

    /** The most events that one command or one deadline leads to. */
    static final int EVENTS_PER_DECISION_MAX = 4;

    private static final Logger LOG = LoggerFactory.getLogger(DomainLoop.class);
    private static final Refusal TOO_MANY_LOBBIES = new Refusal(
            RefusalCode.TOO_MANY_LOBBIES,
            "There are " + LOBBIES_MAX + " lobbies here already; end and forget one first.");

    private static final Decision DECIDED_ELSEWHERE = Decision.refused(
            RefusalCode.DECIDED_ELSEWHERE, "This lobby is decided by its host; submit the command to the session.");

    private final int batchSize;
    private final int queueSize;
    private final IdSource ids;
    private final Rulebook rulebook;
    private final Map<LobbyId, Place> places = new LinkedHashMap<>();
    private final Queue<QueuedCommand> queue;
    private final EventRing ring = new EventRing(EVENTS_MAX);

    private LobbyTime lastPoll = LobbyTime.ZERO;

    /** No deadline of any lobby is before this. */
    private LobbyTime quietUntil = LobbyTime.MAX;

    private long submitted;
    private long accepted;
    private long refused;
    private long refusedByQueue;
    private boolean lossLogged;

    /** A loop of the default sizes. */
    public DomainLoop(IdSource ids, ActivityTypes activityTypes) {
        this(BATCH_SIZE_DEFAULT, QUEUE_SIZE_DEFAULT, ids, activityTypes);
    }

    /**
     * @param batchSize commands that one {@link #poll} handles at most
     * @param queueSize commands that can wait, at most {@link #QUEUE_SIZE_MAX}
     */
    public DomainLoop(int batchSize, int queueSize, IdSource ids, ActivityTypes activityTypes) {
        if (batchSize < 1 || queueSize < 1 || queueSize > QUEUE_SIZE_MAX) {
            throw new IllegalArgumentException("batchSize is at least 1 and queueSize 1 to " + QUEUE_SIZE_MAX + ", got "
                    + batchSize + " and " + queueSize);
        }
        this.batchSize = batchSize;
        this.queueSize = queueSize;
        this.ids = Objects.requireNonNull(ids, "ids");
        this.rulebook = new Rulebook(activityTypes);
        this.queue = new ArrayDeque<>(queueSize);
    }

    /** Puts a command at the end of the queue, or refuses it where the queue is full. */
    public Submission submit(Sender sender, DomainCommand command) {
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(command, "command");
        if (queue.size() == queueSize) {
            refusedByQueue++;
            return queueFull();
        }
        return submit(new CorrelationId(++submitted), sender, command);
    }

    /** The same under an id that {@link #nextCorrelationId} gave. */
    public Submission submit(CorrelationId id, Sender sender, DomainCommand command) {
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(command, "command");
        if (queue.size() == queueSize) {
            refusedByQueue++;
            return queueFull();
        }
        queue.add(new QueuedCommand(id, sender, command));
        return new Submission.Queued(id);
    }

    private Submission queueFull() {
        return new Submission.Refused(new Refusal(
                RefusalCode.QUEUE_FULL,
                "Too much at once: " + queueSize + " commands are waiting (queueSize). Try again in a moment."));
    }

    /**
     * Fires what is due, then handles up to {@code batchSize} commands in order. Stops early while the session's reader
     * has to catch up. Allocates nothing if there is nothing to do.
     *
     * @param now the lobby time; one before that of an earlier call counts as that of the earlier call
     * @return how many commands were handled
     */
    public int poll(LobbyTime now) {
        return poll(now, batchSize);
    }

    /** The same for so many commands at most. */
    public int poll(LobbyTime now, int most) {
        if (lastPoll.isBefore(now)) {
            lastPoll = now;
        }
        if (!lastPoll.isBefore(quietUntil)) {
            fireDeadlines();
        }
        int handled = 0;
        while (handled < most && ring.hasRoomFor(EVENTS_PER_DECISION_MAX)) {
            QueuedCommand next = queue.poll();
            if (next == null) {
                break;
            }
            handled++;
            if (handle(next)) {
                break;
            }
        }
        return handled;
    }

    /** Names a command that another machine decides, so that its outcome finds whoever submitted it here. */
    public CorrelationId nextCorrelationId() {
        return new CorrelationId(++submitted);
    }

    /**
     * Follows a lobby from now on: another machine decides about it, and this loop only tells what became of it. Its
     * deadlines are not fired here. Both readers hear {@link Resynced}.
     *
     * @return false if there is no room for another lobby, so that nothing was changed
     */
    public boolean adopt(Lobby lobby, LobbyTime at) {
        Place place = places.getOrDefault(lobby.id(), Place.NOWHERE);
        if (place == Place.NOWHERE) {
            if (places.size() == LOBBIES_MAX) {
                return false;
            }
            places.put(lobby.id(), Place.followed(lobby));
        } else {
            place.lobby = Optional.of(lobby);
            place.decidedHere = false;
        }
        emit(new EmittedEvent(Optional.empty(), at, new Resynced(lobby)));
        return true;
    }

    /**
     * Tells what happened to a lobby that this loop follows, or what became of a command that was sent on.
     *
     * @param after the lobby after it, which the caller folded
     * @throws IllegalStateException if this loop does not follow that lobby
     */
    public void follow(Lobby after, EmittedEvent event) {
        Place place = places.getOrDefault(after.id(), Place.NOWHERE);
        if (place == Place.NOWHERE || place.decidedHere) {
            throw new IllegalStateException("adopt a lobby before following it: " + after.id());
        }
        place.lobby = Optional.of(after);
        emit(event);
    }

    /** Tells both readers of a command that was sent on and failed before there was a lobby to follow. */
    public void tell(EmittedEvent failure) {
        emit(failure);
    }

    /**
     * Decides about a lobby from now on that this loop has followed so far.
     *
     * @param at from when; the time never falls behind it
     */
    public void decide(Lobby lobby, LobbyTime at) {
        Place place = places.computeIfAbsent(lobby.id(), id -> Place.followed(lobby));
        place.lobby = Optional.of(lobby);
        place.decidedHere = true;
        lastPoll = lastPoll.isBefore(at) ? at : lastPoll;
        quietUntil = LobbyTime.ZERO;
    }

    /**
     * Decides about a lobby no more, because another machine does from now on.
     *
     * @return the commands about it that nobody decided, in their order
     */
    public List<Undecided> stepDown(LobbyId id) {
        Place place = places.getOrDefault(id, Place.NOWHERE);
        if (place != Place.NOWHERE) {
            place.decidedHere = false;
        }
        List<Undecided> undecided = queue.stream()
                .filter(one -> one.command().lobbyId().equals(id))
                .map(one -> new Undecided(one.correlationId(), one.sender(), one.command()))
                .toList();
        queue.removeIf(one -> one.command().lobbyId().equals(id));
        return undecided;
    }

    /** A command that was submitted here and not decided. */
    public record Undecided(CorrelationId id, Sender sender, DomainCommand command) {}

    /** Whether commands wait, so that {@link #poll} has something to do at once. */
    public boolean hasWaiting() {
        return !queue.isEmpty();
    }

    /** Whether {@link #poll} has something to do at that lobby time. */
    public boolean isDue(long lobbyMillis) {
        return !queue.isEmpty() || lobbyMillis >= quietUntil.millis();
    }

    /** When to call {@link #poll} at the latest, if no command comes before; it may then find nothing to do. */
    public Optional<LobbyTime> nextDeadline() {
        return quietUntil.equals(LobbyTime.MAX) ? Optional.empty() : Optional.of(quietUntil);
    }

    /**
     * Lets go of a lobby that has ended, to make room for another.
     *
     * @return false if there is no such lobby, or if it has not ended
     */
    public boolean forget(LobbyId id) {
        return lobby(id)
                .filter(Lobby::isEnded)
                .map(lobby -> places.remove(lobby.id()))
                .isPresent();
    }

    /** The lobby as it stands; empty if it was never made here, or was let go. */
    public Optional<Lobby> lobby(LobbyId id) {
        return places.getOrDefault(id, Place.NOWHERE).lobby;
    }

    /** All lobbies, the ended ones included, in the order in which they were made. */
    public List<Lobby> lobbies() {
        return places.values().stream().map(place -> place.lobby.orElseThrow()).toList();
    }

    /** All events since the last call, oldest first, without those that had to go meanwhile. For the application. */
    public List<DomainEvent> drainEvents() {
        return ring.readAsApplication();
    }

    /**
     * Attaches the session's reader. From the first call on it sees every event, and {@link #poll} waits for it.
     * For the session alone.
     *
     * @throws IllegalStateException on a second call: of two readers, each would miss what the other read
     */
    public EventReader attachSessionReader() {
        ring.attachSession();
        return ring::readAsSession;
    }

    /** What was done so far, and what waits. */
    public DomainCounters counters() {
        return new DomainCounters(
                accepted,
                refused,
                refusedByQueue,
                ring.written(),
                ring.lostByApplication(),
                queue.size(),
                ring.pendingForApplication());
    }

    /** {@return whether somebody else is host now: nothing more is decided before the session knows} */
    private boolean handle(QueuedCommand queued) {
        DomainCommand command = queued.command();
        Place place = places.getOrDefault(command.lobbyId(), Place.NOWHERE);
        Decision decision = place.decidedHere
                ? rulebook.decide(place.lobby, command, queued.sender(), lastPoll, ids)
                : DECIDED_ELSEWHERE;
        Optional<Refusal> refusal = decision.refusal();
        if (refusal.isEmpty() && place == Place.NOWHERE && places.size() == LOBBIES_MAX) {
            refusal = Optional.of(TOO_MANY_LOBBIES);
        }
        Optional<CorrelationId> cause = Optional.of(queued.correlationId());
        if (refusal.isPresent()) {
            refused++;
            emit(cause, new CommandFailed(queued.correlationId(), command, refusal.get()));
            return false;
        }
        accepted++;
        happen(place, decision.events(), cause);
        return decision.events().stream().anyMatch(HostDelegated.class::isInstance);
    }

    private void fireDeadlines() {
        LobbyTime next = LobbyTime.MAX;
        for (Place place : places.values()) {
            if (!ring.hasRoomFor(EVENTS_PER_DECISION_MAX)) {
                return; // Tried again by the next poll, because the time up to which all is quiet has not moved.
            }
            Lobby lobby = place.lobby.orElseThrow();
            if (!place.decidedHere) {
                continue;
            }
            List<LoggedEvent> due = rulebook.tick(lobby, lastPoll, ids);
            Lobby after = due.isEmpty() ? lobby : happen(place, due, Optional.empty());
            next = earlier(next, after.nextDeadline());
        }
        quietUntil = next;
    }

    /** All events of one decision are folded before any is told, so that nobody hears of half a decision. */
    private Lobby happen(Place place, List<LoggedEvent> events, Optional<CorrelationId> cause) {
        boolean isNew = place == Place.NOWHERE;
        Lobby after = isNew ? Lobby.created((LobbyCreated) events.get(0)) : place.lobby.orElseThrow();
        boolean played = false;
        for (LoggedEvent event : isNew ? events.subList(1, events.size()) : events) {
            after = after.apply(event);
            played |= event instanceof ActivityEvent;
        }
        if (isNew) {
            places.put(after.id(), new Place(Optional.of(after)));
        } else {
            place.lobby = Optional.of(after);
        }
        if (played) {
            // Only what is played has deadlines.
            quietUntil = earlier(quietUntil, after.nextDeadline());
        }
        for (LoggedEvent event : events) {
            emit(cause, event);
        }
        return after;
    }

    private static LobbyTime earlier(LobbyTime time, Optional<LobbyTime> other) {
        return other.isPresent() && other.get().isBefore(time) ? other.get() : time;
    }

    private void emit(Optional<CorrelationId> cause, DomainEvent event) {
        emit(new EmittedEvent(cause, lastPoll, event));
    }

    private void emit(EmittedEvent event) {
        ring.write(event);
        if (ring.lostByApplication() > 0 && !lossLogged) {
            lossLogged = true;
            LOG.warn(
                    "The application has not drained its events: of {} the oldest are going. Call drainEvents() after "
                            + "poll(), or ignore this if the application reads the lobby instead.",
                    EVENTS_MAX);
        }
    }

    /** Where a lobby is kept: looked up once for each command, and not again to put what became of it. */
    private static final class Place {
        static final Place NOWHERE = new Place(Optional.empty());

        private Optional<Lobby> lobby;

        /** False where another machine decides, so that its deadlines and commands are none of this loop's. */
        private boolean decidedHere = true;

        Place(Optional<Lobby> lobby) {
            this.lobby = lobby;
        }

        static Place followed(Lobby lobby) {
            var place = new Place(Optional.of(lobby));
            place.decidedHere = false;
            return place;
        }
    }

    private record QueuedCommand(CorrelationId correlationId, Sender sender, DomainCommand command) {}
}
