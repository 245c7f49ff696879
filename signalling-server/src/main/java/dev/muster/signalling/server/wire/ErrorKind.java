package dev.muster.signalling.server.wire;

import java.util.Locale;

/** The kinds of error that an opted-in client can be told. */
public enum ErrorKind {
    /** A signal's receiver is not in the sender's room; the connection stays. */
    UNKNOWN_RECEIVER,
    /** A text frame was not a message of the protocol and was ignored; the connection stays. */
    MALFORMED,
    /** A message was longer than allowed; the connection closes with 1009. */
    TOO_LARGE,
    /** More messages or bytes in a short time than allowed; the connection closes with 1008. */
    TOO_FAST;

    /** The name on the wire: lower case with underscores. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
