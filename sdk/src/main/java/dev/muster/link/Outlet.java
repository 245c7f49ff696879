package dev.muster.link;

import dev.muster.transport.Channel;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.Payload;
import dev.muster.transport.Transport;
import dev.muster.wire.LinkMessage.Part;
import dev.muster.wire.PartBytes;
import dev.muster.wire.PeerJson;
import dev.muster.wire.PeerMessage;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What waits to be sent over one connection. Documents keep their order; long ones go in parts. Little of it is in the
 * transport's buffer at a time, so that a ping never waits behind a long document.
 */
final class Outlet {
    /** The longest frame on the channel for lobby sync: a stock native peer dies at 65,536 bytes. */
    static final int FRAME_BYTES_MAX = 60 * 1024;

    /** No further document goes into the transport's buffer while it holds so much. */
    static final int BUFFERED_BYTES_MAX = 64 * 1024;

    /** What the JSON around the Base64 of a part has at most. */
    private static final int PART_OVERHEAD_BYTES = 128;

    private final Transport transport;
    private final ConnectionId connection;
    private final int frameBytesMax;
    private final int queueBytesMax;
    private final Queue<Payload> queue = new ArrayDeque<>();
    /** Of the first document that waits, if it is a long one. */
    private int nextPart;

    private int queuedBytes;
    private boolean refused;
    private boolean paused;
    private long messagesSent;
    private long bytesSent;

    Outlet(Transport transport, ConnectionId connection, int messageBytesMax, int queueBytesMax) {
        this.transport = transport;
        this.connection = connection;
        this.frameBytesMax = Math.min(FRAME_BYTES_MAX, messageBytesMax);
        this.queueBytesMax = queueBytesMax;
    }

    /** Takes a document if it fits into what is left or nothing waits; else {@link #hasRoomAgain} will tell. */
    boolean offer(Payload document) {
        if (queuedBytes > 0 && queuedBytes + document.size() > queueBytesMax) {
            refused = true;
            return false;
        }
        boolean straight = queuedBytes == 0
                && !paused
                && document.size() <= frameBytesMax
                && buffered() < BUFFERED_BYTES_MAX
                && put(document);
        if (!straight) {
            push(document);
            pump();
        }
        return true;
    }

    /** A word about the link, which nothing holds back. */
    void say(PeerMessage message) {
        push(Payload.takeOver(PeerJson.encode(message).toByteArray()));
        pump();
    }

    /** A frame that overtakes all documents. One that does not fit is lost: the next one says the same. */
    void control(Channel channel, ControlFrame frame) {
        Payload payload = frame.encode();
        if (transport.send(connection, channel, payload).taken()) {
            count(payload);
        }
    }

    /** Sends what the transport should hold. */
    void pump() {
        while (!paused && queuedBytes > 0 && buffered() < BUFFERED_BYTES_MAX) {
            Payload first = queue.element();
            int parts = partsOf(first);
            if (!put(parts == 1 ? first : part(first, nextPart, parts))) {
                return;
            }
            nextPart++;
            if (nextPart == parts) {
                nextPart = 0;
                queuedBytes -= first.size();
                queue.remove();
            }
        }
    }

    /** Nothing but control frames goes out while a link is broken. */
    void pause(boolean wanted) {
        paused = wanted;
    }

    /** Forgets what waits, for somebody who deserves no more than a farewell. */
    void clear() {
        queue.clear();
        nextPart = 0;
        queuedBytes = 0;
    }

    /** Whether there is room after a refusal; true once. */
    boolean hasRoomAgain() {
        if (!refused || queuedBytes > queueBytesMax / 2) {
            return false;
        }
        refused = false;
        return true;
    }

    boolean waits() {
        return queuedBytes > 0;
    }

    int queuedBytes() {
        return queuedBytes;
    }

    long messagesSent() {
        return messagesSent;
    }

    long bytesSent() {
        return bytesSent;
    }

    private int partsOf(Payload document) {
        int partBytes = partBytes();
        return document.size() <= frameBytesMax ? 1 : (document.size() + partBytes - 1) / partBytes;
    }

    private Payload part(Payload document, int index, int count) {
        int from = index * partBytes();
        byte[] slice = new byte[Math.min(partBytes(), document.size() - from)];
        document.asReadOnlyBuffer().position(from).get(slice);
        return Payload.takeOver(PeerJson.encode(new Part(index, count, PartBytes.takeOver(slice)))
                .toByteArray());
    }

    /** Base64 makes four bytes of three. */
    private int partBytes() {
        return (frameBytesMax - PART_OVERHEAD_BYTES) / 4 * 3;
    }

    private int buffered() {
        return transport.bufferedBytes(connection, Channel.SYNC);
    }

    private void push(Payload document) {
        queue.add(document);
        queuedBytes += document.size();
    }

    private boolean put(Payload frame) {
        boolean taken = transport.send(connection, Channel.SYNC, frame).taken();
        if (taken) {
            count(frame);
        }
        return taken;
    }

    private void count(Payload frame) {
        messagesSent++;
        bytesSent += frame.size();
    }
}
