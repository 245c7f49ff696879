package dev.muster.wire;

import java.util.Arrays;

/** The bytes of one part of a longer document, written in Base64. Immutable. */
public final class PartBytes {
    private final byte[] bytes;

    private PartBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes over an array that the caller never touches again. */
    public static PartBytes takeOver(byte[] bytes) {
        return new PartBytes(bytes);
    }

    public int size() {
        return bytes.length;
    }

    /** The bytes, in an array that the caller owns. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** The array itself, for code of this package that only reads. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PartBytes part && Arrays.equals(bytes, part.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
