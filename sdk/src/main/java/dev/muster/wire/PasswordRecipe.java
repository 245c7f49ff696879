package dev.muster.wire;

import dev.muster.domain.PasswordLock;
import java.util.Objects;

/** How to make a key from a password, without the key that has to come out. */
public record PasswordRecipe(String saltHex, int rounds) {
    private static final int SALT_DIGITS_MIN = 32;
    private static final int SALT_DIGITS_MAX = 128;

    public PasswordRecipe {
        Objects.requireNonNull(saltHex, "saltHex");
        boolean isHex = saltHex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        boolean isWhole = saltHex.length() % 2 == 0;
        if (!isHex || !isWhole || saltHex.length() < SALT_DIGITS_MIN || saltHex.length() > SALT_DIGITS_MAX) {
            throw new IllegalArgumentException("a salt is 16 to 64 bytes in lower-case hexadecimal digits");
        }
        if (rounds < PasswordLock.ROUNDS_MIN || rounds > PasswordLock.ROUNDS_MAX) {
            throw new IllegalArgumentException("the key derivation takes " + PasswordLock.ROUNDS_MIN + " to "
                    + PasswordLock.ROUNDS_MAX + " rounds, got " + rounds);
        }
    }
}
