package dev.muster.domain;

import java.util.Objects;

/** What text in a lobby may hold. */
final class TextRules {
    private TextRules() {}

    /** Throws where a half of a surrogate pair stands alone. */
    static void requireWellFormed(String text) {
        Objects.requireNonNull(text, "text");
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("text holds half of a surrogate pair, so it has no UTF-8 form");
        }
    }

    static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }

    /**
     * True if every character of {@code text} shows as itself on one line: no control characters, no line breaks, and
     * none of the marks that turn the writing direction and so make a text read as something it is not.
     */
    static boolean isPlainLine(String text) {
        return text.codePoints().allMatch(TextRules::isPlain);
    }

    /** False for what takes part in a text without being seen, whatever Unicode counts it among. */
    static boolean shows(int point) {
        return Character.getType(point) != Character.FORMAT && !isFiller(point) && !selectsVariant(point);
    }

    static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> !turnsDirection(point);
        };
    }

    /** Letters, marks and a symbol that are blank: joiner, fillers of Hangul, Khmer vowels, the empty braille cell. */
    private static boolean isFiller(int point) {
        return switch (point) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0 -> true;
            default -> false;
        };
    }

    private static boolean selectsVariant(int point) {
        return (point >= 0x180B && point <= 0x180F)
                || (point >= 0xFE00 && point <= 0xFE0F)
                || (point >= 0xE0100 && point <= 0xE01EF);
    }

    private static boolean turnsDirection(int point) {
        return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    }
}
