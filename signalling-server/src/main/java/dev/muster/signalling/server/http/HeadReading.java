package dev.muster.signalling.server.http;

/** What the bytes received so far amount to. */
public sealed interface HeadReading {

    /** The head is not whole yet. */
    record Incomplete() implements HeadReading {}

    /**
     * A whole head.
     *
     * @param length its bytes, the empty line included; what follows belongs to the next protocol
     */
    record Complete(RequestHead head, int length) implements HeadReading {}

    /** More than a head may have. */
    record TooLarge(String reason) implements HeadReading {}

    /** Not HTTP as this server speaks it. */
    record Malformed(String reason) implements HeadReading {}
}
