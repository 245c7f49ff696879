package dev.muster.signalling.server.frames;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.signalling.server.frames.BadFrame.Breach;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final int MAX = 1_000;

    private final Purse purse = new Purse();
    private final FrameReader reader = new FrameReader(MAX, purse);

    /** A budget that can be looked into. */
    static final class Purse implements FrameReader.Budget {
        private long used;

        long used() {
            return used;
        }

        @Override
        public void take(long bytes) {
            used += bytes;
        }

        @Override
        public void give(long bytes) {
            used -= bytes;
            assertTrue(used >= 0, "gave back more than was taken");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) 0xfe).putShort((short) payload.length);
        }
        byte[] mask = {1, 2, 3, (byte) 0xfc};
        frame.put(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ mask[i & 3]));
        }
        byte[] whole = new byte[frame.flip().remaining()];
        frame.get(whole);
        return whole;
    }

    private Frame one(byte[] bytes) throws BadFrame {
        return reader.next(ByteBuffer.wrap(bytes)).orElseThrow();
    }

    private void assertBad(Breach breach, int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        FrameReader fresh = new FrameReader(MAX, purse);
        BadFrame bad = assertThrows(BadFrame.class, () -> fresh.next(ByteBuffer.wrap(bytes)));
        assertEquals(breach, bad.breach());
        fresh.close();
        assertEquals(0, purse.used);
    }

    @Test
    void framesOfEveryKindAreRead() throws BadFrame {
        assertEquals(new Frame.Text("héllo"), one(frame(0x81, bytes("héllo"))));
        assertInstanceOf(Frame.Binary.class, one(frame(0x82, new byte[] {1})));
        assertArrayEquals(
                new byte[] {7},
                assertInstanceOf(Frame.Ping.class, one(frame(0x89, new byte[] {7})))
                        .payload());
        assertInstanceOf(Frame.Pong.class, one(frame(0x8a, new byte[0])));
        assertEquals(new Frame.Close(OptionalInt.empty(), ""), one(frame(0x88, new byte[0])));
        assertEquals(new Frame.Close(OptionalInt.of(1000), "x"), one(frame(0x88, new byte[] {3, (byte) 0xe8, 'x'})));
        assertEquals(0, purse.used);
    }

    @Test
    void everyPayloadLengthIsUnmasked() throws BadFrame {
        for (int length = 0; length <= MAX; length++) {
            String text = "abcdefghi".repeat(length / 9 + 1).substring(0, length);
            assertEquals(new Frame.Text(text), one(frame(0x81, bytes(text))));
        }
    }

    @Test
    void fragmentsMakeOneMessageAndControlFramesMayComeBetween() throws BadFrame {
        assertInstanceOf(Frame.Fragment.class, one(frame(0x01, bytes("a"))));
        assertInstanceOf(Frame.Ping.class, one(frame(0x89, new byte[125])));
        assertInstanceOf(Frame.Fragment.class, one(frame(0x00, new byte[0])));
        assertTrue(purse.used > 0);
        assertEquals(new Frame.Text("ab"), one(frame(0x80, bytes("b"))));
        assertEquals(0, purse.used);
        assertEquals(new Frame.Text("c"), one(frame(0x81, bytes("c"))));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void howTheBytesAreCutDoesNotMatter(long seed) throws BadFrame {
        SplittableRandom random = new SplittableRandom(seed);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        List<Frame> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String text = "x".repeat(random.nextInt(MAX / 2));
            boolean split = random.nextBoolean();
            stream.writeBytes(frame(split ? 0x01 : 0x81, bytes(text)));
            if (split) {
                expected.add(new Frame.Fragment());
                stream.writeBytes(frame(0x80, bytes("é")));
            }
            expected.add(new Frame.Text(split ? text + "é" : text));
        }
        byte[] all = stream.toByteArray();
        List<Frame> read = new ArrayList<>();
        int at = 0;
        while (at < all.length) {
            int count = Math.min(all.length - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 700));
            ByteBuffer piece = ByteBuffer.allocate(count).put(all, at, count).flip();
            at += count;
            Optional<Frame> frame = reader.next(piece);
            while (frame.isPresent()) {
                read.add(frame.get());
                frame = reader.next(piece);
            }
            assertEquals(0, piece.remaining());
        }
        assertEquals(expected, read);
        assertEquals(0, purse.used);
    }

    @Test
    void aPromisedLengthCostsNothing() {
        assertBad(Breach.TOO_LARGE, 0x81, 0xff, 0, 0, 0, 0, 0x71, 0x40, 0, 0, 1, 2, 3, 4);
        assertBad(Breach.TOO_LARGE, 0x81, 0xfe, 0x03, 0xe9, 1, 2, 3, 4);
        assertBad(Breach.PROTOCOL, 0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4);
        assertEquals(0, purse.used);
    }

    @Test
    void whatTheProtocolForbidsIsRefused() {
        assertBad(Breach.PROTOCOL, 0x81, 0x01, 'x'); // Not masked.
        assertBad(Breach.PROTOCOL, 0xc1, 0x80, 0, 0, 0, 0); // A reserved bit.
        assertBad(Breach.PROTOCOL, 0x83, 0x80, 0, 0, 0, 0); // An opcode of the future.
        assertBad(Breach.PROTOCOL, 0x8b, 0x80, 0, 0, 0, 0);
        assertBad(Breach.PROTOCOL, 0x09, 0x80, 0, 0, 0, 0); // A ping in fragments.
        assertBad(Breach.PROTOCOL, 0x89, 0xfe, 0, 126, 0, 0, 0, 0); // A long ping.
        assertBad(Breach.PROTOCOL, 0x80, 0x80, 0, 0, 0, 0); // The end of nothing.
        assertBad(Breach.PROTOCOL, 0x88, 0x81, 0, 0, 0, 0, 3); // Half a close code.
        assertBad(Breach.PROTOCOL, 0x88, 0x82, 0, 0, 0, 0, 0x03, 0xed); // 1005 is for the absence of a code.
        assertBad(Breach.PROTOCOL, 0x88, 0x82, 0, 0, 0, 0, 0, 0);
        assertBad(Breach.NOT_UTF8, 0x88, 0x84, 0, 0, 0, 0, 0x03, 0xe8, 0xff, 0xfe); // Crashes the stock decoder.
        assertBad(Breach.NOT_UTF8, 0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28);
    }

    @Test
    void aReplacementCharacterThatWasSentIsFine() throws BadFrame {
        assertEquals(new Frame.Text("\uFFFD"), one(frame(0x81, bytes("\uFFFD"))));
    }

    @Test
    void aMessageInsideAnotherIsRefused() throws BadFrame {
        one(frame(0x01, bytes("a")));
        BadFrame bad = assertThrows(BadFrame.class, () -> one(frame(0x81, bytes("b"))));
        assertEquals(Breach.PROTOCOL, bad.breach());
    }

    @Test
    void fragmentsTogetherMayNotExceedAMessage() throws BadFrame {
        one(frame(0x01, new byte[600]));
        BadFrame bad = assertThrows(BadFrame.class, () -> one(frame(0x00, new byte[401])));
        assertEquals(Breach.TOO_LARGE, bad.breach());
        reader.close();
        assertEquals(0, purse.used);
    }

    @Test
    void whatIsKeptOfAMessageIsPaidForAndNoMore() throws BadFrame {
        reader.next(ByteBuffer.wrap(frame(0x01, new byte[10])));
        assertEquals(64, purse.used);
        reader.next(ByteBuffer.wrap(frame(0x00, new byte[200])));
        assertEquals(210, purse.used);
        reader.next(ByteBuffer.wrap(frame(0x80, new byte[1])));
        assertEquals(0, purse.used);
    }

    /** Frames inside a message, pings for instance, do not make it another one. */
    @Test
    void everyUnfinishedMessageHasItsNumber() throws BadFrame {
        assertEquals(0, reader.unfinished());
        one(frame(0x01, bytes("a")));
        long first = reader.unfinished();
        assertTrue(first != 0);
        one(frame(0x89, bytes("ping")));
        assertEquals(first, reader.unfinished());
        one(frame(0x80, bytes("b")));
        assertEquals(0, reader.unfinished());
        ByteBuffer endAndBeginning = ByteBuffer.allocate(64)
                .put(frame(0x89, new byte[0]))
                .put((byte) 0x81)
                .flip();
        reader.next(endAndBeginning);
        assertEquals(0, reader.unfinished());
        reader.next(endAndBeginning);
        assertTrue(reader.unfinished() > first);
    }

    @Test
    void whatIsHeldIsGivenBackOnClose() throws BadFrame {
        reader.next(ByteBuffer.wrap(new byte[] {(byte) 0x81, (byte) 0xfe, 0x03}));
        assertTrue(purse.used > 0);
        reader.close();
        reader.close();
        assertEquals(0, purse.used);
    }
}
