package dev.muster.signalling.server;

import dev.muster.signalling.server.http.HeadReading;
import dev.muster.signalling.server.http.RequestHead;
import dev.muster.signalling.server.http.RequestHeadParser;
import dev.muster.signalling.server.metrics.Refusal;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Collects a request until its head is whole, within a size and a time. */
final class RequestStage implements Stage {
    private static final byte[] NOTHING = {};

    /** Who answers whole requests. */
    interface Desk {
        /**
         * A whole request.
         *
         * @param bytes the head and what came after it; valid during the call
         */
        void request(Connection connection, RequestHead head, int headLength, ByteBuffer bytes, long nowNanos);
    }

    /** Who answers, also when no request comes. */
    interface Receiver extends Desk {
        /** There will be no request, for this reason. */
        void noRequest(Connection connection, Refusal refusal, String reason, long nowNanos);
    }

    /** How long a head may be. */
    record Bounds(int bytes, int lines) {}

    private final Connection connection;
    private final Receiver receiver;
    private final Bounds bounds;
    private final long deadlineNanos;
    private byte[] begun = NOTHING;
    private int begunLength;

    RequestStage(Connection connection, Receiver receiver, Bounds bounds, long deadlineNanos) {
        this.connection = connection;
        this.receiver = receiver;
        this.bounds = bounds;
        this.deadlineNanos = deadlineNanos;
    }

    @Override
    public void received(ByteBuffer bytes, long cost, long nowNanos) {
        int searched = begunLength;
        ByteBuffer all = searched == 0 ? bytes : joined(bytes);
        HeadReading reading = RequestHeadParser.parse(all, searched, bounds.lines());
        if (reading instanceof HeadReading.Complete complete && complete.length() <= bounds.bytes()) {
            forget(); // The next stage takes over, and this one will not hear of the end.
            receiver.request(connection, complete.head(), complete.length(), all, nowNanos);
        } else if (reading instanceof HeadReading.Malformed malformed) {
            receiver.noRequest(connection, Refusal.BAD_REQUEST, malformed.reason(), nowNanos);
        } else if (reading instanceof HeadReading.TooLarge tooLarge) {
            receiver.noRequest(connection, Refusal.HEAD_TOO_LARGE, tooLarge.reason(), nowNanos);
        } else if (all.limit() >= bounds.bytes()) {
            receiver.noRequest(
                    connection,
                    Refusal.HEAD_TOO_LARGE,
                    "a request's head may have " + bounds.bytes() + " bytes here",
                    nowNanos);
        } else if (searched == 0) {
            joined(bytes);
        }
    }

    @Override
    public void tick(long nowNanos) {
        if (nowNanos - deadlineNanos >= 0) {
            receiver.noRequest(connection, Refusal.HANDSHAKE_TIMEOUT, "the request took too long to arrive", nowNanos);
        }
    }

    @Override
    public void dismiss(long nowNanos) {
        receiver.noRequest(connection, Refusal.DRAINING, "the server is shutting down", nowNanos);
    }

    @Override
    public void condemned(Refusal refusal, long nowNanos) {
        receiver.noRequest(connection, refusal, "the server has no room for this request now", nowNanos);
    }

    @Override
    public void closed() {
        forget();
    }

    @Override
    public void forget() {
        connection.account().give(begun.length);
        begun = NOTHING;
        begunLength = 0;
    }

    /** All bytes so far. Grows by doubling, so that single bytes cost no more than whole heads. */
    private ByteBuffer joined(ByteBuffer bytes) {
        int length = begunLength + bytes.remaining();
        if (length > begun.length) {
            int size = Math.max(length, begun.length * 2);
            connection.account().take(size - begun.length);
            begun = Arrays.copyOf(begun, size);
        }
        bytes.get(begun, begunLength, bytes.remaining());
        begunLength = length;
        return ByteBuffer.wrap(begun, 0, length);
    }
}
