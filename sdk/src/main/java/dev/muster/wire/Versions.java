package dev.muster.wire;

import java.util.Objects;

/**
 * What runs at one end of a link.
 *
 * @param protocol only equal numbers understand each other
 * @param software name and version of the SDK, for people
 * @param application name and version of the game; only equal ones play together, and nobody has to give one
 */
public record Versions(int protocol, String software, String application) {
    /** What this code speaks. */
    public static final int PROTOCOL = 1;

    /** Characters that a name with its version may have. */
    public static final int TEXT_CHARS_MAX = 100;

    public Versions {
        requireText("software", software);
        requireText("application", application);
    }

    private static void requireText(String what, String text) {
        Objects.requireNonNull(text, what);
        if (text.length() > TEXT_CHARS_MAX || !Excerpt.printable(text).equals(text)) {
            throw new IllegalArgumentException(
                    what + " is a name and a version, at most " + TEXT_CHARS_MAX + " printable characters");
        }
    }
}
