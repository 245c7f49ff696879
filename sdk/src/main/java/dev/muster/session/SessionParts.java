package dev.muster.session;

import dev.muster.domain.ActivityTypes;
import dev.muster.domain.CommandFailed;
import dev.muster.domain.DomainEvent;
import dev.muster.domain.DomainLoop;
import dev.muster.domain.IdSource;
import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.LobbySettings;
import dev.muster.domain.MigrationPolicy;
import dev.muster.domain.PasswordKey;
import dev.muster.domain.PasswordLock;
import dev.muster.identity.Identity;
import dev.muster.identity.Incarnation;
import dev.muster.identity.Nonce;
import dev.muster.identity.PasswordKeys;
import dev.muster.identity.SessionId;
import dev.muster.identity.SignatureChecker;
import dev.muster.p2p.P2PLimits;
import dev.muster.p2p.P2PLoop;
import dev.muster.p2p.P2PSetup;
import dev.muster.transport.Transport;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Puts the loops of a session together. */
record SessionParts(
        P2PLimits limits,
        Duration gracePeriod,
        LobbySettings settings,
        ActivityTypes activityTypes,
        String application,
        Supplier<Optional<PasswordLock>> lock,
        Identity identity,
        RandomGenerator random,
        SignatureChecker checker,
        SessionClock.Source clock,
        MigrationPolicy policy) {
    private static final int UUID_VERSION_4 = 4;

    SessionParts(
            P2PLimits limits,
            Duration gracePeriod,
            LobbySettings settings,
            ActivityTypes activityTypes,
            String application,
            Supplier<Optional<PasswordLock>> lock,
            Identity identity,
            RandomGenerator random) {
        this(
                limits,
                gracePeriod,
                settings,
                activityTypes,
                application,
                lock,
                identity,
                random,
                SignatureChecker.ED25519,
                SessionClock.Source.SYSTEM);
    }

    /** Of a session in which whoever is left plays on. */
    SessionParts(
            P2PLimits limits,
            Duration gracePeriod,
            LobbySettings settings,
            ActivityTypes activityTypes,
            String application,
            Supplier<Optional<PasswordLock>> lock,
            Identity identity,
            RandomGenerator random,
            SignatureChecker checker,
            SessionClock.Source clock) {
        this(
                limits,
                gracePeriod,
                settings,
                activityTypes,
                application,
                lock,
                identity,
                random,
                checker,
                clock,
                MigrationPolicy.AVAILABILITY);
    }

    /** The same for a session that does this when its host is lost. */
    SessionParts with(MigrationPolicy chosen) {
        return new SessionParts(
                limits,
                gracePeriod,
                settings,
                activityTypes,
                application,
                lock,
                identity,
                random,
                checker,
                clock,
                chosen);
    }

    /** @param transports gives the way to meet in the session of that id */
    HostedSession host(Function<SessionId, Transport> transports, String lobbyName, String hostName) {
        var nonce = new Nonce(bytes(Nonce.BYTES));
        SessionId session = SessionId.of(identity.publicKey(), nonce);
        // Derived before anything is opened, because it takes a moment and may refuse the password.
        Optional<PasswordLock> locked = lock.get();
        SessionLoop loop = loop(transports.apply(session), session, Optional.of(nonce));
        loop.submitCommand(new CreateLobby(loop.lobbyId(), lobbyName, hostName, settings, locked));
        loop.poll();
        if (loop.lobby().isEmpty()) {
            String why = loop.domain().drainEvents().stream()
                    .map(SessionParts::refusal)
                    .findFirst()
                    .orElse("the lobby was not made");
            loop.close();
            throw new IllegalArgumentException(why);
        }
        return new HostedSession(loop, session);
    }

    SessionLoop guest(Function<SessionId, Transport> transports, SessionId session) {
        return loop(transports.apply(session), session, Optional.empty());
    }

    private SessionLoop loop(Transport transport, SessionId session, Optional<Nonce> creation) {
        var setup = new P2PSetup(
                session,
                identity,
                new Incarnation(bytes(Incarnation.BYTES)),
                creation,
                checker,
                random,
                limits,
                application,
                gracePeriod,
                policy);
        IdSource ids = this::uuid;
        var domain = new DomainLoop(limits.batchSize(), limits.queueSize(), ids, activityTypes);
        return new SessionLoop(new P2PLoop(transport, setup), domain, new SessionClock(clock));
    }

    /** What a lobby keeps of a password. Takes a good part of a second. */
    static PasswordLock lockOf(String secret, RandomGenerator random) {
        byte[] salt = new byte[PasswordKeys.SALT_BYTES];
        random.nextBytes(salt);
        Identity key = PasswordKeys.derive(secret, salt, PasswordKeys.ROUNDS_DEFAULT);
        return new PasswordLock(
                HexFormat.of().formatHex(salt),
                PasswordKeys.ROUNDS_DEFAULT,
                new PasswordKey(key.publicKey().toHex()));
    }

    private byte[] bytes(int count) {
        byte[] drawn = new byte[count];
        random.nextBytes(drawn);
        return drawn;
    }

    private UUID uuid() {
        long high = (random.nextLong() & ~0xF000L) | ((long) UUID_VERSION_4 << 12);
        long low = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(high, low);
    }

    private static String refusal(DomainEvent event) {
        return event instanceof CommandFailed failed ? failed.refusal().sentence() : "the lobby was not made";
    }
}
