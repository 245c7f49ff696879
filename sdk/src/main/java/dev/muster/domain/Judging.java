package dev.muster.domain;

import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an activity's type. It is code of the game, so it may fail, in any way: then what it was asked about is refused,
 * the log says why, once for each type and question, and the lobby goes on. A type that is not known here has nothing
 * to say, and its activities are carried as they are.
 *
 * <p>Belongs to one thread, because it remembers what the log has said already.
 */
final class Judging {
    private static final Logger LOG = LoggerFactory.getLogger(Judging.class);
    private static final String FAILED =
            "This activity failed to judge that; its makers find out why in the host's log.";
    private static final String NO_REASON = "This activity does not accept that.";
    private static final String IMPOSSIBLE_LIMIT = "The time limit of an activity is 1 ms to 24 hours.";
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final ActivityTypes types;
    private final Set<Complaint> complaints = new HashSet<>();

    Judging(ActivityTypes types) {
        this.types = Objects.requireNonNull(types, "types");
    }

    /** What a type says of a result: a problem, or perhaps a score. */
    record Verdict(Optional<String> problem, Optional<Integer> score) {
        /** Shows the type's own words, where they are a line that can be shown. */
        static Verdict problem(String sentence) {
            return new Verdict(Optional.of(TextRules.isPlainLine(sentence) ? sentence : NO_REASON), Optional.empty());
        }

        static Verdict score(Optional<Integer> score) {
            return new Verdict(Optional.empty(), score);
        }
    }

    /** Why an activity of this configuration cannot be played, its time limit included. */
    Optional<String> problemWithConfig(ActivityConfig config) {
        return types.find(config.activityType())
                .map(type -> ask(type, "problemWithConfig", asked -> verdictOn(asked, config.config()), failure()))
                .flatMap(Verdict::problem);
    }

    Verdict judge(ActivityConfig config, Value data) {
        return types.find(config.activityType())
                .map(type -> ask(type, "score", asked -> verdictOn(asked, config.config(), data), failure()))
                .orElseGet(() -> Verdict.score(Optional.empty()));
    }

    /**
     * How long a run may take. A type that said something possible when its activity was queued, and now does not, has
     * said nothing: the lobby's own limit stands.
     */
    Optional<Duration> timeLimit(ActivityConfig config) {
        return types.find(config.activityType())
                .flatMap(type -> ask(type, "timeLimit", asked -> asked.timeLimit(config.config()), Optional.empty()))
                .filter(Judging::isPossible);
    }

    private static Verdict verdictOn(ActivityType type, Value config) {
        Optional<String> problem = type.problemWithConfig(config);
        if (problem.isPresent()) {
            return Verdict.problem(problem.get());
        }
        boolean limitIsPossible =
                type.timeLimit(config).map(Judging::isPossible).orElse(true);
        return limitIsPossible ? Verdict.score(Optional.empty()) : Verdict.problem(IMPOSSIBLE_LIMIT);
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

    private static boolean isPossible(Duration limit) {
        return limit.compareTo(SHORTEST) >= 0 && limit.compareTo(LobbyLimits.RUN_TIME_LIMIT_MAX) <= 0;
    }

    private static Verdict failure() {
        return Verdict.problem(FAILED);
    }

    /**
     * Everything that can be thrown is caught, errors and undeclared exceptions too: what escaped would take the
     * command with it, or stop every lobby of this loop for good. Where a guest's data made it run out of memory, what
     * it had taken is free again by now.
     */
    private <T> T ask(ActivityType type, String question, Function<ActivityType, T> asked, T otherwise) {
        try {
            return Objects.requireNonNull(asked.apply(type), "it answered null");
        } catch (Throwable e) {
            if (complaints.add(new Complaint(type.getClass(), question))) {
                LOG.warn(
                        "The activity type {} failed at {}; what it was asked about does not count. Said once.",
                        type.getClass().getName(),
                        question,
                        e);
            }
            return otherwise;
        }
    }

    private record Complaint(Class<?> type, String question) {}
}
