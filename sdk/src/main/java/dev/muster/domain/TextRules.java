package dev.muster.domain;

import java.util.Objects;

/**
 * What text in a lobby may hold. By fixed ranges and not by the tables of the Java that happens to run, because every
 * machine has to come to the same answer for as long as it speaks the same protocol version.
 */
final class TextRules {
    /** First and last of each range that takes room in a text, or none, and shows nothing. */
    private static final int[][] INVISIBLE = {
        {0x00AD, 0x00AD}, // soft hyphen
        {0x034F, 0x034F}, // grapheme joiner
        {0x061C, 0x061C}, // Arabic letter mark
        {0x115F, 0x1160}, // Hangul fillers
        {0x17B4, 0x17B5}, // Khmer inherent vowels
        {0x180B, 0x180F}, // Mongolian selectors
        {0x200B, 0x200F}, // zero width space, joiners, marks
        {0x2060, 0x206F}, // word joiner, invisible operators
        {0x2800, 0x2800}, // blank Braille
        {0x3164, 0x3164}, // Hangul filler
        {0xFE00, 0xFE0F}, // variation selectors
        {0xFEFF, 0xFEFF}, // byte order mark
        {0xFFA0, 0xFFA0}, // half-width Hangul filler
        {0xFFF0, 0xFFFB}, // specials
        {0x1BCA0, 0x1BCA3}, // shorthand controls
        {0x1D173, 0x1D17A}, // musical controls
        {0xE0000, 0xE0FFF}, // tags and more selectors
    };

    private TextRules() {}

    /** Throws where a half of a surrogate pair stands alone. */
    static void requireWellFormed(String text) {
        Objects.requireNonNull(text, "text");
        int point;
        for (int at = 0; at < text.length(); at += Character.charCount(point)) {
            point = text.codePointAt(at);
            if (isSurrogate(point)) {
                throw new IllegalArgumentException("text holds half of a surrogate pair, so it has no UTF-8 form");
            }
        }
    }

    /**
     * True if something of {@code text} is seen, and all of it on one line as what it is: no control characters, no
     * line breaks, and none of the marks that turn the writing direction and so make a text read as something it is
     * not.
     */
    static boolean isPlainLine(String text) {
        boolean showsSomething = false;
        int point;
        for (int at = 0; at < text.length(); at += Character.charCount(point)) {
            point = text.codePointAt(at);
            if (!isPlain(point)) {
                return false;
            }
            showsSomething |= !isSpace(point) && !isInvisible(point);
        }
        return showsSomething;
    }

    static boolean isInvisible(int point) {
        if (point < INVISIBLE[0][0]) {
            return false; // As nearly always.
        }
        for (int[] range : INVISIBLE) {
            if (point >= range[0] && point <= range[1]) {
                return true;
            }
        }
        return false;
    }

    static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean isPlain(int point) {
        boolean isControl = point < 0x20 || (point >= 0x7F && point <= 0x9F);
        boolean breaksLine = point == 0x2028 || point == 0x2029;
        return !isControl && !breaksLine && !isSurrogate(point) && !turnsDirection(point);
    }

    private static boolean isSpace(int point) {
        return switch (point) {
            case 0x20, 0xA0, 0x1680, 0x202F, 0x205F, 0x3000 -> true;
            default -> point >= 0x2000 && point <= 0x200A;
        };
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    private static boolean turnsDirection(int point) {
        return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    }
}
