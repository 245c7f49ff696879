package dev.muster.domain;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks an activity's type. It is code of the game, so it may fail: then the answer is a problem, and the lobby goes on.
 * A type that is not known here has nothing to say, and its activities are carried as they are.
 */
final class Judging {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private Judging() {}

    /** What a type says of a result: a problem, or perhaps a score. */
    record Verdict(Optional<String> problem, Optional<Integer> score) {}

    static Optional<String> problemWithConfig(ActivityTypes types, ActivityConfig config) {
        return ask(
                types, config, type -> type.problemWithConfig(config.config()).map(Judging::sentence), Optional::of);
    }

    static Verdict judge(ActivityTypes types, ActivityConfig config, Value data) {
        Optional<Verdict> verdict = ask(
                types,
                config,
                type -> Optional.of(verdict(type, config.config(), data)),
                problem -> Optional.of(new Verdict(Optional.of(problem), Optional.empty())));
        return verdict.orElseGet(() -> new Verdict(Optional.empty(), Optional.empty()));
    }

    /** A time limit lies within what a lobby allows; anything else counts as none. */
    static Optional<Duration> timeLimit(ActivityTypes types, ActivityConfig config) {
        Optional<Duration> limit =
                ask(types, config, type -> type.timeLimit(config.config()), problem -> Optional.empty());
        return limit.filter(duration ->
                duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LobbyLimits.RUN_TIME_LIMIT_MAX) <= 0);
    }

    private static Verdict verdict(ActivityType type, Value config, Value data) {
        Optional<String> problem = type.problemWithResult(config, data).map(Judging::sentence);
        if (problem.isPresent()) {
            return new Verdict(problem, Optional.empty());
        }
        Optional<Integer> score = type.score(config, data);
        return score.isPresent() && score.get() < 0
                ? new Verdict(Optional.of("The activity gave a score below zero."), Optional.empty())
                : new Verdict(Optional.empty(), score);
    }

    private static String sentence(String problem) {
        return problem.isBlank() ? "The activity does not accept this." : problem;
    }

    private static <T> Optional<T> ask(
            ActivityTypes types,
            ActivityConfig config,
            Function<ActivityType, Optional<T>> question,
            Function<String, Optional<T>> failed) {
        Optional<ActivityType> type = types.find(config.activityType());
        if (type.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Objects.requireNonNull(question.apply(type.get()), "it answered null");
        } catch (RuntimeException e) {
            return failed.apply("The activity '" + config.activityType() + "' failed to judge this: " + e);
        }
    }
}
