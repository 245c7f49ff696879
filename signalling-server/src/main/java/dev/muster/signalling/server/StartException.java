package dev.muster.signalling.server;

import java.io.IOException;

/** The server could not start. The message is one sentence for the person who started it. */
public final class StartException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What has to change. */
    public enum Problem {
        /** Another program has the port, or the address is not one of this machine. */
        CANNOT_BIND,
        /** Limits contradict each other or the system, or the certificate cannot be used. */
        BAD_CONFIGURATION
    }

    private final Problem problem;

    StartException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    StartException(Problem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    /** What has to change. */
    public Problem problem() {
        return problem;
    }
}
