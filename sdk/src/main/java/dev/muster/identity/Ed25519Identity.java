package dev.muster.identity;

import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;

/** A key pair of the platform. */
final class Ed25519Identity implements Identity {
    static final int SEED_BYTES = 32;

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private Ed25519Identity(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    static Identity ofSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has " + SEED_BYTES + " bytes, not " + seed.length);
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(Ed25519.ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
            KeyPair pair = generator.generateKeyPair();
            return new Ed25519Identity(Ed25519.privateKey(seed), Ed25519.rawOf(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform since 15 makes Ed25519 keys", e);
        }
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public dev.muster.identity.Signature sign(Statement statement) {
        try {
            Signature signature = Signature.getInstance(Ed25519.ALGORITHM);
            signature.initSign(privateKey);
            signature.update(statement.bytes());
            return new dev.muster.identity.Signature(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs anything", e);
        }
    }

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return "Identity[" + publicKey + "]";
    }

    /**
     * Randomness that is the seed. The platform has no other way from a private key to its public half; that it draws
     * exactly the seed is checked by the vectors of RFC 8032 in the tests.
     */
    private static final class Seed extends SecureRandom {
        @Serial
        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException("asked for " + bytes.length + " bytes instead of the seed");
            }
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }
}
