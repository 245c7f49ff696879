package dev.muster.dial;

import java.io.IOException;

/** The other side answered, and will never agree: trying again is pointless. */
public final class DialRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Says why.
     *
     * @param message for people, with what to change
     */
    public DialRefusedException(String message) {
        super(message);
    }
}
