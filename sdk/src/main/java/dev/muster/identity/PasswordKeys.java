package dev.muster.identity;

import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Makes the key that everybody has who knows a password. It takes a good part of a second, on purpose: derive it off
 * the loop.
 */
public final class PasswordKeys {
    /** Rounds of the derivation for new passwords. */
    public static final int ROUNDS_DEFAULT = 600_000;

    /** Characters that a password may have. */
    public static final int PASSWORD_CHARS_MAX = 256;

    /** Random bytes that go with a new password. */
    public static final int SALT_BYTES = 16;

    private static final String DERIVATION = "PBKDF2WithHmacSHA256";

    private PasswordKeys() {}

    /**
     * The key of a password. The same text gives the same key on every machine, however its accents were typed.
     *
     * @param password not empty, at most {@link #PASSWORD_CHARS_MAX} characters
     * @param salt what the lobby shows to those who knock
     * @param rounds what the lobby asks for
     * @throws IllegalArgumentException for an empty or overlong password
     */
    public static Identity derive(String password, byte[] salt, int rounds) {
        if (password.isEmpty() || password.length() > PASSWORD_CHARS_MAX) {
            throw new IllegalArgumentException("a password has 1 to " + PASSWORD_CHARS_MAX + " characters");
        }
        char[] characters = Normalizer.normalize(password, Normalizer.Form.NFC).toCharArray();
        var spec = new PBEKeySpec(characters, salt, rounds, Ed25519Identity.SEED_BYTES * Byte.SIZE);
        try {
            byte[] seed = SecretKeyFactory.getInstance(DERIVATION)
                    .generateSecret(spec)
                    .getEncoded();
            return Identity.ofSeed(seed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + DERIVATION, e);
        } finally {
            spec.clearPassword();
            Arrays.fill(characters, '\0');
        }
    }
}
