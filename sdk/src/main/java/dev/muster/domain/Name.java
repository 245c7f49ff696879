package dev.muster.domain;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person, a lobby or a team is called: 1 to {@value LobbyLimits#NAME_CODE_POINTS_MAX} code points after trimming, on one
 * line, something of it visible.
 */
public record Name(String value) {
    /** @throws IllegalArgumentException with {@link #RULE} where the text breaks it */
    public Name {
        value = value.strip();
        if (!isValid(value)) {
            throw new IllegalArgumentException(RULE);
        }
    }

    /** The rule, as a sentence to show to people. */
    public static final String RULE = "A name has 1 to " + LobbyLimits.NAME_CODE_POINTS_MAX
            + " characters on one line, without control characters.";

    /** The name, or empty where the text breaks {@link #RULE}. For text that people typed. */
    public static Optional<Name> parse(String text) {
        String trimmed = text.strip();
        return isValid(trimmed) ? Optional.of(new Name(trimmed)) : Optional.empty();
    }

    /** True if people would take one for the other: case, width and invisible characters do not count. */
    public boolean looksLike(Name other) {
        return value.equals(other.value) || folded(value).equals(folded(other.value));
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isValid(String trimmed) {
        return TextRules.codePoints(trimmed) <= LobbyLimits.NAME_CODE_POINTS_MAX
                && TextRules.isPlainLine(trimmed)
                && !folded(trimmed).isBlank();
    }

    /** Upper before lower case, because some letters meet only on that way (ß and ẞ, the three sigmas). */
    private static String folded(String text) {
        String compatible = Normalizer.normalize(text, Normalizer.Form.NFKC);
        StringBuilder visible = new StringBuilder(compatible.length());
        compatible
                .codePoints()
                .filter(point -> Character.getType(point) != Character.FORMAT)
                .forEach(visible::appendCodePoint);
        return visible.toString()
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .strip();
    }
}
