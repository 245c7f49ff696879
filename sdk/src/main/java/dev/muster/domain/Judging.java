package dev.muster.domain;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an activity's type. It is code of the game, so it may fail, in any way: then what it was asked about is refused,
 * the log says why, and the lobby goes on. A type that is not known here has nothing to say, and its activities are
 * carried as they are.
 */
final class Judging {
    private static final Logger LOG = LoggerFactory.getLogger(Judging.class);
    private static final String FAILED =
            "This activity failed to judge that; its makers find out why in the host's log.";
    private static final String NO_REASON = "This activity does not accept that.";
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private Judging() {}

    /** What a type says of a result: a problem, or perhaps a score. */
    record Verdict(Optional<String> problem, Optional<Integer> score) {
        static Verdict problem(String sentence) {
            return new Verdict(Optional.of(sentence.isBlank() ? NO_REASON : sentence), Optional.empty());
        }

        static Verdict score(Optional<Integer> score) {
            return new Verdict(Optional.empty(), score);
        }
    }

    static Optional<String> problemWithConfig(ActivityTypes types, ActivityConfig config) {
        return types.find(config.activityType())
                .map(type -> ask(type, asked -> verdictOn(asked.problemWithConfig(config.config())), failure()))
                .flatMap(Verdict::problem);
    }

    static Verdict judge(ActivityTypes types, ActivityConfig config, Value data) {
        return types.find(config.activityType())
                .map(type -> ask(type, asked -> verdictOn(asked, config.config(), data), failure()))
                .orElseGet(() -> Verdict.score(Optional.empty()));
    }

    /** A time limit lies within what a lobby allows; anything else counts as none. */
    static Optional<Duration> timeLimit(ActivityTypes types, ActivityConfig config) {
        return types.find(config.activityType())
                .flatMap(type -> ask(type, asked -> asked.timeLimit(config.config()), Optional.empty()))
                .filter(limit ->
                        limit.compareTo(SHORTEST) >= 0 && limit.compareTo(LobbyLimits.RUN_TIME_LIMIT_MAX) <= 0);
    }

    private static Verdict verdictOn(Optional<String> problem) {
        return problem.map(Verdict::problem).orElseGet(() -> Verdict.score(Optional.empty()));
    }

    private static Verdict verdictOn(ActivityType type, Value config, Value data) {
        Optional<String> problem = type.problemWithResult(config, data);
        if (problem.isPresent()) {
            return Verdict.problem(problem.get());
        }
        Optional<Integer> score = type.score(config, data);
        if (score.isPresent() && score.get() < 0) {
            throw new IllegalStateException("a score is not negative, got " + score.get());
        }
        return Verdict.score(score);
    }

    private static Verdict failure() {
        return Verdict.problem(FAILED);
    }

    /** Errors that only say what is wrong with the type's own code must not end the loop either. */
    private static <T> T ask(ActivityType type, Function<ActivityType, T> question, T otherwise) {
        try {
            return Objects.requireNonNull(question.apply(type), "it answered null");
        } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError e) {
            LOG.warn("The activity type {} failed; what it was asked about is refused", type.getClass(), e);
            return otherwise;
        }
    }
}
