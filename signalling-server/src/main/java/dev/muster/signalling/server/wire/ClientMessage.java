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

    /** Levels of nesting, the outermost included, that a stock client can still parse. */
    int DEPTH_MAX = JsonCursor.DEPTH_MAX;

    /** Reads one text frame, nested as deeply as stock clients allow. */
    static ClientMessage read(String text) {
        return read(text, DEPTH_MAX);
    }

    /**
     * Reads one text frame. Total: any text gives a message, bad text a {@link Malformed}.
     *
     * @param depthMax levels of nesting, {@link #DEPTH_MAX} at most
     */
    static ClientMessage read(String text, int depthMax) {
        try {
            return ClientMessageReader.read(new JsonCursor(text, depthMax));
        } catch (MalformedMessage e) {
            return new Malformed(String.valueOf(e.getMessage()));
        }
    }
}
