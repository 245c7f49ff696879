package dev.muster.identity;

/**
 * The public half of an Ed25519 key: who somebody is. Any 32 bytes make one, because only {@link SignatureChecker} can
 * tell; for bytes that are no key of one person no signature is ever right.
 */
public final class PublicKey extends FixedBytes {
    /** The size. */
    public static final int BYTES = 32;

    /**
     * @param bytes exactly {@link #BYTES}, copied
     * @throws IllegalArgumentException for any other number
     */
    public PublicKey(byte[] bytes) {
        super("a public key", BYTES, bytes);
    }

    /** Reads what {@link #toHex} wrote; anything else is an {@link IllegalArgumentException}. */
    public static PublicKey parse(String hex) {
        return new PublicKey(parseHex("a public key", hex));
    }
}
