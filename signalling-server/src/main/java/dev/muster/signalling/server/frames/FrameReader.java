package dev.muster.signalling.server.frames;

import dev.muster.signalling.server.frames.BadFrame.Breach;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one client into frames. Sans-IO, and total: any bytes give frames or a {@link BadFrame}.
 *
 * <p>It refuses by the header alone, so a declared length costs nothing. What it must keep of an unfinished
 * message grows with the bytes that have come, never with those that were promised, and is taken from a
 * budget before it is allocated.
 */
public final class FrameReader {
    /** Lends bytes to readers and takes them back. */
    public interface Budget {
        void take(long bytes);

        void give(long bytes);
    }

    private static final byte[] NOTHING = {};
    private static final int NOT_IN_MESSAGE = -1;
    private static final int GROWTH_MIN = 64;

    private final int lengthMax;
    private final Budget budget;
    private byte[] begun = NOTHING; // The beginning of a frame whose end has not come.
    private int begunLength;
    private byte[] message = NOTHING; // The fragments so far.
    private int messageLength;
    private int messageOpcode = NOT_IN_MESSAGE;
    private boolean unfinished;
    private long begunCount;
    private boolean closed;

    public FrameReader(int lengthMax, Budget budget) {
        this.lengthMax = lengthMax;
        this.budget = budget;
    }

    /**
     * The next frame, or empty when more bytes are needed; then all of the buffer has been taken.
     *
     * @throws BadFrame and nothing sensible can be read after it
     */
    public Optional<Frame> next(ByteBuffer bytes) throws BadFrame {
        if (closed) {
            throw new IllegalStateException("the reader has been closed");
        }
        @Nullable Frame frame;
        if (begunLength == 0) {
            frame = read(bytes);
            if (frame == null) {
                keep(bytes, bytes.remaining());
            }
        } else {
            frame = resume(bytes);
        }
        noteUnfinished();
        return Optional.ofNullable(frame);
    }

    /**
     * Which message or frame is unfinished now, as a number that each one has for itself; 0 when none is. Whoever
     * sees the same number for long has a client that drips.
     */
    public long unfinished() {
        return unfinished ? begunCount : 0;
    }

    /** Gives back what it holds. The reader is of no use after it; closing twice is closing once. */
    public void close() {
        if (!closed) {
            closed = true;
            budget.give(begun.length + (long) message.length);
            begun = NOTHING;
            begunLength = 0;
            message = NOTHING;
        }
    }

    private void noteUnfinished() {
        boolean now = begunLength > 0 || messageOpcode != NOT_IN_MESSAGE;
        if (now && !unfinished) {
            begunCount++;
        }
        unfinished = now;
    }

    /** Completes the frame that an earlier buffer began: first its header, then its payload. */
    private @Nullable Frame resume(ByteBuffer bytes) throws BadFrame {
        keep(bytes, Math.min(bytes.remaining(), Math.max(0, FrameHeader.BYTES_MAX - begunLength)));
        ByteBuffer kept = ByteBuffer.wrap(begun, 0, begunLength);
        FrameHeader header = FrameHeader.read(kept, lengthMax - messageLength);
        if (header == null) {
            return null;
        }
        int whole = kept.position() + header.length();
        if (begunLength < whole) {
            keep(bytes, Math.min(bytes.remaining(), whole - begunLength));
        }
        if (begunLength < whole) {
            return null;
        }
        // Up to 13 bytes of the next frame may have been taken for this one's header: give them back.
        bytes.position(bytes.position() - (begunLength - whole));
        ByteBuffer frame = ByteBuffer.wrap(begun, kept.position(), header.length());
        byte[] payload = header.payload(frame);
        budget.give(begun.length);
        begun = NOTHING;
        begunLength = 0;
        return frame(header, payload);
    }

    private @Nullable Frame read(ByteBuffer bytes) throws BadFrame {
        int start = bytes.position();
        FrameHeader header = FrameHeader.read(bytes, lengthMax - messageLength);
        if (header == null) {
            return null;
        }
        if (bytes.remaining() < header.length()) {
            bytes.position(start);
            return null;
        }
        return frame(header, header.payload(bytes));
    }

    private void keep(ByteBuffer bytes, int count) {
        begun = grown(begun, begunLength, count);
        bytes.get(begun, begunLength, count);
        begunLength += count;
    }

    private Frame frame(FrameHeader header, byte[] payload) throws BadFrame {
        return switch (header.opcode()) {
            case FrameHeader.PING -> new Frame.Ping(payload);
            case FrameHeader.PONG -> new Frame.Pong();
            case FrameHeader.CLOSE -> CloseReading.read(payload);
            default -> data(header, payload);
        };
    }

    private Frame data(FrameHeader header, byte[] payload) throws BadFrame {
        boolean continues = header.opcode() == FrameHeader.CONTINUATION;
        if (continues != (messageOpcode != NOT_IN_MESSAGE)) {
            throw new BadFrame(
                    Breach.PROTOCOL, continues ? "a fragment without a beginning" : "a message inside another one");
        }
        if (!continues && header.fin()) {
            return whole(header.opcode(), payload, payload.length);
        }
        if (!continues) {
            messageOpcode = header.opcode();
        }
        message = grown(message, messageLength, payload.length);
        System.arraycopy(payload, 0, message, messageLength, payload.length);
        messageLength += payload.length;
        if (!header.fin()) {
            return new Frame.Fragment();
        }
        Frame frame = whole(messageOpcode, message, messageLength);
        budget.give(message.length);
        message = NOTHING;
        messageLength = 0;
        messageOpcode = NOT_IN_MESSAGE;
        return frame;
    }

    private static Frame whole(int opcode, byte[] content, int length) throws BadFrame {
        return opcode == FrameHeader.BINARY ? new Frame.Binary() : new Frame.Text(text(content, length));
    }

    /** Strict UTF-8. The quick decoder writes a replacement for what is wrong; only if one is there, look closer. */
    static String text(byte[] content, int length) throws BadFrame {
        String text = new String(content, 0, length, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content, 0, length));
            } catch (CharacterCodingException e) {
                throw new BadFrame(Breach.NOT_UTF8, "the text is not UTF-8");
            }
        }
        return text;
    }

    /** An array with room for {@code more} bytes after the first {@code used}; doubles, paid for beforehand. */
    private byte[] grown(byte[] array, int used, int more) {
        int needed = used + more;
        if (needed <= array.length) {
            return array;
        }
        int size =
                Math.max(needed, Math.max(GROWTH_MIN, Math.min(array.length * 2, lengthMax + FrameHeader.BYTES_MAX)));
        budget.take(size - (long) array.length);
        return Arrays.copyOf(array, size);
    }
}
