package dev.muster.session;

import dev.muster.domain.ActivityTypes;
import dev.muster.domain.EchoChallenge;
import dev.muster.domain.LobbySettings;
import dev.muster.domain.PasswordLock;
import dev.muster.identity.Identity;
import dev.muster.identity.SessionId;
import dev.muster.p2p.P2PException;
import dev.muster.p2p.P2PLimits;
import dev.muster.p2p.P2PSetup;
import dev.muster.transport.IceServer;
import dev.muster.transport.Transport;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Makes sessions. Every setting has a default that is right for most games.
 *
 * <p>A builder may be used again; each session gets its own id and, unless an {@link #identity} was given, a key of its
 * own. Belongs to one thread; the futures that it gives are completed by another.
 */
public final class P2PLoopBuilder {
    private P2PLimits limits = P2PLimits.DEFAULT;
    private StartTimes times = StartTimes.DEFAULT;
    private Duration gracePeriod = P2PSetup.GRACE_DEFAULT;
    private LobbySettings settings = LobbySettings.DEFAULT;
    private ActivityTypes activityTypes = ActivityTypes.of(new EchoChallenge());
    private String application = "";
    private Optional<String> password = Optional.empty();
    private Optional<Identity> identity = Optional.empty();
    private Optional<SSLContext> tls = Optional.empty();
    private boolean relayOnly;
    private final SecureRandom random = new SecureRandom();

    public P2PLoopBuilder() {}

    /**
     * How much one {@code poll} handles: commands on the host, events of others on a guest. What is left comes with the
     * next poll, at once.
     *
     * @param size 1 to {@link P2PLimits#BATCH_SIZE_MAX}; {@link P2PLimits#BATCH_SIZE_DEFAULT} by default
     */
    public P2PLoopBuilder batchSize(int size) {
        limits = new P2PLimits(size, limits.queueSize());
        return this;
    }

    /**
     * How many commands, and how many messages of others, can wait. What comes beyond that is refused or asked for
     * again.
     *
     * @param size 1 to {@link P2PLimits#QUEUE_SIZE_MAX}; {@link P2PLimits#QUEUE_SIZE_DEFAULT} by default
     */
    public P2PLoopBuilder queueSize(int size) {
        limits = new P2PLimits(limits.batchSize(), size);
        return this;
    }

    /** The player's key, from {@link dev.muster.identity.KeyFile} for example, so that others know the player again. */
    public P2PLoopBuilder identity(Identity key) {
        identity = Optional.of(key);
        return this;
    }

    /** Name and version of the game; only equal ones play together. Empty, the default, for no such check. */
    public P2PLoopBuilder application(String nameAndVersion) {
        application = Objects.requireNonNull(nameAndVersion, "nameAndVersion");
        return this;
    }

    /** What the lobby begins with, if this side hosts. */
    public P2PLoopBuilder settings(LobbySettings initial) {
        settings = Objects.requireNonNull(initial, "initial");
        return this;
    }

    /** What newcomers have to know, if this side hosts. Nothing that is sent equals it. */
    public P2PLoopBuilder password(String secret) {
        password = Optional.of(secret);
        return this;
    }

    /** What can be played, and how its settings and results are judged. */
    public P2PLoopBuilder activityTypes(ActivityTypes types) {
        activityTypes = Objects.requireNonNull(types, "types");
        return this;
    }

    /** How long each stage of the start may take. */
    public P2PLoopBuilder startTimes(StartTimes stages) {
        times = Objects.requireNonNull(stages, "stages");
        return this;
    }

    /** How long somebody who went quiet keeps the place; {@link P2PSetup#GRACE_DEFAULT} by default. */
    public P2PLoopBuilder gracePeriod(Duration grace) {
        if (grace.isNegative() || grace.isZero()) {
            throw new IllegalArgumentException("the grace period is longer than 0, got " + grace);
        }
        gracePeriod = grace;
        return this;
    }

    /** Which certificates of the signalling server count; those that the system trusts by default. */
    public P2PLoopBuilder tls(SSLContext context) {
        tls = Optional.of(context);
        return this;
    }

    /** Whether to connect through TURN servers alone, so that nobody learns this machine's address. */
    public P2PLoopBuilder relayOnly(boolean only) {
        relayOnly = only;
        return this;
    }

    /**
     * Makes a session and its lobby, with this side as host.
     *
     * <p>Where WebRTC cannot be loaded, or no network interface but loopback is up, the session is for people on this
     * machine only, and {@link HostedSession#whyOnlyHere} and a warning in the log say so and why: they find each other
     * over TCP by the session's id, without the signalling server. It stays so until the session ends. Once the process
     * that made it has ended, nobody new can join; those who are connected play on.
     *
     * @param signallingServer such as {@code wss://play.example.org}
     * @param iceServers what helps to find a way between the peers; may be empty on one machine or a LAN
     * @return completes when others can join. Fails with a {@link P2PException}; a {@code Timeout} says which
     *     stage took too long and what to check
     * @throws IllegalArgumentException at once, for an address or a name that cannot be
     */
    public CompletableFuture<HostedSession> buildSessionHost(
            String signallingServer, List<IceServer> iceServers, String lobbyName, String hostName) {
        var place = new MeetingPlace(signallingServer, iceServers, tls, relayOnly);
        return new SessionStart(parts(), times).host(place.asHost(), lobbyName, hostName);
    }

    /**
     * Connects to a session. Taking a place in its lobby is another step: submit a {@code JoinLobby}.
     *
     * <p>Where WebRTC cannot be used, the host is looked for over TCP on this machine only, as {@linkplain
     * #buildSessionHost it offers itself there} in the same case. A warning in the log says so, and so does the
     * time-out if there is none.
     *
     * @param sessionId what the host shared; {@link SessionId#parse} takes links and ids as people type them
     * @return completes when the lobby can be seen, or the card of one that is not open to everybody. Until then the
     *     loop is polled for the caller. Fails with a {@link P2PException}
     * @throws IllegalArgumentException at once, for an address that cannot be
     */
    public CompletableFuture<JoinedSession> buildSessionGuest(
            String signallingServer, SessionId sessionId, List<IceServer> iceServers) {
        if (!sessionId.isSelfCertifying()) {
            throw new P2PException.InvalidSessionId(
                    sessionId, "it does not tell who made it, so nobody could tell a host from an impostor.");
        }
        var place = new MeetingPlace(signallingServer, iceServers, tls, relayOnly);
        return new SessionStart(parts(), times).guest(place.asGuest(), sessionId);
    }

    /**
     * Makes a session over a transport of the caller's choice, in a simulation for example. Nothing is waited for.
     *
     * @param transport belongs to the session from now on
     * @throws IllegalArgumentException for a name that cannot be
     */
    public HostedSession hostOver(Transport transport, String lobbyName, String hostName) {
        return parts().host(ids -> transport, lobbyName, hostName);
    }

    /**
     * Joins a session over a transport of the caller's choice. Nothing is waited for.
     *
     * @param transport belongs to the session from now on
     */
    public SessionLoop guestOver(Transport transport, SessionId sessionId) {
        return parts().guest(id -> transport, sessionId);
    }

    private Supplier<Optional<PasswordLock>> locking(Optional<String> secret) {
        return () -> secret.map(one -> SessionParts.lockOf(one, random));
    }

    private SessionParts parts() {
        return new SessionParts(
                limits,
                gracePeriod,
                settings,
                activityTypes,
                application,
                locking(password),
                identity.orElseGet(() -> Identity.generate(random)),
                random);
    }
}
