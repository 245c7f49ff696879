package dev.muster.session;

import dev.muster.domain.ActivityTypes;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.DomainEvent;
import dev.muster.domain.EchoChallenge;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyId;
import dev.muster.domain.LobbySettings;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MigrationPolicy;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.PasswordKey;
import dev.muster.domain.PasswordLock;
import dev.muster.domain.Submission;
import dev.muster.identity.FastKeys;
import dev.muster.identity.Identity;
import dev.muster.identity.SessionId;
import dev.muster.p2p.P2PEvent;
import dev.muster.p2p.P2PLimits;
import dev.muster.p2p.P2PSetup;
import dev.muster.simulation.SimulatedNetwork;
import dev.muster.simulation.SimulatedPeer;
import dev.muster.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Whole sessions in one thread and in virtual time. The same seed gives the same story. */
final class World {
    /** Turns that a program takes at once, as a game does that waits for work; more means that it would never wait. */
    private static final int TURNS_MAX = 1_000;

    /** The game that everybody plays here. */
    static final String APPLICATION = "world 1";

    private static final int EVENTS_SHOWN = 12;

    /** What everybody derives who knows the password here; the derivation itself would take seconds. */
    static final Identity PASSWORD_KEY = FastKeys.identity("sesame");

    static final PasswordLock LOCK = new PasswordLock(
            "5a".repeat(16),
            PasswordLock.ROUNDS_MIN,
            new PasswordKey(PASSWORD_KEY.publicKey().toHex()));

    final SimulatedNetwork network;
    final SplittableRandom random;
    final List<Player> players = new ArrayList<>();
    P2PLimits limits = P2PLimits.DEFAULT;
    LobbySettings settings = LobbySettings.DEFAULT.withCapacity(16);
    Optional<PasswordLock> password = Optional.empty();
    Duration grace = P2PSetup.GRACE_DEFAULT;
    MigrationPolicy policy = MigrationPolicy.AVAILABILITY;
    UnaryOperator<Transport> wire = UnaryOperator.identity();

    /** Hears of every turn that anybody's program had. */
    Consumer<Player> afterTurn = player -> {};

    World(long seed) {
        network = new SimulatedNetwork(seed);
        random = new SplittableRandom(seed);
    }

    /** One process on one machine. */
    final class Player {
        final String name;
        final SimulatedPeer machine;
        final Identity identity;
        SessionLoop loop;
        SessionId session;
        final List<DomainEvent> heard = new ArrayList<>();
        final List<P2PEvent> peerEvents = new ArrayList<>();
        boolean drains = true;

        @SuppressWarnings("NullAway.Init") // Set by whoever makes a player, before anything runs.
        private Player(String name, Identity identity) {
            this.name = name;
            this.identity = identity;
            this.machine = network.addPeer(name);
        }

        private SessionParts parts() {
            var clock = new SessionClock.Source() {
                @Override
                public long monotonicNanos() {
                    return machine.clock().monotonicNanos();
                }

                @Override
                public long wallMillis() {
                    return machine.clock().wallMillis();
                }
            };
            return new SessionParts(
                            limits,
                            grace,
                            settings,
                            ActivityTypes.of(new EchoChallenge()),
                            APPLICATION,
                            () -> password,
                            identity,
                            random.split(),
                            FastKeys.CHECKER,
                            clock)
                    .with(policy);
        }

        /** A busy machine: the program gets no turn before that time is over, whatever arrives. */
        void pollsOnlyEvery(Duration interval) {
            if (machine.running()) {
                machine.runAtIntervalsOnly(interval, (monotonicNanos, wallMillis) -> turn());
            }
        }

        void pollsAsUsual() {
            machine.run(SessionLoop.POLL_INTERVAL, (monotonicNanos, wallMillis) -> turn());
        }

        void turn() {
            int turns = 0;
            do {
                loop.poll();
                if (drains) {
                    heard.addAll(loop.domain().drainEvents());
                    peerEvents.addAll(loop.drainPeerEvents());
                }
                if (++turns > TURNS_MAX) {
                    throw new AssertionError(name + " always has something to do at once, and never does it");
                }
            } while (loop.nextDeadline().filter(Duration.ZERO::equals).isPresent());
            afterTurn.accept(this);
        }

        LobbyId lobbyId() {
            return loop.lobbyId();
        }

        Lobby lobby() {
            return loop.lobby().orElseThrow();
        }

        ParticipantId id() {
            return loop.localParticipantId();
        }

        boolean isIn() {
            return loop.lobby().flatMap(lobby -> lobby.participant(id())).isPresent();
        }

        Submission submit(DomainCommand command) {
            return loop.submitCommand(command);
        }

        Submission join() {
            return submit(new JoinLobby(lobbyId(), name));
        }

        <E> List<E> heard(Class<E> kind) {
            return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        <E> List<E> told(Class<E> kind) {
            return peerEvents.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        /** A new process of the same player: it knows its key and the session's id, and nothing else. */
        void restart() {
            machine.restart();
            loop = parts().guest(id -> wire.apply(machine.transport()), session);
            heard.clear();
            peerEvents.clear();
            pollsAsUsual();
        }
    }

    Player host(String name) {
        var player = new Player(name, FastKeys.identity(name));
        HostedSession hosted =
                player.parts().host(id -> wire.apply(player.machine.transport()), name + "'s lobby", name);
        player.loop = hosted.loop();
        player.session = hosted.sessionId();
        players.add(player);
        player.pollsAsUsual();
        return player;
    }

    Player guest(Player host, String name) {
        return guest(host, name, FastKeys.identity(name));
    }

    Player guest(SessionId session, String name) {
        return guest(session, name, FastKeys.identity(name));
    }

    Player guest(Player host, String name, Identity identity) {
        return guest(host.session, name, identity);
    }

    private Player guest(SessionId session, String name, Identity identity) {
        var player = new Player(name, identity);
        player.session = session;
        player.loop = player.parts().guest(id -> wire.apply(player.machine.transport()), session);
        players.add(player);
        player.pollsAsUsual();
        return player;
    }

    /** A guest that has seen the lobby and asked for a place in it. */
    Player joined(Player host, String name) {
        Player guest = guest(host, name);
        until(() -> guest.loop.lobby().isPresent(), name + " sees the lobby");
        guest.join();
        until(guest::isIn, name + " is in");
        return guest;
    }

    /** Says goodbye and ends. */
    void leaves(Player player) {
        player.loop.leave();
        until(player.loop::hasLeft, player.name + " has left");
        player.loop.close();
    }

    /** What everybody was told last, to see why a story ends badly. */
    private String state() {
        var told = new StringBuilder();
        for (Player player : players) {
            int from = Math.max(0, player.peerEvents.size() - EVENTS_SHOWN);
            told.append(player.name)
                    .append(": ")
                    .append(player.peerEvents.subList(from, player.peerEvents.size()))
                    .append('\n');
        }
        return told.toString();
    }

    void run(Duration duration) {
        network.runFor(duration);
    }

    void until(BooleanSupplier condition, String what) {
        if (!network.runUntil(condition, Duration.ofMinutes(2))) {
            throw new AssertionError("not within two minutes: " + what + "\n" + state());
        }
    }
}
