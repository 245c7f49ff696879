package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.signalling.server.metrics.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attacks by those who take their time: they want the server to hold things for them until nothing is left. */
class SlowAttackTest extends UnderAttack {
    private static final String LONG = "\"" + "x".repeat(60_000) + "\"";
    private static final int MANY = 40;

    /** One that never reads what it sends to itself. Behind a trusted proxy everybody comes from where it says. */
    private RawClient mute(int address) throws IOException {
        RawClient mute = RawClient.deaf(server.boundAddress());
        attackers.add(mute);
        String from = "X-Forwarded-For: 10.0.0." + address;
        assertTrue(mute.upgrade("/evil" + attackers.size(), from).startsWith("HTTP/1.1 101 "));
        String id = mute.nextId();
        for (int i = 0; i < 5; i++) {
            mute.signal(id, LONG);
        }
        return mute;
    }

    private void assertEverythingIsServed() throws IOException {
        assertTrue(RawClient.get(server, "/health").startsWith("HTTP/1.1 200 "));
        assertTrue(RawClient.get(server, "/metrics").contains("\nmuster_signalling_buffered_bytes "));
        try (RawClient a = RawClient.join(server, "/newcomers")) {
            String aId = a.nextId();
            a.signal(aId, LONG);
            assertTrue(a.next().endsWith(LONG + "}}"));
        }
    }

    @Test
    void manySlowReadersFromManyAddressesCrowdOutEachOtherAndNobodyElse() throws IOException {
        restart(builder -> builder.trustProxy(InetAddress.getLoopbackAddress())
                .limit(Limit.BUFFERED_BYTES, 2_097_152)
                .limit(Limit.BUFFERED_BYTES_PER_ADDRESS, 1_048_576));
        whileHonestPeersTalk(() -> {
            for (int i = 0; i < MANY; i++) {
                mute(i % 5);
                assertEverythingIsServed();
            }
            Until.holds("some have gone", () -> server.metrics().refusals(Refusal.MEMORY_FULL) > 0);
            assertTrue(server.metrics().bufferedBytes() < 2_097_152 + MANY * 8_192);
        });
        assertEquals(0, server.metrics().refusals(Refusal.SERVER_FULL));
        assertEquals(0, server.metrics().refusals(Refusal.INTERNAL_ERROR));
        Until.holds("nothing is held", () -> server.metrics().bufferedBytes() == 0);
    }

    @Test
    void anAddressCanFillItsShareAndNoMore() throws IOException {
        restart(builder ->
                builder.trustProxy(InetAddress.getLoopbackAddress()).limit(Limit.BUFFERED_BYTES_PER_ADDRESS, 524_288));
        whileHonestPeersTalk(() -> {
            for (int i = 0; i < 10; i++) {
                mute(1);
            }
            Until.holds("some have gone", () -> server.metrics().refusals(Refusal.MEMORY_FULL) > 0);
            assertTrue(server.metrics().bufferedBytes() < 524_288 + 10 * 8_192);
            assertEverythingIsServed();
        });
    }

    /** Messages that begin and do not end hold as much as messages that nobody reads. */
    @Test
    void dripFedMessagesFromManyAddressesCrowdOutEachOtherAndNobodyElse() throws IOException {
        restart(builder -> builder.trustProxy(InetAddress.getLoopbackAddress())
                .limit(Limit.MESSAGE_MILLIS, 2_000)
                .limit(Limit.BUFFERED_BYTES, 1_048_576)
                .limit(Limit.BUFFERED_BYTES_PER_ADDRESS, 1_048_576));
        whileHonestPeersTalk(() -> {
            List<RawClient> dripping = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                RawClient attacker = attacker();
                attacker.upgrade("/evil", "X-Forwarded-For: 10.0.1." + i);
                attacker.frame(false, RawClient.TEXT, new byte[60_000]);
                dripping.add(attacker);
                assertEverythingIsServed();
            }
            assertTrue(server.metrics().refusals(Refusal.MEMORY_FULL) > 0);
            for (int round = 0; round < 5; round++) {
                for (RawClient attacker : dripping) {
                    try {
                        attacker.frame(false, RawClient.CONTINUATION, new byte[1]);
                    } catch (IOException e) {
                        // Thrown out already, which is as it should be.
                    }
                }
            }
            Until.holds("all are cut off", () -> server.stats().peers() == 2);
            assertTrue(server.metrics().refusals(Refusal.MESSAGE_TOO_SLOW) > 0);
        });
    }

    /** The sender has two megabytes at once, the reader's queue a quarter of one: both must live. */
    @Test
    void aFastSenderIsSlowedDownToItsReaderAndNothingIsLost() throws Exception {
        whileHonestPeersTalk(() -> {
            RawClient reader = RawClient.deaf(server.boundAddress());
            attackers.add(reader);
            assertTrue(reader.upgrade("/pair").startsWith("HTTP/1.1 101 "));
            String readerId = reader.nextId();
            RawClient sender = peer("/pair");
            assertTrue(reader.next().startsWith("{\"NewPeer\""));
            int messages = 32;
            Thread sending = new Thread(() -> sendAll(sender, readerId, messages));
            sending.start();
            Until.holds("the sender is held back", () -> server.metrics().sendersHeldBack() == 1);
            for (int i = 0; i < messages; i++) {
                assertTrue(server.metrics().bufferedBytes() < 262_144);
                assertTrue(reader.next().endsWith(LONG + "}}"));
            }
            join(sending);
            talkBack(sender);
            assertEquals(0, server.metrics().sendersHeldBack());
        });
        assertEquals(0, server.metrics().refusals());
    }

    /** Each may have so much waiting, and all together may not: then all wait, and the reader need not go. */
    @Test
    void fiveFastSendersAreSlowedDownToTheirReaderAndNothingIsLost() throws Exception {
        restart(builder -> builder.limit(Limit.HOLD_MILLIS, 60_000).limit(Limit.WRITE_STALL_MILLIS, 60_000));
        whileHonestPeersTalk(() -> {
            RawClient reader = RawClient.deaf(server.boundAddress());
            attackers.add(reader);
            assertTrue(reader.upgrade("/crowd").startsWith("HTTP/1.1 101 "));
            String readerId = reader.nextId();
            int senders = 5;
            int messages = 20;
            List<RawClient> crowd = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                crowd.add(peer("/crowd"));
                assertTrue(reader.next().startsWith("{\"NewPeer\""));
            }
            List<Thread> sending = new ArrayList<>();
            for (RawClient sender : crowd) {
                sending.add(new Thread(() -> sendAll(sender, readerId, messages)));
            }
            sending.forEach(Thread::start);
            Until.holds("all are held back", () -> server.metrics().sendersHeldBack() == senders);
            for (int i = 0; i < senders * messages; i++) {
                assertTrue(server.metrics().bufferedBytes() < 131_072 + senders * 140_000);
                assertTrue(reader.next().endsWith(LONG + "}}"));
            }
            for (Thread thread : sending) {
                join(thread);
            }
            assertEquals(0, server.metrics().sendersHeldBack());
        });
        assertEquals(0, server.metrics().refusals());
    }

    /** What it says last waits behind what its reader does not take; the others must not wait for that. */
    @Test
    void whoLeavesWhileHeldBackHasLeftBeforeItsReaderIsGivenUp() throws Exception {
        restart(builder -> builder.limit(Limit.HOLD_MILLIS, 300).limit(Limit.WRITE_STALL_MILLIS, 600_000));
        for (boolean crashes : new boolean[] {true, false}) {
            RawClient deaf = RawClient.deaf(server.boundAddress());
            attackers.add(deaf);
            assertTrue(deaf.upgrade("/three").startsWith("HTTP/1.1 101 "));
            String deafId = deaf.nextId();
            RawClient witness = peer("/three");
            RawClient sender = RawClient.deaf(server.boundAddress());
            attackers.add(sender);
            assertTrue(sender.upgrade("/three").startsWith("HTTP/1.1 101 "));
            String senderId = sender.nextId();
            assertEquals(senderId, RawClient.field(witness.next(), "NewPeer"));
            for (int i = 0; i < 5; i++) {
                sender.signal(deafId, LONG);
            }
            Until.holds("it is held back", () -> server.metrics().sendersHeldBack() == 1);
            if (crashes) {
                sender.crash();
            } else {
                sender.sayGoodbye();
            }
            assertEquals(deafId, RawClient.field(witness.next(), "PeerLeft"));
            assertEquals(senderId, RawClient.field(witness.next(), "PeerLeft"));
            witness.crash();
            Until.holds("the room is empty", () -> server.stats().rooms() == 0);
        }
        assertEquals(0, server.metrics().sendersHeldBack());
    }

    /** A frame that has begun must end, or the reason could not be read. */
    @Test
    void aStalledReaderCanStillReadWhyItIsClosed() throws Exception {
        restart(builder -> builder.limit(Limit.WRITE_STALL_MILLIS, 300).limit(Limit.LINGER_MILLIS, 60_000));
        RawClient mute = mute(1);
        Until.holds("it is found", () -> server.metrics().refusals(Refusal.SLOW_READER) == 1);
        assertEquals(1013, mute.nextClose().code());
    }

    /** Its half frame has been thrown away: whatever came now would be taken for the rest of it. */
    @Test
    void whoIsThrownOutInTheMiddleOfAFrameIsToldNothing() throws Exception {
        restart(builder -> builder.trustProxy(InetAddress.getLoopbackAddress())
                .limit(Limit.BUFFERED_BYTES_PER_ADDRESS, 524_288)
                .limit(Limit.LINGER_MILLIS, 60_000));
        RawClient first = mute(1);
        Until.holds("it holds a lot", () -> server.metrics().sendersHeldBack() == 1);
        for (int i = 0; i < 9; i++) {
            mute(1);
        }
        Until.holds("some have gone", () -> server.metrics().refusals(Refusal.MEMORY_FULL) > 0);
        byte[] rest = readAll(first);
        assertTrue(rest.length > 0);
        for (byte one : rest) {
            assertTrue(one != (byte) 0x88, "a close frame inside of another");
        }
    }

    private static byte[] readAll(RawClient client) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            client.socket().getInputStream().transferTo(all);
        } catch (SocketException e) {
            // Reset, because the server has not read everything either.
        }
        return all.toByteArray();
    }

    /** Whoever is behind a proxy has the share of its own address, and not one of the proxy's with all others. */
    @Test
    void manyAddressesBehindAProxyHaveAShareEach() throws IOException {
        restart(builder -> builder.trustProxy(InetAddress.getLoopbackAddress())
                .limit(Limit.HOLD_MILLIS, 60_000)
                .limit(Limit.WRITE_STALL_MILLIS, 60_000)
                .limit(Limit.BUFFERED_BYTES_PER_ADDRESS, 524_288));
        int many = 10;
        for (int i = 0; i < many; i++) {
            mute(i);
        }
        Until.holds("all are full", () -> server.metrics().sendersHeldBack() == many);
        assertTrue(server.metrics().bufferedBytes() > 600_000);
        assertEquals(0, server.metrics().refusals());
    }

    /** A sender that is not read cannot be heard either: that is not silence. */
    @Test
    void whoIsHeldBackIsNotDead() throws Exception {
        restart(builder -> builder.limit(Limit.PING_MILLIS, 1_000)
                .limit(Limit.IDLE_MILLIS, 3_000)
                .limit(Limit.MESSAGE_MILLIS, 3_000)
                .limit(Limit.HOLD_MILLIS, 60_000)
                .limit(Limit.WRITE_STALL_MILLIS, 60_000));
        RawClient sender = RawClient.deaf(server.boundAddress());
        attackers.add(sender);
        assertTrue(sender.upgrade("/pair").startsWith("HTTP/1.1 101 "));
        String id = sender.nextId();
        for (int i = 0; i < 6; i++) {
            sender.signal(id, LONG);
        }
        Until.holds("it is held back", () -> server.metrics().sendersHeldBack() == 1);
        awaitNanos(4_000_000_000L);
        assertEquals(1, server.metrics().sendersHeldBack());
        assertEquals(0, server.metrics().refusals());
        for (int i = 0; i < 6; i++) {
            assertTrue(nextText(sender).endsWith(LONG + "}}"));
        }
    }

    /** It had begun when its sender was held back, and it can end only afterwards. */
    @Test
    void aMessageHasAllItsTimeAfterTheSenderWasHeldBack() throws Exception {
        restart(builder -> builder.limit(Limit.SENDER_BYTES, 61_000)
                .limit(Limit.MESSAGE_MILLIS, 3_000)
                .limit(Limit.HOLD_MILLIS, 60_000)
                .limit(Limit.WRITE_STALL_MILLIS, 60_000));
        RawClient reader = RawClient.deaf(server.boundAddress());
        attackers.add(reader);
        assertTrue(reader.upgrade("/pair").startsWith("HTTP/1.1 101 "));
        String readerId = reader.nextId();
        RawClient sender = peer("/pair");
        assertTrue(reader.next().startsWith("{\"NewPeer\""));
        int sent = 0;
        while (server.metrics().bufferedBytes() < 5_000) {
            sender.signal(readerId, LONG);
            sent++;
            talkBack(sender);
            talkBack(sender); // Now the figure is the one after the message.
        }
        byte[] signal = ("{\"Signal\":{\"receiver\":\"" + readerId + "\",\"data\":" + LONG + "}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] frame = RawClient.frameBytes(true, RawClient.TEXT, signal);
        int begun = 100;
        sender.write(ByteBuffer.allocate(frame.length + begun)
                .put(frame)
                .put(frame, 0, begun)
                .array());
        Until.holds("it is held back", () -> server.metrics().sendersHeldBack() == 1);
        awaitNanos(4_000_000_000L);
        for (int i = 0; i < sent + 1; i++) {
            assertTrue(reader.next().endsWith(LONG + "}}"));
        }
        Until.holds("it is read again", () -> server.metrics().sendersHeldBack() == 0);
        awaitNanos(500_000_000L); // Some ticks.
        sender.write(Arrays.copyOfRange(frame, begun, frame.length));
        assertTrue(reader.next().endsWith(LONG + "}}"));
        assertEquals(0, server.metrics().refusals());
    }

    private static void awaitNanos(long nanos) {
        long since = System.nanoTime();
        Until.holds("the time is over", () -> System.nanoTime() - since > nanos);
    }

    /** The next message; questions for life are answered. */
    private static String nextText(RawClient client) throws IOException {
        RawClient.Received received = client.receive();
        while (received.opcode() == RawClient.PING) {
            client.frame(true, RawClient.PONG, new byte[0]);
            received = client.receive();
        }
        assertEquals(RawClient.TEXT, received.opcode());
        return received.text();
    }

    private static void sendAll(RawClient sender, String receiver, int messages) {
        try {
            for (int i = 0; i < messages; i++) {
                sender.signal(receiver, LONG);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void join(Thread thread) throws IOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** It is still there and is heard. */
    private static void talkBack(RawClient client) throws IOException {
        client.frame(true, RawClient.PING, new byte[0]);
        assertEquals(RawClient.PONG, client.receive().opcode());
    }
}
