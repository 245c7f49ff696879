package dev.muster.signalling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.muster.dial.EndpointPenalties;
import dev.muster.signalling.server.SignallingServer;
import dev.muster.signalling.server.TlsFiles;
import dev.muster.signalling.server.TurnServer;
import dev.muster.wire.MatchboxCodec;
import dev.muster.wire.PeerSignal;
import dev.muster.wire.SignallingEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client on real sockets: with the real server, and with servers that misbehave. */
class SignallingOverTheWireTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Member> members = new ArrayList<>();
    private final List<AutoCloseable> servers = new ArrayList<>();
    private final long origin = System.nanoTime();

    private static final class Member {
        final MatchboxClient client;
        final List<SignallingNotice> notices = new ArrayList<>();

        Member(MatchboxClient client) {
            this.client = client;
        }

        List<UUID> ids() {
            return heard(SignallingEvent.IdAssigned.class).stream()
                    .map(SignallingEvent.IdAssigned::id)
                    .toList();
        }

        UUID id() {
            return ids().get(ids().size() - 1);
        }

        List<SignallingNotice.Lost> losses() {
            return notices.stream()
                    .filter(SignallingNotice.Lost.class::isInstance)
                    .map(SignallingNotice.Lost.class::cast)
                    .toList();
        }

        <E extends SignallingEvent> List<E> heard(Class<E> type) {
            return notices.stream()
                    .filter(SignallingNotice.Heard.class::isInstance)
                    .map(notice -> ((SignallingNotice.Heard) notice).event())
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
        }
    }

    @AfterEach
    void end() throws Exception {
        members.forEach(member -> member.client.close());
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    @Test
    void twoMembersOfARoomExchangeSignalsInOrder() throws Exception {
        String server = address(start(0));
        Member first = join(server);
        until("it is in", () -> first.ids().size() == 1);
        Member second = join(server);
        until(
                "both know each other",
                () -> !first.heard(SignallingEvent.NewPeer.class).isEmpty()
                        && !second.ids().isEmpty());
        assertEquals(List.of(new SignallingEvent.NewPeer(second.id())), first.heard(SignallingEvent.NewPeer.class));

        for (int i = 0; i < 50; i++) {
            assertTrue(first.client.signal(second.id(), new PeerSignal.Offer("v=0 " + i)));
        }
        until("all arrived", () -> second.heard(SignallingEvent.Signal.class).size() == 50);
        for (int i = 0; i < 50; i++) {
            assertEquals(
                    new SignallingEvent.Signal(first.id(), new PeerSignal.Offer("v=0 " + i)),
                    second.heard(SignallingEvent.Signal.class).get(i));
        }

        second.client.close();
        until(
                "the departure is known",
                () -> first.heard(SignallingEvent.PeerLeft.class).size() == 1);
    }

    @Test
    void whoAsksForMoreIsToldOfRelaysOfUnknownReceiversAndOfTheEnd() throws Exception {
        SignallingServer server = SignallingServer.builder()
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .turnServer(new TurnServer(List.of("turn:turn.example.org:3478"), "hush", Duration.ofMinutes(10)))
                .start();
        servers.add(server);
        Member asking = add(config(address(server)).withExtensions());
        until(
                "it is told of relays",
                () -> !asking.heard(SignallingEvent.IceServers.class).isEmpty());
        assertEquals(
                List.of("turn:turn.example.org:3478"),
                asking.heard(SignallingEvent.IceServers.class)
                        .get(0)
                        .servers()
                        .get(0)
                        .urls());
        var nobody = new UUID(4, 4);
        assertTrue(asking.client.signal(nobody, new PeerSignal.Offer("v=0")));
        until(
                "it is told that nobody is there",
                () -> asking.heard(SignallingEvent.Complaint.class).stream()
                        .anyMatch(error -> error.receiver().equals(Optional.of(nobody))));
        server.close();
        until(
                "it is told of the end",
                () -> !asking.heard(SignallingEvent.Draining.class).isEmpty());
        until("which comes", () -> asking.losses().size() == 1);
    }

    @Test
    void eightMembersComeBackAfterARestartAndMeetEachOtherOnce() throws Exception {
        SignallingServer before = start(0);
        int port = before.boundAddress().getPort();
        var room = new ArrayList<Member>();
        for (int i = 0; i < 8; i++) {
            room.add(join("ws://127.0.0.1:" + port));
        }
        until("all are in", () -> room.stream().allMatch(member -> member.ids().size() == 1));
        before.close();
        until("all know", () -> room.stream().allMatch(member -> member.losses().size() == 1));
        room.forEach(member -> member.notices.removeIf(notice ->
                notice instanceof SignallingNotice.Heard heard && heard.event() instanceof SignallingEvent.NewPeer));

        start(port);

        until(
                "all are back",
                () -> room.stream().allMatch(member -> member.ids().size() == 2));
        until("all pairs have met", () -> meetings(room) == 28);
        for (Member member : room) {
            assertNotEquals(member.ids().get(0), member.ids().get(1));
            assertTrue(member.notices.contains(new SignallingNotice.Joined(true)));
            assertEquals(1, member.losses().size(), "one loss is told once");
        }
    }

    @Test
    void aRefusalSaysWhatToCheckAndHonoursTheWishToBeLeftAlone() throws Exception {
        String busy = raw(socket -> {
            socket.getOutputStream().write("HTTP/1.1 503 Service Unava".getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            LockSupport.parkNanos(50_000_000); // So that the answer comes in two pieces.
            socket.getOutputStream().write("ilable\r\nretry-after: 120\r\n\r\n".getBytes(ISO_8859_1));
        });
        Member member = join(busy);
        until("it is told", () -> member.losses().size() == 1);
        var lost = member.losses().get(0);
        assertTrue(lost.detail().contains("503") && lost.detail().contains("busy"), lost.detail());
        assertTrue(lost.retryIn().orElseThrow().compareTo(Duration.ofSeconds(100)) > 0, "" + lost.retryIn());

        Member stranger = join(raw(
                socket -> socket.getOutputStream().write("HTTP/1.1 401 Unauthorized\r\n\r\n".getBytes(ISO_8859_1))));
        until("it is told", () -> stranger.losses().size() == 1);
        assertTrue(
                stranger.losses().get(0).detail().contains("token"),
                stranger.losses().get(0).detail());
        assertEquals(Optional.empty(), stranger.losses().get(0).retryIn());
    }

    @Test
    void aServerThatIsNotThereIsNamedWithItsAddress() throws Exception {
        int port;
        try (var nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = nobody.getLocalPort();
        }
        Member member = join("ws://127.0.0.1:" + port + "/?token=hush");
        until("it is told", () -> member.losses().size() == 1);
        String detail = member.losses().get(0).detail();
        assertTrue(detail.contains("ws://127.0.0.1:" + port) && detail.contains("Check that it runs"), detail);
        assertTrue(!detail.contains("hush"), "a token stays out of messages: " + detail);
    }

    @Test
    void serversThatMisbehaveAreGivenUp() throws Exception {
        String silent = raw(socket -> LockSupport.parkNanos(5_000_000_000L));
        String endless = raw(socket -> {
            byte[] line = "x-noise: 0123456789abcdef0123456789abcdef\r\n".getBytes(ISO_8859_1);
            socket.getOutputStream().write("HTTP/1.1 101 Switching Protocols\r\n".getBytes(ISO_8859_1));
            for (int i = 0; i < 2_000; i++) {
                socket.getOutputStream().write(line);
            }
        });
        String noWebSocket = raw(socket ->
                socket.getOutputStream().write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".getBytes(ISO_8859_1)));
        for (String server : List.of(silent, endless, noWebSocket)) {
            Member member = add(config(server).withTimes(SignallingConfig.KEEP_ALIVE, Duration.ofSeconds(2)));
            until("it is given up: " + server, () -> member.losses().size() == 1);
            assertTrue(
                    member.losses().get(0).retryIn().isPresent(),
                    member.losses().get(0).detail());
            member.client.close();
            members.remove(member);
        }
    }

    @Test
    void aFrameThatIsTooLongEndsTheSocketAndNotTheClient() throws Exception {
        String server = raw(socket -> {
            MisbehavingServer.upgrade(socket);
            int length = MatchboxCodec.FRAME_LENGTH_MAX + 1;
            socket.getOutputStream().write(new byte[] {(byte) 0x81, 127, 0, 0, 0, 0, 0, (byte) (length >> 16), 0, 1});
            socket.getOutputStream().write(new byte[length]);
            socket.getOutputStream().flush();
            LockSupport.parkNanos(2_000_000_000L);
        });
        Member member = join(server);
        until("the socket is given up", () -> member.losses().size() == 1);
        assertEquals(List.of(), member.ids());
    }

    @Test
    void tlsUsesTheSystemsTrustUnlessOneIsPassed(@TempDir Path directory) throws Exception {
        Path store = directory.resolve("server.p12");
        SelfMadeCertificate.keytool(store);
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        Path chain = SelfMadeCertificate.pem(
                directory.resolve("chain.pem"),
                "CERTIFICATE",
                keys.getCertificate("server").getEncoded());
        Path key = SelfMadeCertificate.pem(
                directory.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey("server", "changeit".toCharArray()).getEncoded());
        SignallingServer server = SignallingServer.builder()
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .tls(new TlsFiles(chain, key))
                .start();
        servers.add(server);
        String url = "wss://localhost:" + server.boundAddress().getPort();

        Member distrusting = join(url);
        until(
                "the stranger's certificate is refused",
                () -> distrusting.losses().size() == 1);
        assertTrue(
                distrusting.losses().get(0).detail().contains("TLS failed"),
                distrusting.losses().get(0).detail());

        Member trusting = add(config(url).withTls(SelfMadeCertificate.trusting(keys)));
        until("it is in", () -> trusting.ids().size() == 1);
    }

    @Test
    void aClosedClientLeavesNoThreadAndNoMember() throws Exception {
        SignallingServer server = start(0);
        Member staying = join(address(server));
        until("it is in", () -> staying.ids().size() == 1);
        for (int i = 0; i < 5; i++) {
            Member leaving = join(address(server));
            until("it is in", () -> leaving.ids().size() == 1);
            leaving.client.close();
        }
        until(
                "all have left",
                () -> staying.heard(SignallingEvent.PeerLeft.class).size() == 5);
        until(
                "one reader is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().startsWith("WebSocketConnectReadThread"))
                                .count()
                        == 1);
    }

    private SignallingServer start(int port) throws Exception {
        SignallingServer server = SignallingServer.builder()
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .start();
        servers.add(server);
        return server;
    }

    private static String address(SignallingServer server) {
        return "ws://127.0.0.1:" + server.boundAddress().getPort();
    }

    private static SignallingConfig config(String server) {
        return SignallingConfig.of(SignallingUrl.of(server, "room")).withTimes(SignallingConfig.KEEP_ALIVE, PATIENCE);
    }

    private String raw(MisbehavingServer.Misbehaviour misbehaviour) throws IOException {
        var server = new MisbehavingServer(misbehaviour);
        servers.add(server);
        return server.url();
    }

    private Member join(String server) {
        return add(config(server));
    }

    private Member add(SignallingConfig config) {
        var sockets = new JavaWebSockets(MatchboxCodec.FRAME_LENGTH_MAX, config.tls());
        var random = new SplittableRandom(members.size());
        var member = new Member(new MatchboxClient(config, sockets, random, new EndpointPenalties(System::nanoTime)));
        members.add(member);
        return member;
    }

    private static long meetings(List<Member> room) {
        return room.stream()
                .mapToLong(member -> member.heard(SignallingEvent.NewPeer.class).stream()
                        .filter(met ->
                                room.stream().anyMatch(other -> other.id().equals(met.id())))
                        .distinct()
                        .count())
                .sum();
    }

    private void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            boolean any = false;
            for (Member member : members) {
                Optional<SignallingNotice> notice = member.client.poll(System.nanoTime() - origin);
                notice.ifPresent(member.notices::add);
                any |= notice.isPresent();
            }
            if (!any) {
                LockSupport.parkNanos(500_000);
            }
            if (System.nanoTime() - deadline > 0) {
                fail("waited " + PATIENCE + " in vain until " + what + "; "
                        + members.stream().map(member -> member.notices).toList());
            }
        }
    }
}
