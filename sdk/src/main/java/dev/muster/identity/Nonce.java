package dev.muster.identity;

/** Random bytes that were never used before, so that nothing signed over them can be old. */
public final class Nonce extends FixedBytes {
    /** The size. */
    public static final int BYTES = 16;

    /**
     * @param bytes exactly {@link #BYTES}, copied
     * @throws IllegalArgumentException for any other number
     */
    public Nonce(byte[] bytes) {
        super("a nonce", BYTES, bytes);
    }

    /** Reads what {@link #toHex} wrote; anything else is an {@link IllegalArgumentException}. */
    public static Nonce parse(String hex) {
        return new Nonce(parseHex("a nonce", hex));
    }
}
