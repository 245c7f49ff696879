package dev.muster.domain;

/**
 * Keeps commands small, before any rule looks at them: they wait in queues and stand in refusals, and whoever sends
 * them may be nobody's friend.
 */
final class CommandBounds {
    private CommandBounds() {}

    static void requireText(String what, String text) {
        TextRules.requireWellFormed(text);
        if (text.length() > LobbyLimits.COMMAND_TEXT_CHARS_MAX) {
            throw new IllegalArgumentException(what + " in a command has at most " + LobbyLimits.COMMAND_TEXT_CHARS_MAX
                    + " characters, this has " + text.length());
        }
    }

    static void requireValue(String what, Value value) {
        if (value.weight() > LobbyLimits.COMMAND_VALUE_WEIGHT_MAX) {
            throw new IllegalArgumentException(what + " in a command weighs at most "
                    + LobbyLimits.COMMAND_VALUE_WEIGHT_MAX + " bytes, this weighs " + value.weight()
                    + "; send large data as messages instead");
        }
    }
}
