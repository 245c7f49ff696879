package dev.muster.signalling.server.frames;

/** The client broke the WebSocket protocol or a limit. No stack trace: a hostile client can cause many. */
public final class BadFrame extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of breach it was. */
    public enum Breach {
        /** Not WebSocket as RFC 6455 has it. */
        PROTOCOL,
        /** Text or a close reason that is not UTF-8. */
        NOT_UTF8,
        /** Longer than a message may be. */
        TOO_LARGE
    }

    private final Breach breach;

    BadFrame(Breach breach, String reason) {
        super(reason, null, false, false);
        this.breach = breach;
    }

    public Breach breach() {
        return breach;
    }
}
