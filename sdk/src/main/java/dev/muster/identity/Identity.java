package dev.muster.identity;

import java.security.SecureRandom;

/**
 * Somebody who can sign. Whoever uses it may not ask for the secret: it stays where it is.
 *
 * <p>Safe for use by any thread.
 */
public interface Identity {
    /** Who this is. */
    PublicKey publicKey();

    /** Signs; about half a millisecond on JDK 17. */
    Signature sign(Statement statement);

    /**
     * Draws a new key. The player is somebody else in each session that gets a key of its own; to be recognised, keep
     * the key in a {@link KeyFile}.
     */
    static Identity generate(SecureRandom random) {
        byte[] seed = new byte[Ed25519Identity.SEED_BYTES];
        random.nextBytes(seed);
        return ofSeed(seed);
    }

    /**
     * The key that a seed makes, always the same one.
     *
     * @param seed 32 bytes that nobody else knows, copied
     */
    static Identity ofSeed(byte[] seed) {
        return Ed25519Identity.ofSeed(seed);
    }
}
