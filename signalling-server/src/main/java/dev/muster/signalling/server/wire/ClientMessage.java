package dev.muster.signalling.server.wire;

import java.util.UUID;

/** What a client can say to the server. */
public sealed interface ClientMessage {

    /** A sign of life; nothing follows from it. */
    record KeepAlive() implements ClientMessage {}

    /**
     * Something for another peer.
     *
     * @param receiver whom it is for
     * @param data a JSON value, exactly as the client wrote it
     */
    record Signal(UUID receiver, String data) implements ClientMessage {}

    /**
     * Not a message of the protocol. The stock server ignores such text, and so does this one.
     *
     * @param reason what is wrong with it, as a sentence without a full stop
     */
    record Malformed(String reason) implements ClientMessage {}

    /** Reads one text frame. Total: any text gives a message, bad text a {@link Malformed}. */
    static ClientMessage read(String text) {
        try {
            return ClientMessageReader.read(new JsonCursor(text));
        } catch (MalformedMessage e) {
            return new Malformed(String.valueOf(e.getMessage()));
        }
    }
}
