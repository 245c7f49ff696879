package dev.muster.domain;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The smallest activity there is: type back the prompt, letter by letter. 100 points for the exact text, none for
 * anything else; an empty prompt is allowed.
 */
public final class EchoChallenge implements ActivityType {
    public static final String ID = "echo-challenge-v1";
    public static final int POINTS = 100;

    private static final String PROMPT = "prompt";
    private static final String TIME_LIMIT = "time_limit_ms";
    private static final String RESPONSE = "response";
    private static final String LIMIT_RULE =
            "The time limit of an echo challenge is 1 to " + LobbyLimits.RUN_TIME_LIMIT_MAX.toMillis() + " ms.";

    public EchoChallenge() {}

    /** A challenge to play, titled after its prompt. */
    public static ActivityConfig challenge(ActivityId id, String prompt) {
        return challenge(id, prompt, Optional.empty());
    }

    /** A challenge that is over after {@code timeLimit}. */
    public static ActivityConfig challenge(ActivityId id, String prompt, Optional<Duration> timeLimit) {
        Map<String, Value> config = new LinkedHashMap<>();
        config.put(PROMPT, Value.of(prompt));
        config.put(
                TIME_LIMIT,
                timeLimit.map(limit -> Value.of((double) limit.toMillis())).orElse(Value.none()));
        return new ActivityConfig(id, ID, title(prompt), Value.of(config));
    }

    /** What a participant hands in. */
    public static Value response(String response) {
        return Value.of(Map.of(RESPONSE, Value.of(response)));
    }

    /** The text to be typed back. */
    public static Optional<String> prompt(ActivityConfig config) {
        return text(config.config().at(PROMPT));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Optional<String> problemWithConfig(Value config) {
        if (text(config.at(PROMPT)).isEmpty()) {
            return Optional.of("An echo challenge needs a prompt.");
        }
        boolean limitIsFine =
                config.at(TIME_LIMIT).equals(Value.none()) || limit(config).isPresent();
        return limitIsFine ? Optional.empty() : Optional.of(LIMIT_RULE);
    }

    @Override
    public Optional<String> problemWithResult(Value config, Value data) {
        return text(data.at(RESPONSE)).isPresent() ? Optional.empty() : Optional.of("An echo needs a response.");
    }

    @Override
    public Optional<Integer> score(Value config, Value data) {
        return Optional.of(data.at(RESPONSE).equals(config.at(PROMPT)) ? POINTS : 0);
    }

    @Override
    public Optional<Duration> timeLimit(Value config) {
        return limit(config);
    }

    /** The prompt may be any text, a title may not. */
    private static String title(String prompt) {
        String title = "Echo: " + prompt.strip();
        boolean fits = TextRules.codePoints(title) <= LobbyLimits.ACTIVITY_NAME_CODE_POINTS_MAX;
        return fits && TextRules.isPlainLine(title) ? title : "Echo";
    }

    private static Optional<Duration> limit(Value config) {
        double longest = (double) LobbyLimits.RUN_TIME_LIMIT_MAX.toMillis();
        return config.at(TIME_LIMIT) instanceof Value.Num millis && millis.value() >= 1 && millis.value() <= longest
                ? Optional.of(Duration.ofMillis((long) millis.value()))
                : Optional.empty();
    }

    private static Optional<String> text(Value value) {
        return value instanceof Value.Text text ? Optional.of(text.value()) : Optional.empty();
    }
}
