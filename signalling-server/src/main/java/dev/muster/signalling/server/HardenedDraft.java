package dev.muster.signalling.server;

import dev.muster.signalling.server.frames.BadFrame;
import dev.muster.signalling.server.frames.Frame;
import dev.muster.signalling.server.frames.FrameReader;
import dev.muster.signalling.server.http.RequestHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.HandshakeState;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.HandshakeBuilder;
import org.java_websocket.handshake.HandshakeImpl1Client;
import org.java_websocket.handshake.Handshakedata;
import org.java_websocket.handshake.ServerHandshakeBuilder;

/**
 * Java-WebSocket's RFC 6455, with the parts replaced that a hostile client could use against it.
 *
 * <p>The stock parts allocate what a header promises, hold fragments without bound, take unmasked frames, fail
 * on some close frames, and spend half of a handshake on formatting the date. One draft serves one connection.
 */
final class HardenedDraft extends Draft_6455 {
    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** What becomes of the frames. */
    interface FrameSink {
        /** Whether frames still matter; after a close they do not. */
        boolean takesFrames();

        void frame(Frame frame);

        void badFrame(BadFrame breach);
    }

    private final String key;
    private final int requestLength;
    private final FrameReader reader;
    private final FrameSink sink;

    /** @param requestLength the bytes of the request's head, which has been parsed and checked already */
    HardenedDraft(RequestHead request, int requestLength, FrameReader reader, FrameSink sink) {
        this.key = request.header("Sec-WebSocket-Key").orElse(""); // All that is worth keeping of it.
        this.requestLength = requestLength;
        this.reader = reader;
        this.sink = sink;
    }

    /** The stock server copies its drafts for each connection; this one has been made for its connection. */
    @Override
    public Draft copyInstance() {
        return this;
    }

    @Override
    public Handshakedata translateHandshake(ByteBuffer bytes) {
        bytes.position(bytes.position() + requestLength);
        return new HandshakeImpl1Client(); // Nobody looks into it: the request was read before.
    }

    @Override
    public HandshakeState acceptHandshakeAsServer(ClientHandshake handshake) {
        return HandshakeState.MATCHED; // Whoever got here was checked; neither extensions nor protocols are agreed on.
    }

    @Override
    public HandshakeBuilder postProcessHandshakeResponseAsServer(
            ClientHandshake handshake, ServerHandshakeBuilder response) {
        return response; // Written whole in createHandshake.
    }

    @Override
    public List<ByteBuffer> createHandshake(Handshakedata handshake, boolean withContent) {
        String response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + accept(key) + "\r\n\r\n";
        return List.of(ByteBuffer.wrap(response.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /**
     * Handles frame after frame while reading: what came before a bad frame still counts, and nothing after a
     * close is looked at. Nothing is left for the caller.
     */
    @Override
    public List<Framedata> translateFrame(ByteBuffer bytes) {
        try {
            while (sink.takesFrames()) {
                Optional<Frame> frame = reader.next(bytes);
                if (frame.isEmpty()) {
                    break;
                }
                sink.frame(frame.get());
            }
        } catch (BadFrame e) {
            sink.badFrame(e);
        }
        return List.of();
    }

    // The stock equality knows nothing of the connection; two drafts are equal only if they are the same.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    private static String accept(String key) {
        try {
            MessageDigest digest =
                    MessageDigest.getInstance("SHA-1"); // As RFC 6455 demands; nothing secret hangs on it.
            return Base64.getEncoder()
                    .encodeToString(digest.digest((key + KEY_SUFFIX).getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }
}
