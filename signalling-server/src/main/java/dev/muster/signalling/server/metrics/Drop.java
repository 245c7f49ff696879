package dev.muster.signalling.server.metrics;

import java.util.Locale;

/** Why something that a client sent had no effect, while its connection stayed. */
public enum Drop {
    /** The receiver is not in the sender's room. */
    UNKNOWN_RECEIVER,
    /** The receiver's connection is being closed. */
    RECEIVER_CLOSING,
    /** Text that is not a message of the protocol. */
    MALFORMED,
    /** A binary frame; the protocol is all text. */
    BINARY;

    /** The value of the label {@code reason} in the metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
