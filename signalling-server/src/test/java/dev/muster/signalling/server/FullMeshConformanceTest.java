package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.signalling.server.metrics.Drop;
import dev.muster.signalling.server.metrics.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the stock full mesh promises, and what its tests leave out. */
@Timeout(60)
class FullMeshConformanceTest {
    private static final Duration SILENCE = Duration.ofMillis(100);

    private SignallingServer server = Servers.start();

    @BeforeEach
    void serverRuns() {
        assertTrue(server.isRunning());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawClient join(String path) throws IOException {
        return RawClient.join(server, path);
    }

    @Test
    void aClientCanConnectAndItsFirstMessageIsItsId() throws IOException {
        try (RawClient a = join("/room_a")) {
            UUID id = UUID.fromString(a.nextId());
            assertEquals(4, id.version());
            assertEquals(id.toString(), id.toString().toLowerCase(Locale.ROOT));
            assertEquals(Optional.empty(), a.receive(SILENCE));
        }
    }

    @Test
    void aServerCanLiveUnderAPathPrefix() throws IOException {
        server.close();
        server = Servers.start(builder -> builder.pathPrefix("/nested/"));
        try (RawClient a = join("/nested/room_a")) {
            UUID.fromString(a.nextId());
        }
        assertThrows(IOException.class, () -> join("/room_a"));
        assertTrue(RawClient.get(server, "/nested/health").startsWith("HTTP/1.1 200 "));
    }

    @Test
    void whoIsThereHearsOfTheNewcomerAndTheNewcomerHearsOfNobody() throws IOException {
        try (RawClient a = join("/room_a");
                RawClient b = joinAfter(a, "/room_a")) {
            String bId = b.nextId();
            assertEquals(bId, RawClient.field(a.next(), "NewPeer"));
            assertEquals(Optional.empty(), b.receive(SILENCE));
        }
    }

    private RawClient joinAfter(RawClient first, String path) throws IOException {
        first.nextId();
        return join(path);
    }

    @Test
    void whoStaysHearsOfAGoodbye() throws IOException {
        try (RawClient a = join("/room_a");
                RawClient b = joinAfter(a, "/room_a")) {
            String bId = b.nextId();
            assertEquals(bId, RawClient.field(a.next(), "NewPeer"));
            b.sayGoodbye();
            assertEquals(bId, RawClient.field(a.next(), "PeerLeft"));
            assertEquals(1000, b.nextClose().code());
        }
    }

    @Test
    void whoStaysHearsOfACrash() throws IOException {
        try (RawClient a = join("/room_a");
                RawClient b = joinAfter(a, "/room_a")) {
            String bId = b.nextId();
            assertEquals(bId, RawClient.field(a.next(), "NewPeer"));
            b.crash();
            assertEquals(bId, RawClient.field(a.next(), "PeerLeft"));
        }
    }

    @Test
    void aSignalReachesItsReceiverWithTheSenderStamped() throws IOException {
        try (RawClient a = join("/room_a")) {
            String aId = a.nextId();
            try (RawClient b = join("/room_a")) {
                String bId = b.nextId();
                assertEquals(bId, RawClient.field(a.next(), "NewPeer"));
                a.send("{\"Signal\": {\"receiver\": \"" + bId + "\", \"data\": \"123\" }}");
                assertEquals("{\"Signal\":{\"sender\":\"" + aId + "\",\"data\":\"123\"}}", b.next());
            }
        }
    }

    @Test
    void dataArrivesByteForByte() throws IOException {
        String data = "{ \"z\":1, \"a\" : [1e2,\"\\/\\u00e9\", \"é😀\"],\"big\":123456789012345678901234567890}";
        try (RawClient a = join("/room_a")) {
            String aId = a.nextId();
            a.signal(aId, data);
            assertEquals("{\"Signal\":{\"sender\":\"" + aId + "\",\"data\":" + data + "}}", a.next());
        }
    }

    @Test
    void aSignalToOneselfComesBack() throws IOException {
        try (RawClient a = join("/room_a")) {
            String aId = a.nextId();
            a.signal(aId, "null");
            assertEquals("{\"Signal\":{\"sender\":\"" + aId + "\",\"data\":null}}", a.next());
        }
    }

    @Test
    void theEmbedderHearsOfRequestIdEntryAndExit() throws IOException {
        List<String> heard = new CopyOnWriteArrayList<>();
        server.close();
        server = Servers.start(builder -> builder.admissionPolicy(request -> {
                    heard.add("request " + request.room() + " "
                            + request.queryParameter("token").orElse("none") + " "
                            + request.header("x-test").orElse("none"));
                    return Admission.accepted();
                })
                .peerListener(Servers.recorder(heard)));
        try (RawClient a = RawClient.tcp(server.boundAddress())) {
            assertTrue(a.upgrade("/room_a?token=secret", "X-Test: yes").startsWith("HTTP/1.1 101 "));
            a.nextId();
            Until.holds("joined", () -> heard.size() == 3);
            a.crash();
            Until.holds("left", () -> heard.size() == 4);
        }
        assertEquals(
                List.of(
                        "request room_a secret yes",
                        "assigned room_a MEMBER",
                        "joined room_a MEMBER",
                        "left room_a MEMBER"),
                heard);
    }

    @Test
    void whomTheEmbedderRefusesNeverBecomesAPeer() throws IOException {
        List<String> heard = new CopyOnWriteArrayList<>();
        server.close();
        server = Servers.start(builder -> builder.admissionPolicy(request -> Admission.refused("no token"))
                .peerListener(Servers.recorder(heard)));
        String answer = RawClient.http(server.boundAddress(), RawClient.upgradeRequest("/room_a"));
        assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
        assertTrue(answer.endsWith("no token\n"), answer);
        assertEquals(List.of(), heard);
        assertEquals(0, server.stats().rooms());
    }

    @Test
    void aPolicyThatFailsRefusesAndTheServerLives() throws IOException {
        server.close();
        server = Servers.start(builder -> builder.admissionPolicy(request -> {
            throw new IllegalStateException("planted");
        }));
        String answer = RawClient.http(server.boundAddress(), RawClient.upgradeRequest("/room_a"));
        assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
        assertEquals(1, server.metrics().callbackFailures());
        assertTrue(server.isRunning());
    }

    /** In Java nothing keeps a policy from answering with null, and nothing but a yes is a yes. */
    @Test
    @SuppressWarnings("NullAway")
    void aPolicyThatGivesNoAnswerRefuses() throws IOException {
        server.close();
        server = Servers.start(builder -> builder.admissionPolicy(request -> null));
        String answer = RawClient.http(server.boundAddress(), RawClient.upgradeRequest("/room_a"));
        assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
        assertEquals(1, server.metrics().refusals(Refusal.CALLBACK_FAILED));
        assertEquals(1, server.metrics().callbackFailures());
    }

    @Test
    void anErrorInACallbackIsNotTheServers() throws IOException {
        server.close();
        server = Servers.start(builder -> builder.admissionPolicy(request -> {
                    if (request.room().equals("evil")) {
                        throw new AssertionError("planted");
                    }
                    return Admission.accepted();
                })
                .peerListener(new PeerListener() {
                    @Override
                    public void assigned(PeerInfo peer) {
                        throw new NoClassDefFoundError("planted");
                    }
                }));
        String answer = RawClient.http(server.boundAddress(), RawClient.upgradeRequest("/evil"));
        assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
        try (RawClient a = join("/room_a")) {
            a.nextId();
        }
        assertEquals(2, server.metrics().callbackFailures());
        assertTrue(server.isRunning());
    }

    @Test
    void aListenerThatFailsDisturbsNobody() throws IOException {
        server.close();
        server = Servers.start(builder -> builder.peerListener(new PeerListener() {
            @Override
            public void joined(PeerInfo peer) {
                throw new IllegalStateException("planted");
            }
        }));
        try (RawClient a = join("/room_a");
                RawClient b = joinAfter(a, "/room_a")) {
            assertEquals(b.nextId(), RawClient.field(a.next(), "NewPeer"));
        }
        assertEquals(2, server.metrics().callbackFailures());
    }

    @Test
    void roomsAreIslands() throws IOException {
        try (RawClient a = join("/one");
                RawClient b = join("/two")) {
            String aId = a.nextId();
            String bId = b.nextId();
            a.signal(bId, "1");
            b.signal(aId, "1");
            a.signal(aId, "2");
            assertEquals("{\"Signal\":{\"sender\":\"" + aId + "\",\"data\":2}}", a.next());
            assertEquals(Optional.empty(), b.receive(SILENCE));
            assertEquals(2, server.metrics().drops(Drop.UNKNOWN_RECEIVER));
        }
    }

    @Test
    void signalsOfOneSenderKeepTheirOrder() throws IOException {
        try (RawClient a = join("/room_a");
                RawClient b = joinAfter(a, "/room_a")) {
            String bId = b.nextId();
            a.next();
            for (int i = 0; i < 500; i++) {
                a.signal(bId, String.valueOf(i));
            }
            for (int i = 0; i < 500; i++) {
                assertTrue(b.next().endsWith("\"data\":" + i + "}}"));
            }
        }
    }

    @Test
    void everythingThatIsNoMessageIsIgnoredAndTheConnectionStays() throws IOException {
        try (RawClient a = join("/room_a")) {
            String aId = a.nextId();
            a.send("\"KeepAlive\"").send("nonsense").send("").send("{\"Uuid\":\"" + aId + "\"}");
            a.frame(true, RawClient.BINARY, new byte[] {1, 2, 3});
            a.frame(true, RawClient.PING, new byte[] {7});
            assertEquals(RawClient.PONG, a.receive().opcode());
            a.frame(true, RawClient.PONG, new byte[0]);
            a.signal(UUID.randomUUID().toString(), "1");
            a.signal(aId, "2");
            assertEquals("{\"Signal\":{\"sender\":\"" + aId + "\",\"data\":2}}", a.next());
        }
    }

    @Test
    void aMessageInFragmentsIsOneMessage() throws IOException {
        try (RawClient a = join("/room_a")) {
            String aId = a.nextId();
            byte[] whole =
                    ("{\"Signal\":{\"receiver\":\"" + aId + "\",\"data\":\"é\"}}").getBytes(StandardCharsets.UTF_8);
            int cut = whole.length - 4; // In the middle of a character.
            a.frame(false, RawClient.TEXT, Arrays.copyOf(whole, cut));
            a.frame(true, RawClient.PING, new byte[0]);
            a.frame(true, RawClient.CONTINUATION, Arrays.copyOfRange(whole, cut, whole.length));
            // The answer to the ping may come before the message or after it, as everything is sent at the end of a
            // pass.
            RawClient.Received first = a.receive();
            RawClient.Received second = a.receive();
            assertEquals(
                    Set.of("", "{\"Signal\":{\"sender\":\"" + aId + "\",\"data\":\"é\"}}"),
                    Set.of(first.text(), second.text()));
        }
    }

    @Test
    void framesThatComeWithTheRequestAreNotLost() throws IOException {
        try (RawClient a = RawClient.tcp(server.boundAddress())) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(RawClient.upgradeRequest("/r").getBytes(StandardCharsets.ISO_8859_1));
            bytes.writeBytes(RawClient.frameBytes(true, RawClient.PING, new byte[] {5}));
            a.write(bytes.toByteArray());
            assertTrue(a.readAnswer().startsWith("HTTP/1.1 101 "));
            a.nextId();
            assertEquals(RawClient.PONG, a.receive().opcode());
        }
    }

    @Test
    void afterARestartTheSamePortServesAgain() throws IOException {
        int port = server.boundAddress().getPort();
        try (RawClient a = join("/r")) {
            String before = a.nextId();
            server.close();
            assertEquals(1001, a.nextClose().code());
            server = Servers.start(builder -> builder.port(port));
            try (RawClient b = join("/r")) {
                assertNotEquals(before, b.nextId());
            }
        }
    }
}
