package dev.muster.signalling.server.wire;

/** Why a text is not a message; never leaves this package. No stack trace: a hostile client can cause many. */
final class MalformedMessage extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedMessage(String reason) {
        super(reason, null, false, false);
    }
}
