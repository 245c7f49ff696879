package dev.muster.link;

import dev.muster.transport.Payload;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A frame about the link itself: one byte of kind, a timestamp and a number of eight bytes each, a length as a varint,
 * and so many bytes of body. Numbers are big-endian.
 *
 * @param timestamp of the sender's clock; only the sender can read it
 */
record ControlFrame(Kind kind, long timestamp, long number, Payload body) {
    /** The longest body. */
    static final int BODY_BYTES_MAX = 1_024;

    private static final int HEAD_BYTES = 1 + 2 * Long.BYTES;
    private static final int VARINT_BITS = 7;
    private static final int VARINT_MORE = 1 << VARINT_BITS;
    private static final int VARINT_BYTES_MAX = 4;
    private static final Payload EMPTY = Payload.takeOver(new byte[0]);
    private static final Kind[] KINDS = Kind.values();
    private static final Need[] NEEDS = Need.values();

    /** How the one who asks for a connection stands with the one that it has. */
    enum Need {
        /** It works. */
        NONE(0),
        /** There is none, or it is closed for certain. */
        LOST(1),
        /** It is open, but one of the two has not heard the other for long. */
        SILENT(2);

        private final byte word;

        Need(int word) {
            this.word = (byte) word;
        }
    }

    /** What a frame says, by its first byte. */
    enum Kind {
        /** Asks for a {@link #PONG}. The body is an int: for how many milliseconds its sender heard nothing. */
        PING(0x01),
        /** Gives timestamp and number of a ping back. */
        PONG(0x02),
        /** The one who does not choose asks whether this connection shall be the link's; the body tells its need. */
        RESUME_REQUEST(0x03),
        /** The one who chooses says: this one. */
        RESUME_ACKNOWLEDGE(0x04),
        /** Known, and of no meaning to this version. */
        FLOW_CONTROL(0x05),
        /** Known, and of no meaning to this version. */
        DIAGNOSTICS(0x06),
        /** Known, and of no meaning to this version. */
        SHUTDOWN(0x07),
        /** Counted by the receiver, on the unreliable channel. */
        PROBE(0x20);

        private final byte first;

        Kind(int first) {
            this.first = (byte) first;
        }
    }

    static ControlFrame of(Kind kind, long timestamp, long number) {
        return new ControlFrame(kind, timestamp, number, EMPTY);
    }

    static ControlFrame ping(long timestamp, long number, int silenceMillis) {
        byte[] body = ByteBuffer.allocate(Integer.BYTES).putInt(silenceMillis).array();
        return new ControlFrame(Kind.PING, timestamp, number, Payload.takeOver(body));
    }

    static ControlFrame request(long epoch, Need need) {
        return new ControlFrame(Kind.RESUME_REQUEST, 0, epoch, Payload.takeOver(new byte[] {need.word}));
    }

    /** Of a ping; a ping without a word about it says that all is well. */
    int silenceMillis() {
        return body.size() < Integer.BYTES
                ? 0
                : Math.max(0, body.asReadOnlyBuffer().getInt());
    }

    /** Of a request: how its sender stands with its other connection; what cannot be read says that this one works. */
    Need need() {
        for (Need need : NEEDS) {
            if (!body.isEmpty() && body.byteAt(0) == need.word) {
                return need;
            }
        }
        return Need.NONE;
    }

    Payload encode() {
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + VARINT_BYTES_MAX + body.size());
        out.put(kind.first).putLong(timestamp).putLong(number);
        int length = body.size();
        while (length >= VARINT_MORE) {
            out.put((byte) ((length & (VARINT_MORE - 1)) | VARINT_MORE));
            length >>>= VARINT_BITS;
        }
        out.put((byte) length).put(body.asReadOnlyBuffer());
        return Payload.copyOf(out.flip());
    }

    /** Empty for anything that is not exactly one frame of a known kind. */
    static Optional<ControlFrame> decode(Payload payload) {
        if (payload.size() < HEAD_BYTES + 1) {
            return Optional.empty();
        }
        ByteBuffer in = payload.asReadOnlyBuffer();
        Kind kind = kindOf(in.get());
        long timestamp = in.getLong();
        long number = in.getLong();
        int length = readVarint(in);
        if (kind == null || length < 0 || length > BODY_BYTES_MAX || length != in.remaining()) {
            return Optional.empty();
        }
        return Optional.of(new ControlFrame(kind, timestamp, number, length == 0 ? EMPTY : Payload.copyOf(in)));
    }

    private static @Nullable Kind kindOf(byte first) {
        for (Kind kind : KINDS) {
            if (kind.first == first) {
                return kind;
            }
        }
        return null;
    }

    /** -1 for one that does not end in time. */
    private static int readVarint(ByteBuffer in) {
        int value = 0;
        for (int i = 0; i < VARINT_BYTES_MAX && in.hasRemaining(); i++) {
            byte next = in.get();
            value |= (next & (VARINT_MORE - 1)) << (i * VARINT_BITS);
            if (next >= 0) {
                return value;
            }
        }
        return -1;
    }
}
