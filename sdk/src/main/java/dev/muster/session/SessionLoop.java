package dev.muster.session;

import dev.muster.domain.CorrelationId;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.DomainLoop;
import dev.muster.domain.EmittedEvent;
import dev.muster.domain.EventReader;
import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyId;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.LoggedEvent;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.ReclaimHost;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.Refusal;
import dev.muster.domain.RefusalCode;
import dev.muster.domain.Sender;
import dev.muster.domain.Submission;
import dev.muster.identity.Identity;
import dev.muster.p2p.HostStatus;
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

    /** How long a host that leaves may take to hand over. */
    private static final Duration LEAVING = Duration.ofSeconds(5);

    private static final Duration FAREWELL_PAUSE = Duration.ofMillis(10);
    private static final int FAREWELL_POLLS_MAX = 300;

    private final P2PLoop p2p;
    private final DomainLoop domain;
    private final SessionClock clock;
    private final EventReader reader;
    private final WakeUp wakeUp = new WakeUp();
    private final Consumer<EmittedEvent> publishing = this::publish;
    private volatile Optional<Lobby> lobby = Optional.empty();
    private final HandoverDesk handovers;
    private final LobbyClock lobbyClock;
    private final LobbyFollower follower;

    private boolean isLeaving;
    private long leaveByNanos;
    private boolean offeredRole;
    private boolean saidGoodbye;
    private boolean closed;

    SessionLoop(P2PLoop p2p, DomainLoop domain, SessionClock clock) {
        this.p2p = p2p;
        this.domain = domain;
        this.clock = clock;
        this.handovers = new HandoverDesk(p2p, domain);
        this.lobbyClock = new LobbyClock(clock);
        this.follower = new LobbyFollower(p2p, domain, lobbyClock, handovers);
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
        for (ReplicaChange change : p2p.drainChanges()) {
            follow(change);
        }
        if (p2p.isHost() && p2p.mayDecide()) {
            handled += decide();
        }
        if (isLeaving && !saidGoodbye) {
            goOnLeaving();
        }
        p2p.flush();
        Optional<Lobby> now = domain.lobby(p2p.lobbyId());
        if (now.isPresent()) {
            lobby = now;
        }
        return handled;
    }

    private int decide() {
        for (ReceivedCommand received : p2p.drainDomainCommands()) {
            submitReceived(received);
        }
        if (handovers.isBusy()) {
            domain.lobby(p2p.lobbyId()).ifPresent(now -> handovers.poll(lobbyTime(), now));
        }
        int handled = p2p.decidesOneByOne() ? decideOneByOne() : decideAll();
        for (ReplicaChange change : p2p.drainChanges()) {
            follow(change); // This side may just have handed over.
        }
        return handled;
    }

    private int decideAll() {
        int handled = domain.isDue(lobbyClock.millis()) ? domain.poll(lobbyTime()) : 0;
        reader.readTo(publishing);
        return handled;
    }

    /** Who came or went has to be confirmed before anything else is decided. */
    private int decideOneByOne() {
        int handled = 0;
        for (int i = 0; i < DomainLoop.BATCH_SIZE_DEFAULT && p2p.isHost() && p2p.mayDecide(); i++) {
            handled += domain.isDue(lobbyClock.millis()) ? domain.poll(lobbyTime(), 1) : 0;
            reader.readTo(publishing);
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
        var id = domain.nextCorrelationId();
        if (p2p.isHost()) {
            return submitAsHost(id, command);
        }
        return p2p.submit(id, command)
                .<Submission>map(Submission.Refused::new)
                .orElseGet(() -> new Submission.Queued(id));
    }

    private Submission submitAsHost(CorrelationId id, DomainCommand command) {
        boolean areTwo = lobby.filter(now -> now.participants().size() == 2).isPresent();
        if (command instanceof KickGuest && areTwo && p2p.decidesOneByOne()) {
            return refused(
                    RefusalCode.NO_MAJORITY,
                    "Of two who go on only together, neither can send the other away. End the lobby instead.");
        }
        Sender self = Sender.person(localParticipantId());
        boolean isKept =
                lobby.filter(now -> handovers.keeps(id, self, command, now)).isPresent();
        return isKept ? new Submission.Queued(id) : domain.submit(id, self, command);
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

    /**
     * What to show the player about the host: there, suspected, reconnecting and for how long still, being replaced,
     * not yet agreed to by enough, or that this side is alone or host itself. {@link P2PEvent.HostStatusChanged} tells
     * of every change.
     */
    public HostStatus hostStatus() {
        return p2p.hostStatus();
    }

    /**
     * Where {@link #hostStatus} is {@code ALONE}: be host now, and do not wait for the others.
     *
     * @return why not, in words for the player: somebody of the lobby is there, this side is host or not in, or the
     *     session is over. Empty if so; then this side is host after the next polls
     */
    public Optional<String> continueAlone() {
        Optional<String> objection = p2p.continueAlone();
        wakeUp.signal();
        return objection;
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

    /**
     * Begins to leave: a host first makes whoever has been in for longest host, so that nobody has to miss it; then
     * everybody hears a goodbye. Poll on until {@link #hasLeft}, then {@link #close}. A second call does nothing.
     */
    public void leave() {
        isLeaving = true;
        wakeUp.signal();
    }

    /** Whether everybody has heard the goodbye of {@link #leave}, or had the time to. */
    public boolean hasLeft() {
        return saidGoodbye && p2p.hasLeft();
    }

    /**
     * Leaves if that has not been done, waits a moment until it is done, and frees everything. A second call does
     * nothing.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        leave();
        try {
            for (int i = 0; i < FAREWELL_POLLS_MAX && !hasLeft(); i++) {
                poll();
                if (!hasLeft()) {
                    wakeUp.await(FAREWELL_PAUSE.toNanos());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed = true;
        p2p.close();
    }

    /** One step on the way out. */
    private void goOnLeaving() {
        if (leaveByNanos == 0) {
            leaveByNanos = clock.nanos() + LEAVING.toNanos();
        }
        boolean isLate = clock.nanos() >= leaveByNanos; // Too few hear this host for it to hand over.
        boolean isOver = lobby.filter(Lobby::isEnded).isPresent();
        Optional<ParticipantId> successor =
                p2p.isHost() && !isOver ? p2p.handovers().oldestReachable() : Optional.empty();
        if (successor.isPresent() && !offeredRole) {
            offeredRole = true;
            submitCommand(new DelegateHost(lobbyId(), localParticipantId(), successor.get()));
        } else if (successor.isEmpty() || isLate || !(handovers.isBusy() || domain.hasWaiting())) {
            saidGoodbye = true; // Handed over, or it did not work: then those who are left find a host by themselves.
            p2p.leave();
        }
    }

    private boolean hasMore() {
        boolean canGoOn = !p2p.isHost() || p2p.mayDecide();
        return (isLeaving && !saidGoodbye && canGoOn && !handovers.isBusy())
                || p2p.hasMore()
                || (domain.hasWaiting() && p2p.mayDecide());
    }

    private long nextDeadlineNanos() {
        long deadline = p2p.nextDeadlineNanos();
        Optional<LobbyTime> due = p2p.isHost() && p2p.mayDecide() ? domain.nextDeadline() : Optional.empty();
        if (due.isEmpty()) {
            return deadline;
        }
        long millis = Math.max(0, due.get().millis() - lobbyClock.millis());
        return Math.min(deadline, clock.nanos() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private LobbyTime lobbyTime() {
        return new LobbyTime(lobbyClock.millis());
    }

    private void submitReceived(ReceivedCommand received) {
        if (received.command() instanceof ReclaimHost reclaim) {
            var id = domain.nextCorrelationId();
            boolean isKept = lobby.filter(now -> handovers.keeps(id, received.sender(), reclaim, now))
                    .isPresent();
            if (isKept) {
                p2p.submitted(received, id);
                return;
            }
        }
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
        change.match(follower);
        reader.readTo(SessionLoop::passOver);
    }

    /** Only a host's events are published; what a guest hears need not be kept for that. */
    private static void passOver(EmittedEvent event) {}

    private static Submission refused(RefusalCode code, String sentence) {
        return new Submission.Refused(new Refusal(code, sentence));
    }
}
