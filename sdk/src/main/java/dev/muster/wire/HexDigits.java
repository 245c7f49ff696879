package dev.muster.wire;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/** Bytes and ids out of hexadecimal digits in lower case: the one spelling that is written, and the only one read. */
final class HexDigits {
    private static final int ID_CHARS = 36;
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int value = 0; value < 16; value++) {
            VALUES["0123456789abcdef".charAt(value)] = (byte) value;
        }
    }

    private HexDigits() {}

    /** Exactly so many bytes. */
    static byte[] bytes(JsonText text, int size) {
        int bad = text.size() == 2 * size ? 0 : -1;
        byte[] bytes = new byte[size];
        for (int i = 0; i < size && bad >= 0; i++) {
            int value = value(text.byteAt(2 * i)) << 4 | value(text.byteAt(2 * i + 1));
            bytes[i] = (byte) value;
            bad |= value;
        }
        if (bad < 0) {
            throw new IllegalArgumentException(
                    2 * size + " hexadecimal digits in lower case are expected, not " + Excerpt.of(text.toString()));
        }
        return bytes;
    }

    /** A UUID. */
    static UUID id(JsonText text) {
        int bad = text.size() == ID_CHARS ? 0 : -1;
        long high = 0;
        long low = 0;
        for (int i = 0; i < ID_CHARS && bad >= 0; i++) {
            byte b = text.byteAt(i);
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                bad |= b == '-' ? 0 : -1;
                continue;
            }
            int value = value(b);
            bad |= value;
            high = high << 4 | low >>> 60;
            low = low << 4 | value;
        }
        if (bad < 0) {
            throw new IllegalArgumentException(
                    "an id is a UUID of 36 characters in lower case, not " + Excerpt.of(text.toString()));
        }
        return new UUID(high, low);
    }

    /** 16 digits. */
    static String of(long bits) {
        return HexFormat.of().toHexDigits(bits);
    }

    /** Below zero for what is no digit. */
    private static int value(byte b) {
        return b < 0 ? -1 : VALUES[b];
    }
}
