package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.signalling.server.metrics.Drop;
import dev.muster.signalling.server.metrics.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every limit is answered with the refusal it names, is counted, and leaves the others alone. */
class RefusalTest extends RefusingServer {
    private String refusedUpgrade(String path) throws IOException {
        return RawClient.http(server.boundAddress(), RawClient.upgradeRequest(path));
    }

    /** Gives what is answered, and leaves at once if that is a welcome. */
    private String joinAndLeave() throws IOException {
        try (RawClient client = RawClient.tcp(server.boundAddress())) {
            return client.upgrade("/r");
        }
    }

    @Test
    void aFullServerSaysSoAndHasRoomAgainWhenSomebodyLeaves() throws IOException {
        restart(builder -> builder.limit(Limit.CONNECTIONS, 2));
        join("/r");
        RawClient second = join("/r");
        assertRefused(Refusal.SERVER_FULL, "503 ", refusedUpgrade("/r"));
        second.crash();
        Until.holds("room again", () -> server.stats().peers() == 1);
        join("/r");
    }

    @Test
    void anAddressHasItsShare() throws IOException {
        restart(builder -> builder.limit(Limit.CONNECTIONS_PER_ADDRESS, 2));
        join("/r");
        RawClient second = join("/r");
        assertRefused(Refusal.ADDRESS_FULL, "429 ", refusedUpgrade("/r"));
        second.crash();
        Until.holds("room again", () -> server.stats().peers() == 1);
        join("/r");
    }

    @Test
    void behindATrustedProxyTheClientsAddressCounts() throws IOException {
        restart(builder ->
                builder.limit(Limit.CONNECTIONS_PER_ADDRESS, 1).trustProxy(InetAddress.getLoopbackAddress()));
        RawClient one = tcp();
        assertTrue(one.upgrade("/r", "X-Forwarded-For: 6.6.6.6, 1.2.3.4").startsWith("HTTP/1.1 101 "));
        String same = tcp().upgrade("/r", "X-Forwarded-For: 7.7.7.7, 1.2.3.4");
        assertRefused(Refusal.ADDRESS_FULL, "429 ", same);
        assertTrue(tcp().upgrade("/r", "X-Forwarded-For: 1.2.3.5").startsWith("HTTP/1.1 101 "));
        assertTrue(tcp().upgrade("/r", "X-Forwarded-For: 2001:db8::1").startsWith("HTTP/1.1 101 "));
        assertTrue(tcp().upgrade("/r", "X-Forwarded-For: 2001:db8::2").startsWith("HTTP/1.1 429 "));
        assertTrue(tcp().upgrade("/r", "X-Forwarded-For: not.an.address").startsWith("HTTP/1.1 101 "));
        one.crash();
        Until.holds("room again", () -> {
            try {
                return tcp().upgrade("/r", "X-Forwarded-For: 1.2.3.4").startsWith("HTTP/1.1 101 ");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void whoComesThroughAProxyWithoutANameCountsAsTheProxy() throws IOException {
        restart(builder ->
                builder.limit(Limit.CONNECTIONS_PER_ADDRESS, 1).trustProxy(InetAddress.getLoopbackAddress()));
        RawClient nameless = join("/r");
        assertRefused(Refusal.ADDRESS_FULL, "429 ", tcp().upgrade("/r"));
        assertTrue(tcp().upgrade("/r", "X-Forwarded-For: 1.2.3.5").startsWith("HTTP/1.1 101 "));
        nameless.crash();
        Until.holds("room again", () -> server.stats().peers() == 1);
        join("/r");
    }

    @Test
    void anAddressMayJoinOnlySoOften() throws IOException {
        restart(builder -> builder.limit(Limit.JOINS_PER_SECOND, 1).limit(Limit.JOINS_BURST, 3));
        int joins = 0;
        String answer = joinAndLeave();
        while (answer.startsWith("HTTP/1.1 101 ")) {
            joins++;
            assertTrue(joins < 60, "nobody minds");
            answer = joinAndLeave();
        }
        assertTrue(joins >= 3, "refused after " + joins);
        assertRefused(Refusal.TOO_MANY_JOINS, "429 ", answer);
        assertTrue(RawClient.get(server, "/health").startsWith("HTTP/1.1 200 "));
        Until.holds("later it may again", () -> {
            try {
                return tcp().upgrade("/r").startsWith("HTTP/1.1 101 ");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void onlySoManyAreToldThatThereIsNoRoom() throws IOException {
        restart(builder -> builder.limit(Limit.CONNECTIONS, 1).limit(Limit.TURNED_AWAY, 0));
        join("/r");
        RawClient second = tcp();
        second.awaitEnd();
        assertEquals(1, server.metrics().refusals(Refusal.SERVER_FULL));
    }

    @Test
    void messagesMayBeNestedOnlySoDeep() throws IOException {
        restart(builder -> builder.limit(Limit.JSON_DEPTH, 8));
        RawClient client = RawClient.join(server, "/r");
        clients.add(client);
        String id = client.nextId();
        client.signal(id, "[".repeat(7) + "]".repeat(7));
        client.signal(id, "[".repeat(6) + "]".repeat(6));
        assertTrue(client.next().endsWith("\"data\":" + "[".repeat(6) + "]".repeat(6) + "}}"));
        assertEquals(1, server.metrics().drops(Drop.MALFORMED));
    }

    @Test
    void aFullRoomSaysSo() throws IOException {
        restart(builder -> builder.limit(Limit.PEERS_PER_ROOM, 2));
        RawClient first = join("/r");
        join("/r");
        assertRefused(Refusal.ROOM_FULL, "503 ", refusedUpgrade("/r"));
        join("/other");
        assertTrue(first.next().startsWith("{\"NewPeer\""));
        assertEquals(3, server.stats().peers());
    }

    @Test
    void roomsAreCounted() throws IOException {
        restart(builder -> builder.limit(Limit.ROOMS, 1));
        join("/r");
        assertRefused(Refusal.ROOMS_FULL, "503 ", refusedUpgrade("/other"));
        join("/r");
    }

    @Test
    void strangersMayNotConnectFromOtherPages() throws IOException {
        restart(builder -> builder.allowOrigin("https://game.example"));
        assertRefused(Refusal.ORIGIN, "403 ", tcp().upgrade("/r", "Origin: https://evil.example"));
        assertTrue(tcp().upgrade("/r", "Origin: https://game.example").startsWith("HTTP/1.1 101 "));
        join("/r");
    }

    @Test
    void aRequestMustComeInTime() throws IOException {
        restart(builder -> builder.limit(Limit.HANDSHAKE_MILLIS, 100));
        RawClient silent = tcp();
        assertRefused(Refusal.HANDSHAKE_TIMEOUT, "408 ", silent.readAnswer());
    }

    @Test
    void theOldestWithoutARequestGoesFirst() throws IOException {
        restart(builder -> builder.limit(Limit.HANDSHAKES, 16));
        for (int i = 0; i < 17; i++) {
            tcp();
        }
        clients.get(0).awaitEnd();
        assertEquals(1, server.metrics().refusals(Refusal.CROWDED_OUT));
        Until.holds("the others wait", () -> server.metrics().waitingHandshakes() == 16);
        assertTrue(clients.get(16).upgrade("/r").startsWith("HTTP/1.1 101 "));
    }

    @Test
    void aMessageThatIsTooLongCloses() throws IOException {
        RawClient a = join("/r");
        String longest = "x".repeat(65_536);
        a.send(longest);
        a.frame(true, RawClient.PING, new byte[0]);
        assertEquals(RawClient.PONG, a.receive().opcode());
        a.send(longest + "x");
        assertClosed(Refusal.FRAME_TOO_LARGE, 1009, a);
    }

    @Test
    void fragmentsThatAreTooLongTogetherClose() throws IOException {
        RawClient a = join("/r");
        a.frame(false, RawClient.TEXT, new byte[40_000]);
        a.frame(false, RawClient.CONTINUATION, new byte[40_000]);
        assertClosed(Refusal.FRAME_TOO_LARGE, 1009, a);
    }

    @Test
    void tooManyMessagesClose() throws IOException {
        restart(builder -> builder.limit(Limit.MESSAGES_PER_SECOND, 1).limit(Limit.MESSAGES_BURST, 5));
        RawClient a = join("/r");
        for (int i = 0; i < 8; i++) {
            a.send("\"KeepAlive\"");
        }
        assertClosed(Refusal.TOO_MANY_MESSAGES, 1008, a);
    }

    @Test
    void tooManyBytesClose() throws IOException {
        restart(builder -> builder.limit(Limit.BYTES_PER_SECOND, 1_024)
                .limit(Limit.BYTES_BURST, 70_000)
                .limit(Limit.FRAME_BYTES, 60_000));
        RawClient a = join("/r");
        a.send("x".repeat(50_000));
        a.send("x".repeat(50_000));
        assertClosed(Refusal.TOO_MANY_BYTES, 1008, a);
    }

    @Test
    void whoBreaksTheProtocolIsClosed() throws IOException {
        RawClient unmasked = join("/r");
        unmasked.write(new byte[] {(byte) 0x81, 1, 'x'});
        assertClosed(Refusal.PROTOCOL_ERROR, 1002, unmasked);
        RawClient notUtf8 = join("/r");
        notUtf8.frame(true, RawClient.TEXT, new byte[] {(byte) 0xff});
        assertClosed(Refusal.NOT_UTF8, 1007, notUtf8);
    }

    @Test
    void aRequestMayHaveOnlySoManyLinesAndBytes() throws IOException {
        restart(builder -> builder.limit(Limit.HEADER_LINES, 16).limit(Limit.HANDSHAKE_BYTES, 512));
        String get = "GET /health HTTP/1.1\r\nHost: localhost\r\n";
        assertTrue(tcp().request(get + "X: 1\r\n".repeat(14) + "\r\n").startsWith("HTTP/1.1 200 "));
        assertRefused(Refusal.HEAD_TOO_LARGE, "431 ", tcp().request(get + "X: 1\r\n".repeat(16) + "\r\n"));
        String padding = "X: " + "x".repeat(512 - get.length() - 7) + "\r\n\r\n";
        assertTrue(tcp().request(get + padding).startsWith("HTTP/1.1 200 "));
        assertTrue(tcp().request(get + "x" + padding).startsWith("HTTP/1.1 431 "));
    }

    @Test
    void aMessageMustComeInTimeWhateverComesBetweenItsParts() throws IOException {
        restart(builder -> builder.limit(Limit.MESSAGE_MILLIS, 300).limit(Limit.MESSAGES_BURST, 10_000_000));
        RawClient dripping = join("/r");
        dripping.frame(false, RawClient.TEXT, new byte[10]);
        RawClient.Received received;
        do {
            dripping.frame(true, RawClient.PING, new byte[0]);
            dripping.frame(false, RawClient.CONTINUATION, new byte[1]);
            received = dripping.receive();
        } while (received.opcode() == RawClient.PONG);
        assertEquals(1008, received.code());
        dripping.awaitEnd();
        assertEquals(1, server.metrics().refusals(Refusal.MESSAGE_TOO_SLOW));
    }

    @Test
    void aDeadPeerIsPingedThenDroppedAndTheOthersHear() throws IOException {
        restart(builder -> builder.limit(Limit.PING_MILLIS, 200).limit(Limit.IDLE_MILLIS, 1_500));
        RawClient alive = join("/r");
        RawClient dead = RawClient.join(server, "/r");
        clients.add(dead);
        String deadId = dead.nextId();
        assertEquals(deadId, RawClient.field(alive.next(), "NewPeer"));
        assertEquals(RawClient.PING, dead.receive().opcode());
        RawClient.Received received = alive.receive();
        while (received.opcode() == RawClient.PING) {
            alive.frame(true, RawClient.PONG, received.text().getBytes(StandardCharsets.UTF_8));
            received = alive.receive();
        }
        assertEquals(deadId, RawClient.field(received.text(), "PeerLeft"));
        assertEquals(1, server.metrics().refusals(Refusal.SILENT));
        dead.awaitEnd();
        assertEquals(1, server.stats().peers());
    }

    @Test
    void whoTalksIsNeverPinged() throws IOException {
        restart(builder -> builder.limit(Limit.PING_MILLIS, 1_000).limit(Limit.IDLE_MILLIS, 60_000));
        RawClient a = join("/r");
        long spoken = System.nanoTime();
        long talkingSince = spoken;
        while (System.nanoTime() - talkingSince < 2_000_000_000L) {
            a.send("\"KeepAlive\"");
            Optional<RawClient.Received> answer = a.receive(Duration.ofMillis(50));
            if (System.nanoTime() - spoken > 500_000_000L) {
                talkingSince = System.nanoTime(); // This thread had to wait, so it may have been silent for too long.
            } else {
                assertEquals(Optional.empty(), answer);
            }
            spoken = System.nanoTime();
        }
    }

    @Test
    void aPortInUseIsOneClearSentence() {
        StartException refusal = assertThrows(
                StartException.class,
                () -> SignallingServer.builder().address(server.boundAddress()).start());
        assertEquals(StartException.Problem.CANNOT_BIND, refusal.problem());
        String sentence = String.valueOf(refusal.getMessage());
        assertTrue(sentence.startsWith("cannot listen on 127.0.0.1:"), sentence);
        assertTrue(sentence.endsWith("is another program using that port?"), sentence);
    }
}
