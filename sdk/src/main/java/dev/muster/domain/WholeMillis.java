package dev.muster.domain;

import java.time.Duration;

/** Durations as they travel: in whole milliseconds, so that every machine reads back what was written. */
final class WholeMillis {
    private WholeMillis() {}

    /** The duration without what is below a millisecond; refused where it is out of range. */
    static Duration of(String what, Duration duration, long millisMin, Duration max) {
        if (duration.isNegative() || duration.compareTo(max) > 0 || duration.toMillis() < millisMin) {
            throw new IllegalArgumentException(
                    "the " + what + " is " + millisMin + " to " + max.toMillis() + " ms, got " + duration);
        }
        return Duration.ofMillis(duration.toMillis());
    }
}
