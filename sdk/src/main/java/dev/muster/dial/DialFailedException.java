package dev.muster.dial;

import java.io.IOException;

/** None of the endpoints could be reached; the message tells what happened at each. */
public final class DialFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final FailureSeverity severity;

    DialFailedException(FailureSeverity severity, String detail) {
        super("could not connect: " + detail);
        this.severity = severity;
    }

    /**
     * Whether trying again can help.
     *
     * @return {@link FailureSeverity#FATAL} if it cannot
     */
    public FailureSeverity severity() {
        return severity;
    }
}
