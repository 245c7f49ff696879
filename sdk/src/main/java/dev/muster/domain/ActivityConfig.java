package dev.muster.domain;

import java.util.Objects;

/**
 * Something to play: which activity, under which title, set up how.
 *
 * @param activityType names an {@link ActivityType}; one that is unknown here is carried all the same
 * @param name what people read
 * @param config for the activity alone; the lobby does not look inside
 */
public record ActivityConfig(ActivityId id, String activityType, String name, Value config) {
    public ActivityConfig {
        Objects.requireNonNull(id, "id");
        requireText("type of an activity", activityType, LobbyLimits.ACTIVITY_TYPE_CHARS_MAX);
        requireText("title of an activity", name, LobbyLimits.ACTIVITY_NAME_CODE_POINTS_MAX);
        if (config.weight() > LobbyLimits.ACTIVITY_CONFIG_WEIGHT_MAX) {
            throw new IllegalArgumentException(
                    "the configuration of an activity may weigh " + LobbyLimits.ACTIVITY_CONFIG_WEIGHT_MAX
                            + " bytes, this one weighs " + config.weight() + "; send large data as messages instead");
        }
    }

    private static void requireText(String what, String text, int codePointsMax) {
        int length = TextRules.codePoints(text);
        if (text.isBlank() || length > codePointsMax || !TextRules.isPlainLine(text)) {
            throw new IllegalArgumentException("the " + what + " has 1 to " + codePointsMax
                    + " characters on one line, without control characters; this has " + length);
        }
    }
}
