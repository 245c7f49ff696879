package dev.muster.signalling.server.frames;

import dev.muster.signalling.server.frames.BadFrame.Breach;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a frame, checked before anything is allocated for the rest.
 *
 * @param length of the payload
 */
record FrameHeader(boolean fin, int opcode, int mask, int length) {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    /** Two bytes, eight of length, four of mask. */
    static final int BYTES_MAX = 14;

    private static final int FIN_BIT = 0x80;
    private static final int RESERVED_BITS = 0x70;
    private static final int CONTROL_BIT = 0x8;
    private static final int MASK_BIT = 0x80;
    private static final int CONTROL_LENGTH_MAX = 125;

    /**
     * The header at the buffer's position, which moves behind it; null, and nothing moves, when it is not all there.
     *
     * @param lengthMax of the payload of a data frame; control frames have their own limit
     */
    static @Nullable FrameHeader read(ByteBuffer from, int lengthMax) throws BadFrame {
        int start = from.position();
        if (from.remaining() < 2) {
            return null;
        }
        int first = from.get() & 0xff;
        int second = from.get() & 0xff;
        check(first, second);
        int shortLength = second & 0x7f;
        int more = shortLength < 126 ? 0 : shortLength == 126 ? 2 : 8;
        if (from.remaining() < more + 4) {
            from.position(start);
            return null;
        }
        long length = more == 0 ? shortLength : more == 2 ? from.getShort() & 0xffff : from.getLong();
        if (length < 0) {
            throw new BadFrame(Breach.PROTOCOL, "a negative length");
        }
        if (length > lengthMax && opcodeIsData(first)) {
            throw new BadFrame(Breach.TOO_LARGE, "the message is too long");
        }
        return new FrameHeader((first & FIN_BIT) != 0, first & 0x0f, from.getInt(), (int) length);
    }

    private static void check(int first, int second) throws BadFrame {
        int opcode = first & 0x0f;
        if ((first & RESERVED_BITS) != 0) {
            throw new BadFrame(Breach.PROTOCOL, "reserved bits are set, but no extension was agreed on");
        }
        if ((second & MASK_BIT) == 0) {
            throw new BadFrame(Breach.PROTOCOL, "a client's frame must be masked");
        }
        if ((opcode > BINARY && opcode < CLOSE) || opcode > PONG) {
            throw new BadFrame(Breach.PROTOCOL, "unknown opcode " + opcode);
        }
        if (!opcodeIsData(first) && ((first & FIN_BIT) == 0 || (second & 0x7f) > CONTROL_LENGTH_MAX)) {
            throw new BadFrame(Breach.PROTOCOL, "a control frame must be whole and at most 125 bytes long");
        }
    }

    private static boolean opcodeIsData(int first) {
        return (first & CONTROL_BIT) == 0;
    }

    /** Takes the payload, which must be all there, and lifts its mask. */
    byte[] payload(ByteBuffer from) {
        byte[] payload = new byte[length];
        from.get(payload);
        ByteBuffer words = ByteBuffer.wrap(payload);
        long wideMask = ((long) mask << 32) | (mask & 0xffffffffL);
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            words.putLong(at, words.getLong(at) ^ wideMask);
        }
        for (; at < length; at++) {
            payload[at] ^= (byte) (mask >>> (24 - 8 * (at & 3)));
        }
        return payload;
    }
}
