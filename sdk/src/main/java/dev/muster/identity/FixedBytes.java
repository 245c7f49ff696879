package dev.muster.identity;

import java.util.Arrays;
import java.util.HexFormat;

/** A value that is nothing but a fixed number of bytes, none of them secret. Immutable, compared by content. */
public abstract sealed class FixedBytes permits Hash, Incarnation, Nonce, PublicKey, Signature {
    private static final HexFormat HEX = HexFormat.of();

    private final String what;
    private final byte[] bytes;

    /** Computed when first asked for; two threads that do so at once compute the same. */
    private int hashCode;

    FixedBytes(String what, int size, byte[] bytes) {
        if (bytes.length != size) {
            throw new IllegalArgumentException(what + " has " + size + " bytes, not " + bytes.length);
        }
        this.what = what;
        this.bytes = bytes.clone();
    }

    /** The bytes, in an array that the caller owns. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** Lower-case hexadecimal digits, two for each byte. */
    public String toHex() {
        return HEX.formatHex(bytes);
    }

    static byte[] parseHex(String what, String hex) {
        try {
            return HEX.parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " is written in pairs of hexadecimal digits", e);
        }
    }

    /** The array itself, for code of this package that only reads. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FixedBytes that && what.equals(that.what) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        if (hashCode == 0) {
            hashCode = Arrays.hashCode(bytes);
        }
        return hashCode;
    }

    @Override
    public String toString() {
        return toHex();
    }
}
