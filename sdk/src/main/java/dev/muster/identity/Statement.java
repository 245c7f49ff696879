package dev.muster.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What is signed: a kind, a session, an incarnation of the signer, and fields in a fixed order. Immutable.
 *
 * <p>The binary form tells each field's type and length, so two different statements never have the same bytes. It is
 * {@code "muster/1/"}, the kind's word and a zero byte; 16 bytes of the session id; 16 bytes of the incarnation; then
 * per field a type byte and its content: 1 and eight bytes for a number, 2 and four bytes of length for UTF-8 text, 3
 * and four bytes of length for bytes. Numbers are big-endian.
 */
public final class Statement {
    private static final String VERSION = "muster/1/";

    /** The version, the kind's word and a zero byte; written once, because every event needs one. */
    private static final Map<StatementKind, byte[]> BEGINNINGS = beginnings();

    private static final byte NUMBER = 1;
    private static final byte TEXT = 2;
    private static final byte BYTES = 3;

    private final byte[] bytes;

    private Statement(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Begins a statement of that kind in that session by that incarnation. */
    public static Builder about(StatementKind kind, SessionId session, Incarnation signer) {
        return new Builder(kind, session, signer);
    }

    /** What is signed, in an array that the caller owns. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    byte[] bytes() {
        return bytes;
    }

    /** Takes the fields one by one, in the order in which they are signed. Belongs to one thread. */
    public static final class Builder {
        private ByteBuffer out = ByteBuffer.allocate(512);

        private Builder(StatementKind kind, SessionId session, Incarnation signer) {
            out.put(Objects.requireNonNull(BEGINNINGS.get(kind), "every kind has one"));
            putId(session.value());
            out.put(signer.bytes());
        }

        private void putId(UUID id) {
            out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        }

        public Builder with(long number) {
            room(1 + Long.BYTES).put(NUMBER).putLong(number);
            return this;
        }

        public Builder with(String text) {
            return with(TEXT, text.getBytes(StandardCharsets.UTF_8));
        }

        public Builder with(FixedBytes value) {
            return with(BYTES, value.bytes());
        }

        public Builder with(byte[] value) {
            return with(BYTES, value);
        }

        public Statement build() {
            return new Statement(Arrays.copyOf(out.array(), out.position()));
        }

        /** The hash of what is built, in less time. */
        public Hash hash() {
            return Hash.ofFirst(out.array(), out.position());
        }

        private Builder with(byte type, byte[] content) {
            room(1 + Integer.BYTES + content.length)
                    .put(type)
                    .putInt(content.length)
                    .put(content);
            return this;
        }

        private ByteBuffer room(int bytes) {
            if (out.remaining() < bytes) {
                int needed = Math.addExact(out.position(), bytes);
                out = ByteBuffer.allocate(Math.addExact(needed, needed)).put(out.flip());
            }
            return out;
        }
    }

    private static Map<StatementKind, byte[]> beginnings() {
        Map<StatementKind, byte[]> beginnings = new EnumMap<>(StatementKind.class);
        for (StatementKind kind : StatementKind.values()) {
            beginnings.put(kind, (VERSION + kind.word() + '\0').getBytes(StandardCharsets.UTF_8));
        }
        return beginnings;
    }

    static byte[] bytesOf(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
