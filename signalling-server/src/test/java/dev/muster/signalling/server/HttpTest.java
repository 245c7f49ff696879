package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.signalling.server.metrics.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What there is to read over plain HTTP, on the same port. */
@Timeout(60)
class HttpTest {
    private static final Pattern DATE =
            Pattern.compile("\r\nDate: [A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n");

    private final SignallingServer server = Servers.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private String request(String request) throws IOException {
        return RawClient.http(server.boundAddress(), request);
    }

    private static void assertStatus(String status, String answer) {
        assertTrue(DATE.matcher(answer).find(), answer);
        assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
        assertTrue(answer.contains("\r\nAccess-Control-Allow-Origin: *\r\n"), answer);
    }

    @Test
    void healthSaysHowManyAreThere() throws IOException {
        try (RawClient a = RawClient.join(server, "/r")) {
            a.nextId();
            String answer = RawClient.get(server, "/health");
            assertStatus("200 OK", answer);
            assertTrue(answer.contains("\r\nContent-Type: application/json\r\n"), answer);
            String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            assertTrue(
                    body.matches("\\{\"status\":\"ok\",\"version\":\"[^\"$]+\",\"uptimeSeconds\":\\d+,"
                            + "\"peers\":1,\"rooms\":1}"),
                    body);
        }
    }

    @Test
    void probesMayUseHeadAndTheOldProtocol() throws IOException {
        String head = request("HEAD /health HTTP/1.1\r\nHost: x\r\n\r\n");
        assertStatus("200 OK", head);
        assertTrue(head.endsWith("\r\n\r\n"), head);
        assertFalse(head.contains("Content-Length: 0"), head);
        assertStatus("200 OK", request("GET /health HTTP/1.0\r\n\r\n"));
    }

    @Test
    void aWebSocketToHealthGetsHealth() throws IOException {
        assertStatus("200 OK", request(RawClient.upgradeRequest("/health")));
    }

    @Test
    void metricsCountWhatHappened() throws IOException {
        try (RawClient a = RawClient.join(server, "/r")) {
            String id = a.nextId();
            a.signal(id, "\"12\u00e94\""); // Five bytes between the quotes.
            a.next();
            a.send("nonsense").send("\"KeepAlive\"");
            Until.holds("heard", () -> server.prometheusMetrics().contains("muster_signalling_keep_alives_total 1"));
            RawClient.get(server, "/a/b");
            String answer = RawClient.get(server, "/metrics");
            assertStatus("200 OK", answer);
            assertTrue(answer.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"), answer);
            for (String line : new String[] {
                "peers 1",
                "rooms 1",
                "joins_total 1",
                "relays_total 1",
                "relayed_bytes_total 77",
                "buffered_bytes 0",
                "drops_total{reason=\"malformed\"} 1",
                "refusals_total{reason=\"not_found\"} 1",
                "refusals_total{reason=\"room_full\"} 0",
                "relay_seconds_count 1",
                "relay_seconds_bucket{le=\"+Inf\"} 1"
            }) {
                assertTrue(answer.contains("\nmuster_signalling_" + line + "\n"), line + " is not in " + answer);
            }
        }
    }

    @Test
    void everyLineOfTheMetricsIsWellFormed() throws IOException {
        String answer = RawClient.get(server, "/metrics");
        Pattern line = Pattern.compile("(# (HELP|TYPE) muster_signalling_\\w+ .+"
                + "|muster_signalling_\\w+(\\{(reason|le)=\"[a-z0-9_.+EInf-]+\"})? [0-9.E+-]+)");
        for (String text : answer.substring(answer.indexOf("\r\n\r\n") + 4).split("\n", -1)) {
            assertTrue(text.isEmpty() || line.matcher(text).matches(), text);
        }
    }

    @Test
    void thePageForPeopleNamesNoRoom() throws IOException {
        try (RawClient a = RawClient.join(server, "/secret-room-name")) {
            a.nextId();
            String page = RawClient.get(server, "/");
            assertStatus("200 OK", page);
            assertTrue(page.contains("Content-Type: text/html; charset=utf-8"), page);
            assertTrue(page.contains("<td>Peers<td>1"), page);
            assertFalse(page.contains("secret-room-name"), page);
            assertFalse(RawClient.get(server, "/metrics").contains("secret-room-name"));
        }
    }

    @Test
    void theRootIsARoomForWhoUpgrades() throws IOException {
        try (RawClient a = RawClient.join(server, "/");
                RawClient b = RawClient.join(server, "/?token=x")) {
            a.nextId();
            assertEquals(b.nextId(), RawClient.field(a.next(), "NewPeer"));
        }
    }

    @Test
    void aRoomCalledMetricsIsARoom() throws IOException {
        try (RawClient a = RawClient.join(server, "/metrics")) {
            a.nextId();
        }
    }

    @Test
    void browsersMayAskFirst() throws IOException {
        String answer = request("OPTIONS /health HTTP/1.1\r\nHost: x\r\nOrigin: x\r\n\r\n");
        assertStatus("204 No Content", answer);
        assertTrue(answer.contains("Access-Control-Allow-Methods: GET, HEAD, OPTIONS"), answer);
        assertFalse(answer.contains("Content-Length"), answer);
    }

    @Test
    void refusalsSayWhatIsWrong() throws IOException {
        assertStatus("404 Not Found", RawClient.get(server, "/a/b"));
        assertStatus("400 Bad Request", RawClient.get(server, "/room"));
        String method = request("POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        assertStatus("405 Method Not Allowed", method);
        assertTrue(method.contains("\r\nAllow: GET, HEAD, OPTIONS\r\n"), method);
        String next = request(RawClient.upgradeRequest("/r?next=0"));
        assertStatus("400 Bad Request", next);
        assertTrue(next.endsWith("next is the number of peers in a group, from 1 to 128\n"), next);
        String tls = request("\u0016\u0003\u0001\u0002\u0000");
        assertStatus("400 Bad Request", tls);
    }

    @Test
    void aHeadThatIsTooLongIsRefused() throws IOException {
        String answer = request("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(9_000) + "\r\n\r\n");
        assertStatus("431 ", answer);
        assertEquals(1, server.metrics().refusals(Refusal.HEAD_TOO_LARGE));
        int most = 8_192 - "GET / HTTP/1.1\r\nHost: x\r\nX: \r\n\r\n".length();
        assertStatus("200 OK", request("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(most) + "\r\n\r\n"));
        assertStatus("431 ", request("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(most + 1) + "\r\n\r\n"));
    }

    @Test
    void tooManyHeaderLinesAreRefusedAsTooLarge() throws IOException {
        assertStatus("431 ", request("GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(100) + "\r\n"));
        assertEquals(1, server.metrics().refusals(Refusal.HEAD_TOO_LARGE));
    }

    @Test
    void aHeadInManyPiecesIsOneHead() throws IOException {
        try (RawClient client = RawClient.tcp(server.boundAddress())) {
            for (byte piece : RawClient.upgradeRequest("/r").getBytes(StandardCharsets.ISO_8859_1)) {
                client.write(new byte[] {piece});
            }
            assertTrue(client.readAnswer().startsWith("HTTP/1.1 101 "));
            client.nextId();
        }
    }

    @Test
    void theHandshakeAnswerIsTheOneOfTheStandard() throws IOException {
        try (RawClient client = RawClient.tcp(server.boundAddress())) {
            String answer =
                    client.upgrade("/r", "Sec-WebSocket-Protocol: x", "Sec-WebSocket-Extensions: permessage-deflate");
            Matcher accept =
                    Pattern.compile("\r\nSec-WebSocket-Accept: (.*)\r\n").matcher(answer);
            assertTrue(accept.find());
            assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", accept.group(1));
            assertFalse(answer.contains("Sec-WebSocket-Protocol"), answer);
            assertFalse(answer.contains("Sec-WebSocket-Extensions"), answer);
        }
    }
}
