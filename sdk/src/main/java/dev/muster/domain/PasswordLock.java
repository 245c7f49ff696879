package dev.muster.domain;

import java.util.Objects;

/**
 * What a lobby keeps of its password: how to derive the key from it, and the key that must come out. The password
 * itself is in no command, no event and no lobby.
 *
 * @param saltHex random, 16 to 64 bytes
 * @param rounds of the key derivation; few would make guessing cheap, too many would stall those who join
 */
public record PasswordLock(String saltHex, int rounds, PasswordKey key) {
    /** Fewest rounds a lock may ask for. */
    public static final int ROUNDS_MIN = 100_000;

    /** Most rounds a lock may ask for: a few seconds on a slow machine. */
    public static final int ROUNDS_MAX = 10_000_000;

    public PasswordLock {
        Hex.require("salt", saltHex, 32, 128);
        Objects.requireNonNull(key, "key");
        if (rounds < ROUNDS_MIN || rounds > ROUNDS_MAX) {
            throw new IllegalArgumentException(
                    "the key derivation takes " + ROUNDS_MIN + " to " + ROUNDS_MAX + " rounds, got " + rounds);
        }
    }
}
