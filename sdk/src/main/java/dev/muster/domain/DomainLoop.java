package dev.muster.domain;

import dev.muster.domain.LifecycleEvent.LobbyCreated;
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

    /** Events kept for the readers. */
    public static final int EVENTS_MAX = 1024;

    /** Lobbies one loop holds. One that has ended makes room for a new one. */
    public static final int LOBBIES_MAX = 64;

    /** The most events that one command or one deadline leads to. */
    static final int EVENTS_PER_DECISION_MAX = 4;

    private static final Logger LOG = LoggerFactory.getLogger(DomainLoop.class);
    private static final Refusal TOO_MANY_LOBBIES = new Refusal(
            RefusalCode.TOO_MANY_LOBBIES, "There are " + LOBBIES_MAX + " lobbies here already; end one first.");

    private final int batchSize;
    private final int queueSize;
    private final IdSource ids;
    private final Rulebook rulebook;
    private final Map<LobbyId, Lobby> lobbies = new LinkedHashMap<>();
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
     * @param queueSize commands that can wait
     */
    public DomainLoop(int batchSize, int queueSize, IdSource ids, ActivityTypes activityTypes) {
        if (batchSize < 1 || queueSize < 1) {
            throw new IllegalArgumentException(
                    "batchSize and queueSize are at least 1, got " + batchSize + " and " + queueSize);
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
            return new Submission.Refused(new Refusal(
                    RefusalCode.QUEUE_FULL,
                    "Too much at once: " + queueSize + " commands are waiting (queueSize). Try again in a moment."));
        }
        var correlationId = new CorrelationId(++submitted);
        queue.add(new QueuedCommand(correlationId, sender, command));
        return new Submission.Queued(correlationId);
    }

    /**
     * Fires what is due, then handles up to {@code batchSize} commands in order. Stops early while the session's reader
     * has to catch up. Allocates nothing if there is nothing to do.
     *
     * @param now the lobby time; one before that of an earlier call counts as that of the earlier call
     * @return how many commands were handled
     */
    public int poll(LobbyTime now) {
        if (lastPoll.isBefore(now)) {
            lastPoll = now;
        }
        if (!lastPoll.isBefore(quietUntil)) {
            fireDeadlines();
        }
        int handled = 0;
        while (handled < batchSize && ring.hasRoomFor(EVENTS_PER_DECISION_MAX)) {
            QueuedCommand next = queue.poll();
            if (next == null) {
                break;
            }
            handle(next);
            handled++;
        }
        return handled;
    }

    /** When {@link #poll} has something to do next, if no command comes before. */
    public Optional<LobbyTime> nextDeadline() {
        return lobbies.values().stream()
                .flatMap(lobby -> lobby.nextDeadline().stream())
                .min(LobbyTime::compareTo);
    }

    /** The lobby as it stands; empty if it was never made here, or ended and made room. */
    public Optional<Lobby> lobby(LobbyId id) {
        return Optional.ofNullable(lobbies.get(id));
    }

    /** All lobbies, the ended ones included, in the order in which they were made. */
    public List<Lobby> lobbies() {
        return List.copyOf(lobbies.values());
    }

    /** All events since the last call, oldest first, without those that had to go meanwhile. For the application. */
    public List<DomainEvent> drainEvents() {
        return ring.readAsApplication();
    }

    /**
     * Attaches the session's reader. From the first call on it sees every event, and {@link #poll} waits for it.
     * For the session alone: there is one such reader.
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

    private void handle(QueuedCommand queued) {
        DomainCommand command = queued.command();
        Lobby lobby = lobbies.get(command.lobbyId());
        Decision decision = rulebook.decide(Optional.ofNullable(lobby), command, queued.sender(), lastPoll, ids);
        Optional<CorrelationId> cause = Optional.of(queued.correlationId());
        Optional<Refusal> refusal = decision.refusal();
        if (lobby == null && refusal.isEmpty() && !hasRoomForLobby()) {
            refusal = Optional.of(TOO_MANY_LOBBIES);
        }
        if (refusal.isPresent()) {
            refused++;
            emit(cause, new CommandFailed(queued.correlationId(), command, refusal.get()));
            return;
        }
        accepted++;
        for (LoggedEvent event : decision.events()) {
            lobby = lobby == null ? Lobby.created((LobbyCreated) event) : lobby.apply(event);
            emit(cause, event);
        }
        keep(Objects.requireNonNull(lobby, "an accepted command leads to an event"));
    }

    private void fireDeadlines() {
        quietUntil = LobbyTime.MAX;
        for (Lobby lobby : lobbies()) {
            if (!ring.hasRoomFor(EVENTS_PER_DECISION_MAX)) {
                quietUntil = lastPoll;
                return;
            }
            Lobby after = lobby;
            for (LoggedEvent event : rulebook.tick(lobby, lastPoll, ids)) {
                after = after.apply(event);
                emit(Optional.empty(), event);
            }
            keep(after);
        }
    }

    private void keep(Lobby lobby) {
        lobbies.put(lobby.id(), lobby);
        Optional<LobbyTime> deadline = lobby.nextDeadline();
        if (deadline.isPresent() && deadline.get().isBefore(quietUntil)) {
            quietUntil = deadline.get();
        }
    }

    /** The lobby that ended first goes where a place is needed. */
    private boolean hasRoomForLobby() {
        if (lobbies.size() < LOBBIES_MAX) {
            return true;
        }
        Optional<Lobby> ended = lobbies.values().stream().filter(Lobby::isEnded).findFirst();
        ended.ifPresent(lobby -> lobbies.remove(lobby.id()));
        return ended.isPresent();
    }

    private void emit(Optional<CorrelationId> cause, DomainEvent event) {
        ring.write(new EmittedEvent(cause, lastPoll, event));
        if (ring.lostByApplication() > 0 && !lossLogged) {
            lossLogged = true;
            LOG.warn(
                    "The application has not drained its events: of {} the oldest are going. Call drainEvents() after "
                            + "poll(), or ignore this if the application reads the lobby instead.",
                    EVENTS_MAX);
        }
    }

    private record QueuedCommand(CorrelationId correlationId, Sender sender, DomainCommand command) {}
}
