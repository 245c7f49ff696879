package dev.muster.domain;

import java.time.Duration;
import java.util.Optional;

/**
 * What a game tells the lobby about one kind of activity. The host's copy judges; guests only carry.
 *
 * <p>Called on the thread that polls. Must be quick, must not block, and must answer the same for the same arguments.
 * One that throws, whatever it throws, has the command refused that led to the call, and nothing else. The sentences it
 * gives are shown to players, so they are one line of plain text.
 */
public interface ActivityType {
    /** The stable id that an {@link ActivityConfig} names, such as {@code echo-challenge-v1}. */
    String id();

    /** What is wrong with a configuration, as a sentence for the host; empty if it can be played. */
    default Optional<String> problemWithConfig(Value config) {
        return Optional.empty();
    }

    /** What is wrong with the data of a result, as a sentence for the participant; empty if it can be judged. */
    default Optional<String> problemWithResult(Value config, Value data) {
        return Optional.empty();
    }

    /** The points a result is worth, not negative; empty if this activity has no points. */
    default Optional<Integer> score(Value config, Value data) {
        return Optional.empty();
    }

    /**
     * How long a run with this configuration may take, where that is less than the lobby allows anyway. Asked when the
     * activity is queued, which is refused if this throws or answers what is impossible, and again at the start.
     */
    default Optional<Duration> timeLimit(Value config) {
        return Optional.empty();
    }
}
