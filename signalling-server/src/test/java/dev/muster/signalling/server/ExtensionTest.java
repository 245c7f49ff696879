package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients get that ask with {@code ?muster=1}, and that the others never get it. */
@Timeout(60)
class ExtensionTest {
    private static final Duration SILENCE = Duration.ofMillis(100);

    private final SignallingServer server = Servers.start(builder -> builder.limit(Limit.MESSAGES_PER_SECOND, 1)
            .limit(Limit.MESSAGES_BURST, 20)
            .limit(Limit.DRAIN_NOTICE_MILLIS, 300)
            .turnServer(new TurnServer(
                    List.of("turn:turn.example.org:3478", "turns:turn.example.org:443?transport=tcp"),
                    "north \"wind\"",
                    Duration.ofMinutes(10))));

    @AfterEach
    void stop() {
        server.close();
    }

    private RawClient joinExtended() throws IOException {
        RawClient client = RawClient.join(server, "/r?muster=1");
        client.nextId();
        String ice = client.next();
        assertTrue(ice.startsWith("{\"IceServers\":"), ice);
        return client;
    }

    @Test
    void anUnknownReceiverIsReported() throws IOException {
        UUID nobody = UUID.randomUUID();
        try (RawClient client = joinExtended()) {
            client.signal(nobody.toString(), "1");
            assertEquals(
                    "{\"Error\":{\"kind\":\"unknown_receiver\",\"detail\":\"nobody in this room has this id\","
                            + "\"receiver\":\"" + nobody + "\"}}",
                    client.next());
        }
    }

    @Test
    void nonsenseIsReported() throws IOException {
        try (RawClient client = joinExtended()) {
            client.send("nonsense");
            assertEquals(
                    "{\"Error\":{\"kind\":\"malformed\",\"detail\":\"expected '{' at character 0\"}}", client.next());
            client.frame(true, RawClient.BINARY, new byte[1]);
            assertTrue(client.next().startsWith("{\"Error\":{\"kind\":\"malformed\""));
        }
    }

    @Test
    void aMessageThatIsTooLongIsReportedBeforeTheClose() throws IOException {
        try (RawClient client = joinExtended()) {
            client.send("x".repeat(70_000));
            assertEquals("{\"Error\":{\"kind\":\"too_large\",\"detail\":\"the message is too long\"}}", client.next());
            assertEquals(1009, client.receive().code());
        }
    }

    @Test
    void beingTooFastIsReportedBeforeTheClose() throws IOException {
        try (RawClient client = joinExtended()) {
            for (int i = 0; i < 30; i++) {
                client.send("\"KeepAlive\"");
            }
            assertTrue(client.next().startsWith("{\"Error\":{\"kind\":\"too_fast\""));
            assertEquals(1008, client.receive().code());
        }
    }

    @Test
    void aShutdownIsAnnouncedToThoseWhoAskedAndDisturbsNoLink() throws IOException {
        try (RawClient stock = RawClient.join(server, "/r")) {
            stock.nextId();
            try (RawClient client = joinExtended()) {
                assertTrue(stock.next().startsWith("{\"NewPeer\""));
                Thread closing = new Thread(server::close);
                closing.start();
                assertEquals("{\"Draining\":{\"closesInMillis\":300}}", client.next());
                assertEquals(1001, client.receive().code());
                // No PeerLeft before it: the server goes, not the peer.
                assertEquals(1001, stock.receive().code());
            }
        }
        Until.holds("the server has ended", () -> !server.isRunning());
    }

    /** Between the notice and the goodbye there can be minutes. */
    @Test
    void whoLeavesBeforeTheGoodbyeIsMissed() throws IOException {
        try (RawClient stock = RawClient.join(server, "/r")) {
            stock.nextId();
            RawClient first = joinExtended();
            String firstId = RawClient.field(stock.next(), "NewPeer");
            try (RawClient second = joinExtended()) {
                stock.next();
                first.next();
                Thread closing = new Thread(server::close);
                closing.start();
                assertTrue(second.next().startsWith("{\"Draining\""));
                first.crash();
                assertEquals(firstId, RawClient.field(stock.next(), "PeerLeft"));
                assertEquals(1001, stock.receive().code());
            }
        }
        Until.holds("the server has ended", () -> !server.isRunning());
    }

    @Test
    void turnCredentialsAreRenewedBeforeTheyEnd() throws IOException {
        TurnServer brief = new TurnServer(List.of("turn:turn.example.org"), "secret", Duration.ofSeconds(1));
        try (SignallingServer renewing = Servers.start(builder -> builder.turnServer(brief));
                RawClient stock = RawClient.join(renewing, "/stock");
                RawClient client = RawClient.join(renewing, "/r?muster=1")) {
            client.nextId();
            stock.nextId();
            for (int i = 0; i < 3; i++) {
                assertTrue(client.next().startsWith("{\"IceServers\":{\"ttlSeconds\":1,"));
            }
            assertEquals(Optional.empty(), stock.receive(SILENCE));
        }
    }

    @Test
    void turnCredentialsAreTheOnesThatCoturnExpects() throws IOException, GeneralSecurityException {
        try (RawClient client = RawClient.join(server, "/r?muster=1")) {
            String id = client.nextId();
            String event = client.next();
            Matcher matcher = Pattern.compile("\\{\"IceServers\":\\{\"ttlSeconds\":600,\"servers\":\\[\\{\"urls\":"
                            + "\\[\"turn:turn.example.org:3478\",\"turns:turn.example.org:443\\?transport=tcp\"],"
                            + "\"username\":\"(\\d+):(.+)\",\"credential\":\"(.+)\"}]}}")
                    .matcher(event);
            assertTrue(matcher.matches(), event);
            long expires = Long.parseLong(matcher.group(1));
            assertTrue(Math.abs(expires - Instant.now().getEpochSecond() - 600) <= 60, event);
            assertEquals(id, matcher.group(2));
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec("north \"wind\"".getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            byte[] password = mac.doFinal((expires + ":" + id).getBytes(StandardCharsets.UTF_8));
            assertEquals(Base64.getEncoder().encodeToString(password), matcher.group(3));
        }
    }

    /** A stock client before 0.12 crashes on anything it does not know. */
    @Test
    void aStockClientGetsNothingBeyondTheProtocol() throws IOException {
        try (RawClient stock = RawClient.join(server, "/r")) {
            stock.nextId();
            stock.signal(UUID.randomUUID().toString(), "1");
            stock.send("nonsense");
            stock.frame(true, RawClient.BINARY, new byte[1]);
            assertEquals(Optional.empty(), stock.receive(SILENCE));
            stock.send("x".repeat(70_000));
            assertEquals(1009, stock.receive().code());
        }
    }

    @Test
    void theSecretIsNotPrinted() {
        TurnServer turn = new TurnServer(List.of("turn:a"), "hush", Duration.ofHours(1));
        assertFalse(turn.toString().contains("hush"));
    }

    @Test
    void turnServersThatMakeNoSenseAreRefused() {
        Duration hour = Duration.ofHours(1);
        assertThrows(IllegalArgumentException.class, () -> new TurnServer(List.of(), "x", hour));
        assertThrows(IllegalArgumentException.class, () -> new TurnServer(List.of("http://a"), "x", hour));
        assertThrows(IllegalArgumentException.class, () -> new TurnServer(List.of("turn:a"), " ", hour));
        assertThrows(IllegalArgumentException.class, () -> new TurnServer(List.of("turn:a"), "x", Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> new TurnServer(List.of("turn:a"), "x", Duration.ofDays(2)));
    }
}
