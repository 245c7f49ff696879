package dev.muster.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A SHA-256. */
public final class Hash extends FixedBytes {
    /** The size. */
    public static final int BYTES = 32;

    /** Only ever copied. */
    private static final MessageDigest FRESH = sha256();

    /**
     * @param bytes exactly {@link #BYTES}, copied
     * @throws IllegalArgumentException for any other number
     */
    public Hash(byte[] bytes) {
        super("a hash", BYTES, bytes);
    }

    /** Reads what {@link #toHex} wrote; anything else is an {@link IllegalArgumentException}. */
    public static Hash parse(String hex) {
        return new Hash(parseHex("a hash", hex));
    }

    /** The hash of the parts, one after the other. Where one ends and the next begins is not part of it. */
    public static Hash of(byte[]... parts) {
        MessageDigest digest = digest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return new Hash(digest.digest());
    }

    /** The hash of the first bytes of an array. */
    static Hash ofFirst(byte[] array, int count) {
        MessageDigest digest = digest();
        digest.update(array, 0, count);
        return new Hash(digest.digest());
    }

    /** A copy is made in a tenth of the time that looking for a provider takes, and every event needs two. */
    private static MessageDigest digest() {
        try {
            return (MessageDigest) FRESH.clone();
        } catch (CloneNotSupportedException e) {
            return sha256(); // Another provider's, which takes longer.
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
