package dev.muster.signalling.server;

import dev.muster.signalling.server.metrics.Refusal;
import java.io.IOException;

/** The client did something below the application that is not allowed here. No stack trace: it can cause many. */
final class WireBreach extends IOException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    WireBreach(Refusal refusal) {
        super(refusal.label());
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
