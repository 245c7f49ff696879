package dev.muster.dial;

import java.io.IOException;
import java.time.Duration;

/** The other side is there, and asked to be left alone for a while. */
public final class RetryAfterException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Duration retryAfter;

    /**
     * Says for how long.
     *
     * @param message for people
     * @param retryAfter the wish of the other side
     */
    public RetryAfterException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /**
     * For how long.
     *
     * @return the wish of the other side
     */
    public Duration retryAfter() {
        return retryAfter;
    }
}
