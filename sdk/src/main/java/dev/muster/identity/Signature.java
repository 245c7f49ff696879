package dev.muster.identity;

/** An Ed25519 signature over a {@link Statement}. */
public final class Signature extends FixedBytes {
    /** The size. */
    public static final int BYTES = 64;

    /**
     * @param bytes exactly {@link #BYTES}, copied
     * @throws IllegalArgumentException for any other number
     */
    public Signature(byte[] bytes) {
        super("a signature", BYTES, bytes);
    }

    /** Reads what {@link #toHex} wrote; anything else is an {@link IllegalArgumentException}. */
    public static Signature parse(String hex) {
        return new Signature(parseHex("a signature", hex));
    }
}
