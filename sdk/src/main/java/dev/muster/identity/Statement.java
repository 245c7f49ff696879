package dev.muster.identity;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
        private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

        private Builder(StatementKind kind, SessionId session, Incarnation signer) {
            out.writeBytes((VERSION + kind.word()).getBytes(StandardCharsets.UTF_8));
            out.write(0);
            out.writeBytes(bytesOf(session.value()));
            out.writeBytes(signer.bytes());
        }

        public Builder with(long number) {
            out.write(NUMBER);
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
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
            return new Statement(out.toByteArray());
        }

        private Builder with(byte type, byte[] content) {
            out.write(type);
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(content.length).array());
            out.writeBytes(content);
            return this;
        }
    }

    static byte[] bytesOf(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
