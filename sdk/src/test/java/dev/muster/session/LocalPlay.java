package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.muster.domain.ActivityTypes;
import dev.muster.domain.EchoChallenge;
import dev.muster.domain.LifecycleCommand.RenameLobby;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbySettings;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.Submission;
import dev.muster.identity.Identity;
import dev.muster.identity.Nonce;
import dev.muster.identity.SessionId;
import dev.muster.log.CollectedLog;
import dev.muster.p2p.P2PException;
import dev.muster.p2p.P2PLimits;
import dev.muster.p2p.P2PSetup;
import dev.muster.tcp.TcpTransport;
import dev.muster.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions where WebRTC cannot be used, whatever the reason. Run by {@link LocalPlayTest}. */
@Timeout(180)
class LocalPlay {
    /** Nothing listens there, and nothing has to. */
    private static final String NO_SERVER = "ws://127.0.0.1:9";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final StartTimes PATIENT = new StartTimes(PATIENCE, PATIENCE, PATIENCE);

    private final SecureRandom random = new SecureRandom();
    private final List<SessionLoop> loops = new ArrayList<>();

    @AfterEach
    void endAll() {
        loops.forEach(SessionLoop::close);
    }

    @Test
    void aHostAndAGuestMeetByTheIdAloneAndTheLogSaysWhere() throws Exception {
        try (CollectedLog log = CollectedLog.of(MeetingPlace.class)) {
            HostedSession hosted = host("Here");
            JoinedSession joined = join(hosted.sessionId(), PATIENT);
            SessionLoop guest = joined.loop();
            assertInstanceOf(Submission.Queued.class, guest.submitCommand(new JoinLobby(guest.lobbyId(), "Bob")));
            until(() -> guests(hosted.loop()) == 1 && guests(guest) == 1);
            hosted.loop().submitCommand(new RenameLobby(guest.lobbyId(), "Still here"));
            until(() ->
                    guest.lobby().equals(hosted.loop().lobby()) && name(guest).equals("Still here"));
            assertTrue(hosted.whyOnlyHere().orElse("").contains("WebRTC"), hosted::toString);
            assertEquals(hosted.whyOnlyHere(), joined.whyOnlyHere());
            List<String> lines = log.lines(Level.WARN);
            assertEquals(2, lines.size(), lines::toString);
            assertTrue(lines.stream().allMatch(line -> line.contains("this machine only")), lines::toString);
        }
    }

    @Test
    void twoSessionsAtOnceStayApart() throws Exception {
        HostedSession one = host("One");
        HostedSession two = host("Two");
        SessionLoop atOne = guest(one.sessionId());
        SessionLoop atTwo = guest(two.sessionId());
        assertEquals("One", name(atOne));
        assertEquals("Two", name(atTwo));
        assertEquals(1, one.loop().connectedPeers().size());
        assertEquals(1, two.loop().connectedPeers().size());
    }

    @Test
    void aProgramThatListensWhereTheHostWouldHaveIsPassedOver() throws Exception {
        try (var other = new ServerSocket()) {
            HostedSession hosted = hostBeside(List.of(other), "Second choice");
            assertEquals("Second choice", name(guest(hosted.sessionId())));
        }
    }

    @Test
    void twoThatListenAndSayNothingArePassedOverInTheTimeThereIs() throws Exception {
        try (var one = new ServerSocket();
                var another = new ServerSocket()) {
            HostedSession hosted = hostBeside(List.of(one, another), "Third choice");
            JoinedSession joined = join(hosted.sessionId(), StartTimes.DEFAULT);
            assertEquals("Third choice", name(joined.loop()));
        }
    }

    private HostedSession hostBeside(List<ServerSocket> others, String lobbyName) {
        SessionParts parts = new SessionParts(
                P2PLimits.DEFAULT,
                P2PSetup.GRACE_DEFAULT,
                LobbySettings.DEFAULT,
                ActivityTypes.of(new EchoChallenge()),
                "",
                Optional::empty,
                Identity.generate(random),
                random);
        HostedSession hosted = parts.host(session -> hostAfter(others, session), lobbyName, "Alice");
        loops.add(hosted.loop());
        return hosted;
    }

    /** The id of a session is drawn when it is made: no sooner can its first ports be taken. */
    private static Transport hostAfter(List<ServerSocket> others, SessionId session) {
        List<Integer> ports = ThisMachine.ports(session);
        try {
            for (int i = 0; i < others.size(); i++) {
                others.get(i).bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(i)));
            }
            Transport host = ThisMachine.host(session);
            assertEquals(
                    ports.get(others.size()), ((TcpTransport) host).endpoint().port());
            return host;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aGuestWithoutAHostHereIsToldWhatToCheck() {
        byte[] drawn = new byte[Nonce.BYTES];
        random.nextBytes(drawn);
        SessionId nobodys = SessionId.of(Identity.generate(random).publicKey(), new Nonce(drawn));
        Duration brief = Duration.ofMillis(300);
        var joining = new P2PLoopBuilder()
                .startTimes(new StartTimes(brief, brief, brief))
                .buildSessionGuest(NO_SERVER, nobodys, List.of());
        var failed = assertThrows(CompletionException.class, joining::join);
        var late = assertInstanceOf(P2PException.Timeout.class, failed.getCause());
        String said = String.valueOf(late.getMessage());
        assertEquals(P2PException.Stage.PEER_ID, late.stage());
        assertTrue(said.contains("host runs on this machine"), said);
        assertTrue(said.contains("WebRTC"), said);
        // Before that stands why WebRTC cannot be used, in whichever words.
        String seen = said.substring(said.indexOf("Last seen: "));
        assertTrue(seen.contains("nobody listens on the ports of this session"), said);
        assertFalse(seen.contains("Exception"), said);
    }

    private HostedSession host(String lobbyName) {
        HostedSession hosted = new P2PLoopBuilder()
                .startTimes(PATIENT)
                .buildSessionHost(NO_SERVER, List.of(), lobbyName, "Alice")
                .join();
        loops.add(hosted.loop());
        return hosted;
    }

    /** Polls the hosts meanwhile, as their games would. */
    private JoinedSession join(SessionId session, StartTimes times) throws InterruptedException {
        var joining = new P2PLoopBuilder().startTimes(times).buildSessionGuest(NO_SERVER, session, List.of());
        until(joining::isDone);
        JoinedSession joined = joining.join();
        loops.add(joined.loop());
        return joined;
    }

    private SessionLoop guest(SessionId session) throws InterruptedException {
        return join(session, PATIENT).loop();
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - begun < PATIENCE.toNanos(), "waited in vain");
            for (SessionLoop loop : loops) {
                loop.poll();
            }
            loops.get(0).awaitWork(Duration.ofMillis(5));
        }
    }

    private static String name(SessionLoop loop) {
        return loop.lobby().map(lobby -> lobby.name().value()).orElse("");
    }

    private static int guests(SessionLoop loop) {
        return loop.lobby().map(Lobby::participants).map(all -> all.size() - 1).orElse(0);
    }
}
