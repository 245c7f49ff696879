package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.signalling.server.metrics.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may wait for others, and who has to go or to wait when it is too much. */
class MemoryRefusalTest extends RefusingServer {
    @Test
    void whoDoesNotReadIsClosedAndTheSenderIsNot() throws IOException {
        restart(builder -> builder.limit(Limit.WRITE_STALL_MILLIS, 300));
        RawClient reader = RawClient.deaf(server.boundAddress());
        clients.add(reader);
        assertTrue(reader.upgrade("/r").startsWith("HTTP/1.1 101 "));
        String readerId = reader.nextId();
        RawClient sender = join("/r");
        String data = "\"" + "x".repeat(60_000) + "\"";
        int sent = 0;
        while (server.metrics().refusals(Refusal.SLOW_READER) == 0 && sent < 32) {
            sender.signal(readerId, data); // Takes its time, for the sender is held back.
            sent++;
        }
        Until.holds("slow reader found", () -> server.metrics().refusals(Refusal.SLOW_READER) == 1);
        assertEquals(readerId, RawClient.field(sender.next(), "PeerLeft"));
        Until.holds("it is gone", () -> server.stats().connections() == 1);
        sender.frame(true, RawClient.PING, new byte[0]);
        assertEquals(RawClient.PONG, sender.receive().opcode());
    }

    /** So many together that holding them back comes too late: the only way in which senders can close a reader. */
    @Test
    void whoIsWrittenToByFarTooManyAtOnceIsClosed() throws IOException {
        restart(builder -> builder.limit(Limit.BUFFERED_BYTES_PER_ADDRESS, 524_288)
                .limit(Limit.RESERVED_BYTES, 65_536)
                .limit(Limit.READER_BYTES, 131_072));
        RawClient reader = RawClient.deaf(server.boundAddress());
        clients.add(reader);
        assertTrue(reader.upgrade("/r").startsWith("HTTP/1.1 101 "));
        String readerId = reader.nextId();
        byte[] signal = ("{\"Signal\":{\"receiver\":\"" + readerId + "\",\"data\":\"" + "x".repeat(60_000) + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
        List<RawClient> senders = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            RawClient sender = join("/r");
            sender.frame(false, RawClient.TEXT, signal);
            senders.add(sender);
        }
        for (RawClient sender : senders) {
            sender.frame(true, RawClient.CONTINUATION, new byte[0]);
        }
        Until.holds("it is closed", () -> server.metrics().refusals(Refusal.MEMORY_FULL) == 1);
        assertEquals(0, server.metrics().refusals(Refusal.SLOW_READER));
        Until.holds("it is gone", () -> server.stats().connections() == 16);
    }

    @Test
    void aReaderAndASenderHaveOnlySoMuchWaiting() throws IOException {
        restart(builder -> builder.limit(Limit.SENDER_BYTES, 1_000_000)
                .limit(Limit.READER_BYTES, 16_384)
                .limit(Limit.SOCKET_BUFFER_BYTES, 4_096));
        fillUp();
        restart(builder -> builder.limit(Limit.SENDER_BYTES, 1_024)
                .limit(Limit.READER_BYTES, 1_000_000)
                .limit(Limit.SOCKET_BUFFER_BYTES, 4_096));
        fillUp();
    }

    /** Somebody sends to itself and does not read, until it is not read either; then it reads, and all is well. */
    private void fillUp() throws IOException {
        RawClient self = RawClient.deaf(server.boundAddress());
        clients.add(self);
        assertTrue(self.upgrade("/r").startsWith("HTTP/1.1 101 "));
        String id = self.nextId();
        String data = "\"" + "x".repeat(65_000) + "\"";
        for (int i = 0; i < 5; i++) {
            self.signal(id, data);
        }
        Until.holds("it is held back", () -> server.metrics().sendersHeldBack() == 1);
        assertTrue(server.metrics().bufferedBytes() < 200_000);
        assertTrue(server.prometheusMetrics().contains("\nmuster_signalling_senders_held_back 1\n"));
        for (int i = 0; i < 5; i++) {
            assertTrue(self.next().endsWith(data + "}}"));
        }
        Until.holds("it is read again", () -> server.metrics().sendersHeldBack() == 0);
        assertTrue(server.metrics().sendersEverHeldBack() > 0);
        assertEquals(0, server.metrics().refusals());
    }

    /** A request that is in the way is answered like every other that there is no room for. */
    @Test
    void aRequestThatHoldsTooMuchForTooLongIsAnswered() throws IOException {
        restart(builder -> fullAtOneMegabyte(builder).limit(Limit.RESERVED_BYTES, 0));
        RawClient asking = tcp();
        asking.write(("GET / HTTP/1.1\r\nX: " + "x".repeat(60_000)).getBytes(StandardCharsets.ISO_8859_1));
        Until.holds("it is held", () -> server.metrics().bufferedBytes() >= 60_000);
        holdALot();
        String answer = asking.readAnswer();
        assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
        assertTrue(answer.contains("\r\nRetry-After: 5\r\n"), answer);
        assertTrue(server.metrics().refusals(Refusal.MEMORY_FULL) > 0);
        assertEquals(0, server.metrics().refusals(Refusal.SERVER_FULL));
    }

    /** What everybody has in reserve counts for nobody. */
    @Test
    void theReserveIsBesideWhatAllHaveTogether() throws IOException {
        restart(builder -> fullAtOneMegabyte(builder).limit(Limit.RESERVED_BYTES, 131_072));
        holdALot();
        assertTrue(server.metrics().bufferedBytes() > 1_048_576);
        assertEquals(0, server.metrics().refusals());
    }

    private static SignallingServerBuilder fullAtOneMegabyte(SignallingServerBuilder builder) {
        return builder.limit(Limit.BUFFERED_BYTES, 1_048_576)
                .limit(Limit.BUFFERED_BYTES_PER_ADDRESS, 1_048_576)
                .limit(Limit.HANDSHAKE_BYTES, 65_536)
                .limit(Limit.HANDSHAKE_MILLIS, 60_000)
                .limit(Limit.MESSAGE_MILLIS, 60_000);
    }

    /** Messages that have begun, of more than a megabyte together. */
    private void holdALot() throws IOException {
        for (int i = 0; i < 1_048_576 / 60_000 + 1; i++) {
            RawClient holder = join("/r" + i);
            holder.frame(false, RawClient.TEXT, new byte[65_000]);
            holder.frame(true, RawClient.PING, new byte[0]);
            assertEquals(RawClient.PONG, holder.receive().opcode()); // Now it holds.
        }
    }

    @Test
    void whenTheServersMemoryIsFullWhoHasHeldMostForLongestGoes() throws IOException {
        restart(MemoryRefusalTest::fullAtOneMegabyte);
        holdALot();
        assertClosed(Refusal.MEMORY_FULL, 1013, clients.get(0));
        RawClient last = clients.get(clients.size() - 1);
        last.frame(true, RawClient.CONTINUATION, new byte[0]);
        last.frame(true, RawClient.PING, new byte[0]);
        assertEquals(RawClient.PONG, last.receive().opcode());
        assertTrue(server.metrics().bufferedBytes() > 900_000);
    }

    @Test
    void whatWaitsForAReaderMustGoOutInTime() throws IOException {
        restart(builder -> builder.limit(Limit.WRITE_STALL_MILLIS, 300));
        RawClient mute = RawClient.deaf(server.boundAddress());
        clients.add(mute);
        assertTrue(mute.upgrade("/r").startsWith("HTTP/1.1 101 "));
        String muteId = mute.nextId();
        for (int i = 0; i < 5; i++) {
            mute.signal(muteId, "\"" + "x".repeat(60_000) + "\""); // Far less than reader-bytes allows.
        }
        Until.holds("it is found", () -> server.metrics().refusals(Refusal.SLOW_READER) == 1);
        Until.holds("it is gone", () -> server.stats().connections() == 0);
    }
}
