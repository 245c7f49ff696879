package dev.muster.domain;

import java.util.Objects;

/** One named piece of data on the lobby or on a participant. */
public record Property(String key, Value value, PropertyAccess access) {
    public Property {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(access, "access");
        if (!isKey(key)) {
            throw new IllegalArgumentException(KEY_RULE);
        }
    }

    /** The rule for keys, as a sentence to show to people. */
    public static final String KEY_RULE = "A property key has 1 to " + LobbyLimits.PROPERTY_KEY_CHARS_MAX
            + " characters out of letters, digits, '.', '_' and '-'.";

    /** Whether {@code text} can be a key. */
    public static boolean isKey(String text) {
        return !text.isEmpty() && text.length() <= LobbyLimits.PROPERTY_KEY_CHARS_MAX && isOfKeyChars(text);
    }

    private static boolean isOfKeyChars(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (!isKeyChar(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isKeyChar(char c) {
        boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return letterOrDigit || c == '.' || c == '_' || c == '-';
    }
}
