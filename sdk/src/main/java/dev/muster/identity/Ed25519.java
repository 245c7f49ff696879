package dev.muster.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/** Raw keys to keys of the platform and back. The platform wants the usual envelopes, which here never vary. */
final class Ed25519 {
    static final String ALGORITHM = "Ed25519";

    private static final byte[] PUBLIC_ENVELOPE = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] PRIVATE_ENVELOPE = HexFormat.of().parseHex("302e020100300506032b657004220420");

    /**
     * The y coordinates, little-endian, of the points that any multiple of eight takes to nothing, and their second
     * spellings. Under such a key one signature fits every statement.
     */
    private static final Set<String> SMALL_ORDER = Set.of(
            "00".repeat(32),
            "01" + "00".repeat(31),
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "ec" + "ff".repeat(30) + "7f",
            "ed" + "ff".repeat(30) + "7f",
            "ee" + "ff".repeat(30) + "7f");

    private static final int SIGN_BIT = 0x80;

    private Ed25519() {}

    /** Whether everybody could sign with this key. */
    static boolean isSmallOrder(PublicKey key) {
        byte[] y = key.toByteArray();
        y[y.length - 1] = (byte) (y[y.length - 1] & ~SIGN_BIT);
        return SMALL_ORDER.contains(HexFormat.of().formatHex(y));
    }

    /** @throws GeneralSecurityException where the bytes are no point of the curve */
    static java.security.PublicKey publicKey(PublicKey key) throws GeneralSecurityException {
        return factory().generatePublic(new X509EncodedKeySpec(joined(PUBLIC_ENVELOPE, key.bytes())));
    }

    static PublicKey rawOf(java.security.PublicKey key) {
        byte[] encoded = key.getEncoded();
        byte[] raw = new byte[PublicKey.BYTES];
        System.arraycopy(encoded, encoded.length - raw.length, raw, 0, raw.length);
        return new PublicKey(raw);
    }

    static PrivateKey privateKey(byte[] seed) {
        try {
            return factory().generatePrivate(new PKCS8EncodedKeySpec(joined(PRIVATE_ENVELOPE, seed)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("any 32 bytes are an Ed25519 seed", e);
        }
    }

    static byte[] privateEnvelope(byte[] seed) {
        return joined(PRIVATE_ENVELOPE, seed);
    }

    static KeyFactory factory() {
        try {
            return KeyFactory.getInstance(ALGORITHM);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
        }
    }

    private static byte[] joined(byte[] envelope, byte[] content) {
        byte[] joined = new byte[envelope.length + content.length];
        System.arraycopy(envelope, 0, joined, 0, envelope.length);
        System.arraycopy(content, 0, joined, envelope.length, content.length);
        return joined;
    }
}
