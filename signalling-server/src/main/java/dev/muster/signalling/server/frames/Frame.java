package dev.muster.signalling.server.frames;

import java.util.OptionalInt;

/** What a client sends once the connection is a WebSocket, fragments put together. Arrays belong to the receiver. */
public sealed interface Frame {
    /** A whole text message. */
    record Text(String text) implements Frame {}

    /** A whole binary message; its content is of no interest here. */
    record Binary() implements Frame {}

    /** A part of a message whose end has not come yet. */
    record Fragment() implements Frame {}

    /** A question for life, to be answered with the same bytes. */
    final class Ping implements Frame {
        private final byte[] payload;

        Ping(byte[] payload) {
            this.payload = payload;
        }

        public byte[] payload() {
            return payload;
        }
    }

    /** An answer to a question for life. */
    record Pong() implements Frame {}

    /**
     * The client closes.
     *
     * @param code empty when it gave none
     */
    record Close(OptionalInt code, String reason) implements Frame {}
}
