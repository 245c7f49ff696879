package dev.muster.session;

import dev.muster.domain.DomainCommand;
import dev.muster.domain.DomainLoop;
import dev.muster.domain.EmittedEvent;
import dev.muster.domain.EventReader;
import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyId;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.LoggedEvent;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.Refusal;
import dev.muster.domain.RefusalCode;
import dev.muster.domain.Sender;
import dev.muster.domain.Submission;
import dev.muster.identity.Identity;
import dev.muster.p2p.P2PEvent;
import dev.muster.p2p.P2PLoop;
import dev.muster.p2p.ReceivedCommand;
import dev.muster.p2p.ReplicaChange;
import dev.muster.transport.PeerId;
import dev.muster.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One session on this machine: drives the {@link P2PLoop} and the {@link DomainLoop}, and holds the time.
 *
 * <p>Belongs to one thread, which calls {@link #poll} every 100 ms or as soon as {@link #awaitWork} returns. Only
 * {@link #lobby}, {@link #isHost}, {@link #lobbyId} and {@link #wakeUp} may be called by any thread. Nothing that other
 * peers do makes a call fail.
 */
public final class SessionLoop implements AutoCloseable {
    /** How often to poll when nothing arrives. */
    public static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private static final Duration FAREWELL_PAUSE = Duration.ofMillis(10);
    private static final int FAREWELL_POLLS_MAX = 50;

    private final P2PLoop p2p;
    private final DomainLoop domain;
    private final SessionClock clock;
    private final EventReader reader;
    private final WakeUp wakeUp = new WakeUp();
    private final Consumer<EmittedEvent> publishing = this::publish;
    private volatile Optional<Lobby> lobby = Optional.empty();
    private boolean closed;

    SessionLoop(P2PLoop p2p, DomainLoop domain, SessionClock clock) {
        this.p2p = p2p;
        this.domain = domain;
        this.clock = clock;
        this.reader = domain.attachSessionReader();
        p2p.onWakeUp(wakeUp::signal);
    }

    /**
     * Handles what arrived and what was submitted, in this order: messages of other peers, their commands, the own
     * ones, and then tells everybody what came of it. At most a batch of each; the rest comes with the next call, which
     * {@link #awaitWork} then does not delay. Allocates nothing if there is nothing to do.
     *
     * @return how much was handled
     */
    public int poll() {
        if (closed) {
            return 0;
        }
        int handled = p2p.poll(clock.nanos());
        if (p2p.isHost()) {
            for (ReceivedCommand received : p2p.drainDomainCommands()) {
                submitReceived(received);
            }
            handled += domain.poll(lobbyTime());
            reader.readTo(publishing);
        } else {
            for (ReplicaChange change : p2p.drainChanges()) {
                follow(change);
            }
        }
        p2p.flush();
        Optional<Lobby> now = domain.lobby(p2p.lobbyId());
        if (now.isPresent()) {
            lobby = now;
        }
        return handled;
    }

    /**
     * Waits until there is something to do, at most that long. A wake-up that came before counts.
     *
     * @return false if the time passed and nothing came
     */
    public boolean awaitWork(Duration most) throws InterruptedException {
        if (hasMore()) {
            return true;
        }
        long deadline = nextDeadlineNanos();
        long wait = most.toNanos();
        if (deadline != Transport.NO_DEADLINE) {
            wait = Math.min(wait, Math.max(0, deadline - clock.nanos()));
        }
        return wakeUp.await(wait);
    }

    /** Lets {@link #awaitWork} return. For any thread. */
    public void wakeUp() {
        wakeUp.signal();
    }

    /** How long nothing has to be done if nothing arrives; empty if for ever. */
    public Optional<Duration> nextDeadline() {
        if (hasMore()) {
            return Optional.of(Duration.ZERO);
        }
        long deadline = nextDeadlineNanos();
        return deadline == Transport.NO_DEADLINE
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, deadline - clock.nanos())));
    }

    /**
     * Submits a command in the name of this side. It is decided here on the host, and by the host otherwise; what comes
     * of it is told by {@link DomainLoop#drainEvents}: its events, or a {@code CommandFailed} with the id given here.
     */
    public Submission submitCommand(DomainCommand command) {
        if (command instanceof CreateLobby && lobby.isPresent()) {
            return refused(RefusalCode.LOBBY_EXISTS, "This session has its lobby already.");
        }
        if (p2p.isHost()) {
            return domain.submit(Sender.person(localParticipantId()), command);
        }
        var id = domain.nextCorrelationId();
        return p2p.submit(id, command)
                .<Submission>map(Submission.Refused::new)
                .orElseGet(() -> new Submission.Queued(id));
    }

    /**
     * Submits a command together with the proof of knowing the lobby's password.
     *
     * @param passwordKey what {@link dev.muster.identity.PasswordKeys#derive} makes of the password and of
     *     {@link P2PLoop#passwordPrompt}
     */
    public Submission submitCommand(DomainCommand command, Identity passwordKey) {
        var id = domain.nextCorrelationId();
        return p2p.submit(id, command, passwordKey)
                .<Submission>map(Submission.Refused::new)
                .orElseGet(() -> new Submission.Queued(id));
    }

    /** The lobby as of the last {@link #poll}; empty on a guest that has not seen it yet. For any thread. */
    public Optional<Lobby> lobby() {
        return lobby;
    }

    public LobbyId lobbyId() {
        return p2p.lobbyId();
    }

    /** The id that signalling gave this side first; it stays the same for the session's life. */
    public Optional<PeerId> localPeerId() {
        return p2p.localPeerId();
    }

    /** Who this side is in the lobby, or will be when it joins. */
    public ParticipantId localParticipantId() {
        return p2p.localParticipantId();
    }

    /** Everybody linked to this side and not broken. */
    public List<PeerId> connectedPeers() {
        return p2p.connectedPeers();
    }

    /** Whether this side decides about the lobby. For any thread. */
    public boolean isHost() {
        return p2p.isHost();
    }

    /** What happens in the lobby; drain its events after each {@link #poll}, or leave them. */
    public DomainLoop domain() {
        return domain;
    }

    public P2PLoop p2p() {
        return p2p;
    }

    /** What happened beside the lobby since the last call: peers come, go quiet and return, commands make their way. */
    public List<P2PEvent> drainPeerEvents() {
        return p2p.drainEvents();
    }

    public SessionMetrics metrics() {
        return new SessionMetrics(domain.counters(), p2p.status());
    }

    /** Says goodbye, waits a moment until that is out, and frees everything. A second call does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        p2p.leave();
        try {
            for (int i = 0; i < FAREWELL_POLLS_MAX && !p2p.hasLeft(); i++) {
                p2p.poll(clock.nanos());
                if (!p2p.hasLeft()) {
                    wakeUp.await(FAREWELL_PAUSE.toNanos());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed = true;
        p2p.close();
    }

    private boolean hasMore() {
        return p2p.hasMore() || domain.hasWaiting();
    }

    private long nextDeadlineNanos() {
        long deadline = p2p.nextDeadlineNanos();
        Optional<LobbyTime> due = p2p.isHost() ? domain.nextDeadline() : Optional.empty();
        if (due.isEmpty()) {
            return deadline;
        }
        long millis = Math.max(0, due.get().millis() - clock.monotonicMillis());
        return Math.min(deadline, clock.nanos() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private LobbyTime lobbyTime() {
        return new LobbyTime(clock.monotonicMillis());
    }

    private void submitReceived(ReceivedCommand received) {
        Submission submission = domain.submit(received.sender(), received.command());
        if (submission instanceof Submission.Queued queued) {
            p2p.submitted(received, queued.correlationId());
        } else {
            p2p.notSubmitted(received, ((Submission.Refused) submission).refusal());
        }
    }

    private void publish(EmittedEvent event) {
        boolean isOfAnotherLobby =
                event.event() instanceof LoggedEvent logged && !logged.lobbyId().equals(p2p.lobbyId());
        if (!isOfAnotherLobby) {
            domain.lobby(p2p.lobbyId()).ifPresent(after -> p2p.publish(event, after));
        }
    }

    private void follow(ReplicaChange change) {
        change.match(new ReplicaChange.Cases<Boolean>() {
            @Override
            public Boolean adopted(ReplicaChange.Adopted adopted) {
                return domain.adopt(adopted.lobby(), adopted.at());
            }

            @Override
            public Boolean happened(ReplicaChange.Happened happened) {
                domain.follow(happened.after(), happened.event());
                return true;
            }

            @Override
            public Boolean failed(ReplicaChange.Failed failed) {
                domain.tell(failed.event());
                return true;
            }
        });
        reader.readTo(SessionLoop::passOver);
    }

    /** Only a host's events are published; what a guest hears need not be kept for that. */
    private static void passOver(EmittedEvent event) {}

    private static Submission refused(RefusalCode code, String sentence) {
        return new Submission.Refused(new Refusal(code, sentence));
    }
}
