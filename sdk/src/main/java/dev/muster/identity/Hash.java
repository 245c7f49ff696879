package dev.muster.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A SHA-256. */
public final class Hash extends FixedBytes {
    /** The size. */
    public static final int BYTES = 32;

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
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return new Hash(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
