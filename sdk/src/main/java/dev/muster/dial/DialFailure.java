package dev.muster.dial;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Why one attempt failed.
 *
 * @param severity how bad it is
 * @param detail for people
 * @param retryAfter how long the other side asked to be left alone
 */
public record DialFailure(FailureSeverity severity, String detail, Optional<Duration> retryAfter) {
    /** The longest that a server can keep us away; a hostile or broken one may ask for years. */
    public static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(5);

    /** Clamps the wish of the other side to between 0 and {@link #RETRY_AFTER_MAX}. */
    public DialFailure {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(detail, "detail");
        retryAfter = retryAfter.map(DialFailure::clamped);
    }

    /**
     * It could not be reached.
     *
     * @param detail for people
     * @return the failure
     */
    public static DialFailure hard(String detail) {
        return new DialFailure(FailureSeverity.HARD, detail, Optional.empty());
    }

    /**
     * It will never work like this.
     *
     * @param detail for people
     * @return the failure
     */
    public static DialFailure fatal(String detail) {
        return new DialFailure(FailureSeverity.FATAL, detail, Optional.empty());
    }

    /**
     * The other side asked to be left alone for a while.
     *
     * @param detail for people
     * @param retryAfter for how long
     * @return the failure
     */
    public static DialFailure retryAfter(String detail, Duration retryAfter) {
        return new DialFailure(FailureSeverity.SOFT, detail, Optional.of(retryAfter));
    }

    private static Duration clamped(Duration wish) {
        if (wish.isNegative()) {
            return Duration.ZERO;
        }
        return wish.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : wish;
    }
}
