package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.muster.dial.Endpoint;
import dev.muster.domain.ActivityTypes;
import dev.muster.domain.EchoChallenge;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbySettings;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.identity.Identity;
import dev.muster.identity.SessionId;
import dev.muster.log.CollectedLog;
import dev.muster.p2p.P2PException;
import dev.muster.p2p.P2PLimits;
import dev.muster.p2p.P2PSetup;
import dev.muster.simulation.SimulatedNetwork;
import dev.muster.tcp.TcpConfig;
import dev.muster.tcp.TcpTransport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions that are started for real, on threads of their own and over sockets of this machine. */
class SessionStartTest {
    private static final long PATIENCE_SECONDS = 30;
    private static final String ON_THE_HOST = "muster-host-start|muster-session";

    private final SecureRandom random = new SecureRandom();
    private final CollectedLog log = CollectedLog.of("dev.muster");
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final BlockingQueue<Endpoint> directories = new LinkedBlockingQueue<>();

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
        log.close();
    }

    @Test
    void bothSidesLogWhatTheDocumentShows() throws Exception {
        HostedSession hosted = host().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        SessionRunner host = run(hosted.loop(), count -> {});
        JoinedSession joined = guest(hosted.sessionId()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        List<String> guestsLines = log.lines(Level.INFO, "muster-guest-start");
        String guestsId = joined.loop().localPeerId().orElseThrow().toString();
        BlockingQueue<Integer> participants = new LinkedBlockingQueue<>();
        SessionRunner guest = run(joined.loop(), participants::add);
        guest.submit(new JoinLobby(joined.lobbyId(), "Bob")).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        awaitTwo(participants);
        host.close();
        assertEquals(
                List.of(
                        "Joining session...",
                        "Joined session: " + hosted.sessionId(),
                        "Waiting for peer ID...",
                        "Peer ID assigned",
                        "Waiting for peer connection...",
                        "Connected to 1 peer(s)",
                        "Waiting for lobby sync from host...",
                        "GUEST: Received lobby snapshot via P2P: My Lobby",
                        "Lobby 'My Lobby' synced!"),
                guestsLines);
        assertEquals(
                List.of(
                        "Creating host session...",
                        "Session created: " + hosted.sessionId(),
                        "HOST: Peer " + guestsId + " connected - auto-sending full sync",
                        "Sent full sync to " + guestsId,
                        "Guest 'Bob' joining via P2P",
                        "Broadcasting GuestJoined: Bob"),
                // Whoever is in gets the whole lobby after that.
                log.lines(Level.INFO, ON_THE_HOST).subList(0, 6));
    }

    /** As {@link CompletableFuture} has it, a failure comes wrapped; whoever prints that still reads what to do. */
    @Test
    void aFailureThatIsPrintedAsItComesTellsItsSentence() {
        var silent = new SimulatedNetwork(1).addPeer("silent").transport();
        var quick = new StartTimes(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1));
        CompletableFuture<HostedSession> future =
                new SessionStart(parts(), quick).host(id -> silent, "My Lobby", "Alice");
        var wrapped = assertThrows(CompletionException.class, future::join);
        P2PException failure = assertInstanceOf(P2PException.Timeout.class, wrapped.getCause());
        String sentence = String.valueOf(failure.getMessage());
        assertTrue(sentence.startsWith("Timeout waiting for peer ID (1 ms). Check that the signalling server"));
        assertTrue(String.valueOf(wrapped.getMessage()).contains(sentence), wrapped::toString);
        var printed = new StringWriter();
        wrapped.printStackTrace(new PrintWriter(printed));
        assertTrue(printed.toString().lines().findFirst().orElseThrow().contains(sentence), printed::toString);
    }

    private CompletableFuture<HostedSession> host() {
        TcpTransport directory = open(TcpConfig.keepingDirectory());
        directories.add(directory.endpoint());
        return new SessionStart(parts(), StartTimes.DEFAULT).host(id -> directory, "My Lobby", "Alice");
    }

    private CompletableFuture<JoinedSession> guest(SessionId session) {
        TcpTransport transport = open(TcpConfig.joining(directories.remove()));
        return new SessionStart(parts(), StartTimes.DEFAULT).guest(id -> transport, session);
    }

    private static TcpTransport open(TcpConfig config) {
        try {
            return TcpTransport.open(config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SessionParts parts() {
        return new SessionParts(
                P2PLimits.DEFAULT,
                P2PSetup.GRACE_DEFAULT,
                LobbySettings.DEFAULT,
                ActivityTypes.of(new EchoChallenge()),
                "start 1",
                Optional::empty,
                Identity.generate(random),
                random);
    }

    private SessionRunner run(SessionLoop loop, IntConsumer participants) {
        SessionRunner runner = SessionRunner.start(loop, Runnable::run, new SessionListener() {
            @Override
            public void lobbyChanged(Lobby lobby) {
                participants.accept(lobby.participants().size());
            }
        });
        opened.add(runner);
        return runner;
    }

    private static void awaitTwo(BlockingQueue<Integer> participants) throws InterruptedException {
        Integer seen;
        do {
            seen = participants.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertNotNull(seen, "two are never in");
        } while (seen != 2);
    }
}
