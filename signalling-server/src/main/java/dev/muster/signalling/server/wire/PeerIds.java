package dev.muster.signalling.server.wire;

import java.util.Optional;
import java.util.UUID;

/** Reads a peer id in every form that the stock server accepts: hyphenated, plain, in braces, or as a URN; any case. */
public final class PeerIds {
    private static final int PLAIN_LENGTH = 32;
    private static final int HYPHENATED_LENGTH = 36;
    private static final String URN_PREFIX = "urn:uuid:";

    private PeerIds() {}

    /** The id, or empty when the text is not one. */
    public static Optional<UUID> parse(String text) {
        if (text.length() == PLAIN_LENGTH) {
            return digits(text, false);
        }
        if (text.length() == HYPHENATED_LENGTH) {
            return digits(text, true);
        }
        if (text.length() == HYPHENATED_LENGTH + 2 && text.startsWith("{") && text.endsWith("}")) {
            return digits(text.substring(1, text.length() - 1), true);
        }
        if (text.length() == HYPHENATED_LENGTH + URN_PREFIX.length() && text.startsWith(URN_PREFIX)) {
            return digits(text.substring(URN_PREFIX.length()), true);
        }
        return Optional.empty();
    }

    private static Optional<UUID> digits(String text, boolean hyphenated) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (hyphenated && (i == 8 || i == 13 || i == 18 || i == 23)) {
                if (next != '-') {
                    return Optional.empty();
                }
                continue;
            }
            int digit = hexDigit(next);
            if (digit < 0) {
                return Optional.empty();
            }
            high = (high << 4) | (low >>> 60);
            low = (low << 4) | digit;
        }
        return Optional.of(new UUID(high, low));
    }

    /** Only ASCII digits count, unlike {@link Character#digit}. */
    static int hexDigit(char digit) {
        if (digit >= '0' && digit <= '9') {
            return digit - '0';
        }
        int letter = digit | 0x20;
        return digit < 0x80 && letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
