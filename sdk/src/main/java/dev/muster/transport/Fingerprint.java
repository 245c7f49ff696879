package dev.muster.transport;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The SHA-256 of the certificate that secures one end of a connection: the DTLS certificate for WebRTC, the TLS
 * certificate for TCP, an invented one in the simulation.
 *
 * <p>A transport accepts any certificate, because peers make their own. What makes a connection safe is that both peers
 * sign both fingerprints in their greeting: a man in the middle has to show a fingerprint of its own.
 */
public final class Fingerprint {
    /** The size of a fingerprint. */
    public static final int BYTES = 32;

    private static final HexFormat TEXT = HexFormat.ofDelimiter(":").withUpperCase();

    private final byte[] bytes;

    private Fingerprint(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Wraps a fingerprint that was computed elsewhere.
     *
     * @param sha256 exactly 32 bytes, copied
     * @return the fingerprint
     * @throws IllegalArgumentException for any other size
     */
    public static Fingerprint ofSha256(byte[] sha256) {
        if (sha256.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 fingerprint has 32 bytes, not " + sha256.length);
        }
        return new Fingerprint(sha256.clone());
    }

    /**
     * Computes the fingerprint of a certificate.
     *
     * @param certificate the DER form
     * @return its SHA-256
     */
    public static Fingerprint ofCertificate(byte[] certificate) {
        try {
            return new Fingerprint(MessageDigest.getInstance("SHA-256").digest(certificate));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /**
     * Reads the form of SDP: 32 pairs of hexadecimal digits with colons between, in either case.
     *
     * @param text such as {@code AB:CD:…}
     * @return the fingerprint
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Fingerprint parse(String text) {
        byte[] parsed;
        try {
            parsed = TEXT.parseHex(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException notHex) {
            throw new IllegalArgumentException(
                    "a fingerprint is 32 hexadecimal pairs with colons, not " + text, notHex);
        }
        return ofSha256(parsed);
    }

    /**
     * The 32 bytes.
     *
     * @return an array that the caller owns
     */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint fingerprint && MessageDigest.isEqual(bytes, fingerprint.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The form of SDP: upper-case pairs with colons. */
    @Override
    public String toString() {
        return TEXT.formatHex(bytes);
    }
}
