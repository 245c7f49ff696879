package dev.muster.domain;

/**
 * The public key that everybody derives who knows the password, as 64 lower-case hexadecimal digits. Nobody can derive
 * the password from it other than by guessing.
 */
public record PasswordKey(String hex) {
    private static final int DIGITS = 64;

    public PasswordKey {
        Hex.require("password key", hex, DIGITS, DIGITS);
    }
}
