package dev.muster.domain;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person, a lobby or a team is called: 1 to {@value LobbyLimits#NAME_CODE_POINTS_MAX} code points after
 * trimming, on one line, something of it visible. Immutable; equal to a name of the very same characters.
 */
public final class Name {
    /** The rule, as a sentence to show to people. */
    public static final String RULE = "A name has 1 to " + LobbyLimits.NAME_CODE_POINTS_MAX
            + " characters on one line, without control characters.";

    private final String value;

    /** How it looks; kept, because every newcomer's name is compared with everybody's. */
    private final String look;

    private Name(String value, String look) {
        this.value = value;
        this.look = look;
    }

    /**
     * The name that {@code text} is after trimming.
     *
     * @throws IllegalArgumentException with {@link #RULE} where the text breaks it
     */
    public static Name of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(RULE));
    }

    /** The name, or empty where the text breaks {@link #RULE}. For text that people typed. */
    public static Optional<Name> parse(String text) {
        String trimmed = text.strip();
        boolean fits = TextRules.codePoints(trimmed) <= LobbyLimits.NAME_CODE_POINTS_MAX;
        return fits && TextRules.isPlainLine(trimmed)
                ? Optional.of(new Name(trimmed, lookOf(trimmed)))
                : Optional.empty();
    }

    public String value() {
        return value;
    }

    /**
     * True if people would take one for the other: case, width and invisible characters do not count. For the machine
     * that decides, and never for the fold: a newer Java knows more characters and may see it otherwise.
     */
    boolean looksLike(Name other) {
        return look.equals(other.look);
    }

    /**
     * Lower, upper and lower case again, because some letters meet only on that way (ß with ẞ and SS, the three
     * sigmas). What shows nothing goes first and marks are joined last, so that neither keeps a letter from its accent.
     */
    private static String lookOf(String text) {
        var visible = new StringBuilder(text.length());
        text.codePoints().filter(point -> !TextRules.isInvisible(point)).forEach(visible::appendCodePoint);
        String folded = Normalizer.normalize(visible, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC).strip();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Name name && value.equals(name.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
