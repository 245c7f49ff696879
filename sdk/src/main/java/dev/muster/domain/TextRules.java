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

    private static boolean turnsDirection(int point) {
        return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    }
}
