package dev.muster.signalling.server.cli;

/** What the process tells whoever started it. The numbers are those of sysexits.h. */
final class ExitCode {
    /** Ended as asked. */
    static final int OK = 0;
    /** Arguments or environment variables that make no sense. */
    static final int USAGE = 64;
    /** The address cannot be listened on. */
    static final int UNAVAILABLE = 69;
    /** The server failed while it ran. */
    static final int SOFTWARE = 70;
    /** Limits, certificate or system do not fit together. */
    static final int CONFIGURATION = 78;

    private ExitCode() {}
}
