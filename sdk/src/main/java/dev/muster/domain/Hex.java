package dev.muster.domain;

/** Bytes written as lower-case hexadecimal digits: immutable, comparable, and the same in every log. */
final class Hex {
    private Hex() {}

    static void require(String what, String hex, int digitsMin, int digitsMax) {
        boolean isHex = hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        if (!isHex || hex.length() % 2 != 0 || hex.length() < digitsMin || hex.length() > digitsMax) {
            throw new IllegalArgumentException("a " + what + " is " + digitsMin + " to " + digitsMax
                    + " lower-case hexadecimal digits, two for each byte");
        }
    }
}
