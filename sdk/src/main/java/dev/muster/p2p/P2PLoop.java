package dev.muster.p2p;

import dev.muster.domain.CorrelationId;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.EmittedEvent;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyId;
import dev.muster.domain.LobbyLimits;
import dev.muster.domain.MembershipEvent.HostDelegated;
import dev.muster.domain.MigrationPolicy;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.PasswordKey;
import dev.muster.domain.Refusal;
import dev.muster.identity.Actor;
import dev.muster.identity.Identity;
import dev.muster.link.LinkConfig;
import dev.muster.link.LinkTimes;
import dev.muster.link.Links;
import dev.muster.link.LocalPeer;
import dev.muster.transport.PeerId;
import dev.muster.transport.Transport;
import dev.muster.wire.Creation;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.SyncMessage.LobbyCard;
import dev.muster.wire.SyncMessage.PasswordProof;
import dev.muster.wire.Versions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * Keeps everybody's event log the same. Usually reached through the session, which drives it together with the domain:
 * {@link #poll}, then the domain, then {@link #publish} and {@link #flush}.
 *
 * <p>Belongs to one thread. Sans-IO: time comes in, and bytes through the {@link Transport} that it was given. What
 * peers send never makes a call fail; it is refused, counted and, where it breaks the rules, costs the sender its link.
 */
public final class P2PLoop {
    /** What this code is called among peers. */
    public static final String SOFTWARE = "muster 0.1.0";

    /** Events for the application that are kept; older ones go first. */
    public static final int EVENTS_MAX = 1_024;

    /** A longer pause between two polls means that this side was asleep. */
    private static final Duration SLEEP = Duration.ofSeconds(5);

    private static final long NEVER_POLLED = -1;

    private final Self self;
    private final P2PLimits limits;
    private final Transport transport;
    private final Links links;
    private final Peers peers;
    private final Authority authority;
    private final Handovers handovers;
    private final Queue<P2PEvent> events = new ArrayDeque<>();
    private long eventsLost;
    private long lastPollNanos = NEVER_POLLED;
    private volatile boolean isHost;

    /**
     * A loop that hosts the session if the setup says what its id was made from, and otherwise joins it.
     *
     * @param transport belongs to this loop from now on, {@link #close} closes it
     */
    public P2PLoop(Transport transport, P2PSetup setup) {
        this.transport = transport;
        this.limits = setup.limits();
        boolean hosts = setup.creation().isPresent();
        var local = new LocalPeer(
                setup.session(),
                setup.identity(),
                setup.incarnation(),
                hosts,
                setup.creation().map(nonce -> new Creation(setup.identity().publicKey(), nonce)),
                new Versions(Versions.PROTOCOL, SOFTWARE, setup.application()));
        this.self = new Self(setup.session(), setup.identity(), local.actor(), setup.checker());
        LinkTimes times =
                LinkTimes.DEFAULT.withSilences(LinkTimes.DEFAULT.degraded(), LinkTimes.DEFAULT.broken(), setup.grace());
        this.links = new Links(
                LinkConfig.DEFAULT.withTimes(times).withSignatures(setup.checker()), local, transport, setup.random());
        this.authority = new Authority(self, setup, links, new LinkOutlet(links, this::idOf), this::tell);
        this.handovers = new Handovers(authority);
        this.peers = new Peers(links, authority.reports(), this::tell);
        this.isHost = hosts;
        if (!hosts) {
            // Whoever comes to a room does not know who there is the host, nor for how many the lobby has a place.
            links.expect(LobbyLimits.CAPACITY_MAX);
        }
    }

    private Optional<PeerId> idOf(Actor actor) {
        return peers.idOf(actor);
    }

    /**
     * Takes what arrived and lets time pass. Allocates nothing if there is nothing to do.
     *
     * @param nowNanos the time; never falls, and does not stand still while the machine sleeps
     * @return how many messages were handled
     */
    public int poll(long nowNanos) {
        boolean slept = lastPollNanos != NEVER_POLLED && nowNanos - lastPollNanos > SLEEP.toNanos();
        lastPollNanos = nowNanos;
        authority.beginPoll(nowNanos);
        if (slept) {
            authority.woke();
        }
        int handled = peers.poll(nowNanos);
        handled += authority.side().handle(limits.batchSize());
        authority.succeed();
        isHost = authority.host().isPresent();
        return handled;
    }

    /** Sends what there is to send. To be called after {@link #poll} and everything that was published after it. */
    public void flush() {
        authority.endPoll();
    }

    /** Whether {@link #poll} would have something to do at once. */
    public boolean hasMore() {
        return authority.side().hasMore() && (!isHost || mayDecide());
    }

    /**
     * When to call {@link #poll} at the latest although nothing arrived.
     *
     * @return a time on the scale of {@code nowNanos}, or {@link Transport#NO_DEADLINE}
     */
    public long nextDeadlineNanos() {
        return Math.min(peers.nextDeadlineNanos(), authority.nextDeadlineNanos());
    }

    /** Sets what runs, on any thread, when something arrived; see {@link Transport#onWakeUp}. */
    public void onWakeUp(Runnable hook) {
        transport.onWakeUp(hook);
    }

    /** Whether this side decides about the lobby. */
    public boolean isHost() {
        return isHost;
    }

    /**
     * Whether this host may decide anything now. Not for a moment while nobody who is in hears it, and not while it is
     * being settled with another host who goes on.
     */
    public boolean mayDecide() {
        return authority.mayDecide();
    }

    /** Whether this host is to ask {@link #mayDecide} before each command, since who comes or goes may change that. */
    public boolean decidesOneByOne() {
        return authority.reign().filter(Reign::isByMajority).isPresent();
    }

    /** What the session does when its host is lost; empty before this side has met a host. */
    public Optional<MigrationPolicy> migrationPolicy() {
        return authority
                .terms()
                .map(terms -> terms.isByMajority() ? MigrationPolicy.MAJORITY : MigrationPolicy.AVAILABILITY);
    }

    /**
     * On a guest that lost its host and everybody else: be host now, and do not wait for them.
     *
     * @return why not, in words for the player; empty if so
     */
    public Optional<String> continueAlone() {
        return authority
                .allegiance()
                .map(one -> one.candidacy().continueAlone())
                .orElseGet(() -> Optional.of("You are the host and decide already."));
    }

    /** Who decides, and how this side stands with it. */
    public HostStatus hostStatus() {
        return authority.hostStatus();
    }

    /** On the host: how it hands over. */
    public Handovers handovers() {
        return handovers;
    }

    public LobbyId lobbyId() {
        return self.lobby();
    }

    /** The id that this side has in the lobby: the same on every machine, whether it is in or not. */
    public ParticipantId localParticipantId() {
        return new ParticipantId(self.session().participantId(self.actor().key()));
    }

    /** The first id that signalling gave this side; it stays, although signalling may give others later. */
    public Optional<PeerId> localPeerId() {
        return peers.localId();
    }

    /** Everybody who is linked and not broken, in the order of linking, by the ids that they had then. */
    public List<PeerId> connectedPeers() {
        return peers.connected();
    }

    /** Whether the host is linked, or this side is the host. */
    public boolean hasHost() {
        return authority.guest().map(GuestSide::hasHost).orElse(true);
    }

    /** The number of the last event that is in the lobby here, 0 before the first. */
    public long currentSequence() {
        return authority.side().lastSequence();
    }

    /** The lobby for which the host gave its word; what is newer may still be taken back. */
    public Optional<Lobby> confirmedLobby() {
        return authority.guest().flatMap(GuestSide::confirmedLobby);
    }

    /** How to derive the password's key, where the lobby asks for one and has not let this side in. */
    public Optional<PasswordPrompt> passwordPrompt() {
        return authority
                .guest()
                .flatMap(GuestSide::card)
                .flatMap(LobbyCard::password)
                .map(recipe -> new PasswordPrompt(
                        recipe.saltHex(), recipe.rounds(), authority.guest().flatMap(GuestSide::host)));
    }

    /** Why the host ended the link with this side, if it did. */
    public Optional<String> rejection() {
        return peers.rejection();
    }

    /** What last stood in the way of a link, as far as anybody said; nobody proved it. */
    public Optional<String> trouble() {
        return peers.trouble();
    }

    /** Whether the host has shown anything of the lobby yet. */
    public boolean hasSeenLobby() {
        return authority
                .guest()
                .map(one -> one.lobby().isPresent() || one.card().isPresent())
                .orElse(true);
    }

    /**
     * Sends a command to the host, again and again until it is decided.
     *
     * @return why not, where too many wait
     * @throws P2PException.SendFailed on the host, whose commands go straight to the domain
     */
    public Optional<Refusal> submit(CorrelationId id, DomainCommand command) {
        return guestOnly("submit a command to the host").submit(id, command, Optional.empty());
    }

    /** The same with the key that a password gave. */
    public Optional<Refusal> submit(CorrelationId id, DomainCommand command, Identity passwordKey) {
        GuestSide one = guestOnly("prove to know the password");
        Actor to = one.host().orElseThrow(() -> new P2PException.SendFailed("There is no host to prove it to yet."));
        var key = new PasswordKey(passwordKey.publicKey().toHex());
        var proof = new PasswordProof(key, passwordKey.sign(Words.password(self.session(), self.actor(), to)));
        return one.submit(id, command, Optional.of(proof));
    }

    /**
     * Asks the host for the whole lobby.
     *
     * @throws P2PException.SendFailed on the host, or while there is no host
     */
    public void requestFullSync() {
        if (!guestOnly("ask for a full sync").requestFullSync()) {
            throw new P2PException.SendFailed("There is no link to the host; it is asked as soon as there is one.");
        }
    }

    /**
     * Sends the lobby to a peer again: all of it if the peer is in, and what everybody may see if it is not.
     *
     * @throws P2PException.SendFailed on a guest, or for a peer that is not linked
     */
    public void sendFullSyncToPeer(PeerId peer) {
        HostSide one = hostOnly("send a full sync");
        Actor actor = peers.actorOf(peer)
                .orElseThrow(() -> new P2PException.SendFailed("There is no link to peer " + peer + "."));
        one.sendFullSync(actor);
    }

    /** The lobby as it would be sent; empty before there is one. */
    public Optional<LobbySnapshot> snapshot() {
        return authority
                .host()
                .map(HostSide::lobby)
                .orElseGet(() -> authority.guest().flatMap(GuestSide::lobby))
                .map(lobby -> LobbySnapshot.of(lobby, currentSequence()));
    }

    /** On the host: what others want decided, at most a batch. On a guest nothing: it follows. */
    public List<ReceivedCommand> drainDomainCommands() {
        return authority
                .host()
                .filter(one -> mayDecide())
                .map(one -> one.intake().drain(limits.batchSize()))
                .orElse(List.of());
    }

    /** A drained command waits in the domain under that id. */
    public void submitted(ReceivedCommand command, CorrelationId id) {
        hostOnly("submit commands of others").intake().submitted(command.ticket(), id);
    }

    /** A drained command did not fit into the domain's queue. */
    public void notSubmitted(ReceivedCommand command, Refusal refusal) {
        hostOnly("refuse commands of others").notSubmitted(command.ticket(), refusal);
    }

    /**
     * On the host: tells everybody what the domain emitted.
     *
     * @param after the lobby after everything emitted so far
     */
    public void publish(EmittedEvent event, Lobby after) {
        hostOnly("publish events").publish(event, after);
        authority.reign().ifPresent(one -> one.published(event.event()));
        links.expect(after.settings().capacity());
        if (event.event() instanceof HostDelegated delegated && !delegated.to().equals(localParticipantId())) {
            authority.handedOver(delegated.to());
            isHost = authority.host().isPresent();
        }
    }

    /** On a guest: what became of the lobby since the last call. */
    public List<ReplicaChange> drainChanges() {
        return authority.drainChanges();
    }

    /** What happened beside the lobby since the last call, oldest first; the oldest go where nobody asks. */
    public List<P2PEvent> drainEvents() {
        if (events.isEmpty()) {
            return List.of();
        }
        List<P2PEvent> drained = List.copyOf(events);
        events.clear();
        return drained;
    }

    /** What was counted, and every link as it stands. */
    public P2PStatus status() {
        return Statuses.of(links, peers, authority, eventsLost, lastPollNanos);
    }

    /** Says goodbye to everybody. Poll until {@link #hasLeft}, then {@link #close}. */
    public void leave() {
        links.leave(
                new Farewell(FarewellCode.LEFT, authority.host().isPresent() ? "The host left." : "The player left."));
    }

    /** Whether every goodbye is out, or had its time. */
    public boolean hasLeft() {
        return links.hasLeft();
    }

    /** Ends all links at once and frees what the transport holds. A second call does nothing. */
    public void close() {
        transport.close();
    }

    /** Who is host as this side sees it, with everything that hangs on that; for those who look on. */
    Authority authority() {
        return authority;
    }

    private void tell(P2PEvent event) {
        if (events.size() == EVENTS_MAX) {
            events.remove();
            eventsLost++;
        }
        events.add(event);
    }

    private GuestSide guestOnly(String what) {
        return authority
                .guest()
                .orElseThrow(() -> new P2PException.SendFailed(
                        "Only a guest can " + what + "; this is the host, which decides by itself."));
    }

    private HostSide hostOnly(String what) {
        return authority
                .host()
                .orElseThrow(() -> new P2PException.SendFailed("Only the host can " + what + "; this is a guest."));
    }
}
