package dev.muster.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** The bytes of one message: immutable, so that one value can be sent to many peers and read by any thread. */
public final class Payload {
    private static final int SHOWN_BYTES_MAX = 16;

    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Copies an array.
     *
     * @param bytes what to copy; later changes to it do not show
     * @return the payload
     */
    public static Payload copyOf(byte[] bytes) {
        return new Payload(bytes.clone());
    }

    /**
     * Copies what remains of a buffer and leaves its position as it was.
     *
     * @param buffer what to copy; its memory may be reused afterwards
     * @return the payload
     */
    public static Payload copyOf(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return new Payload(bytes);
    }

    /**
     * Takes over an array without copying it. The caller promises never to touch the array again.
     *
     * @param bytes the array that becomes the payload
     * @return the payload
     */
    public static Payload takeOver(byte[] bytes) {
        return new Payload(Objects.requireNonNull(bytes, "bytes"));
    }

    /**
     * The UTF-8 bytes of a text.
     *
     * @param text the text
     * @return the payload
     */
    public static Payload ofUtf8(String text) {
        return new Payload(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * How many bytes there are.
     *
     * @return the size in bytes
     */
    public int size() {
        return bytes.length;
    }

    /**
     * Whether there is no byte at all.
     *
     * @return true for size 0
     */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /**
     * One byte.
     *
     * @param index from 0 to size − 1
     * @return the byte at that index
     * @throws IndexOutOfBoundsException for any other index
     */
    public byte byteAt(int index) {
        return bytes[index];
    }

    /**
     * A fresh copy of the bytes.
     *
     * @return an array that the caller owns
     */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /**
     * A view without a copy.
     *
     * @return a read-only heap buffer over exactly these bytes
     */
    public ByteBuffer asReadOnlyBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /**
     * The bytes read as UTF-8, malformed parts replaced. For logs and tests; codecs read the bytes.
     *
     * @return the text
     */
    public String toUtf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload payload && Arrays.equals(bytes, payload.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Shows the size and the first bytes only: payloads are large, and may be private. */
    @Override
    public String toString() {
        int shown = Math.min(bytes.length, SHOWN_BYTES_MAX);
        String more = shown < bytes.length ? "…" : "";
        return "Payload[" + bytes.length + " bytes: " + HexFormat.of().formatHex(bytes, 0, shown) + more + "]";
    }
}
