package dev.muster.wire;

import dev.muster.identity.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A JSON value as the bytes that somebody wrote: kept, hashed and sent on unchanged, because the same value written
 * anew may be other bytes. Immutable.
 */
public final class RawJson {
    private static final int SHOWN_BYTES_MAX = 80;

    private final byte[] utf8;

    private RawJson(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** Takes over an array that the caller never touches again. */
    public static RawJson takeOver(byte[] utf8) {
        return new RawJson(utf8);
    }

    /** Copies part of an array. */
    public static RawJson copyOf(byte[] source, int from, int to) {
        return new RawJson(Arrays.copyOfRange(source, from, to));
    }

    public int size() {
        return utf8.length;
    }

    /** The bytes, in an array that the caller owns. */
    public byte[] toByteArray() {
        return utf8.clone();
    }

    /** The SHA-256 of the bytes. */
    public Hash hash() {
        return Hash.of(utf8);
    }

    /** The array itself, for code of this package that only reads. */
    byte[] bytes() {
        return utf8;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawJson raw && Arrays.equals(utf8, raw.utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    /** The beginning of it, for a log. */
    @Override
    public String toString() {
        return new String(utf8, 0, Math.min(utf8.length, SHOWN_BYTES_MAX), StandardCharsets.UTF_8);
    }
}
