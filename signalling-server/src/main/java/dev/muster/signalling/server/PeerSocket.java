package dev.muster.signalling.server;

import dev.muster.signalling.server.frames.BadFrame;
import dev.muster.signalling.server.frames.Frame;
import dev.muster.signalling.server.frames.FrameReader;
import dev.muster.signalling.server.http.RequestHead;
import dev.muster.signalling.server.metrics.Drop;
import dev.muster.signalling.server.metrics.Metrics;
import dev.muster.signalling.server.metrics.Refusal;
import dev.muster.signalling.server.rooms.Notice;
import dev.muster.signalling.server.wire.ErrorKind;
import dev.muster.signalling.server.wire.ServerEvents;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.PongFrame;

/**
 * The WebSocket of one peer: Java-WebSocket's protocol engine between a {@link Connection} and a {@link Peer}.
 *
 * <p>The engine is used without its server, sockets or threads: bytes go in through {@code decode}, bytes come
 * out of its queue, and {@link EngineEvents} tells what happened. Owned by the loop thread.
 */
final class PeerSocket implements Stage, Peer.Outlet, HardenedDraft.FrameSink {

    /** What all sockets of a server share. */
    record Shared(Switchboard switchboard, Metrics metrics, Bounds bounds) {}

    /** The limits of one socket. */
    record Bounds(int frameBytes, long messageNanos, long pingNanos, long idleNanos, Rates rates) {
        static Bounds of(Limits limits) {
            return new Bounds(
                    limits.count(Limit.FRAME_BYTES),
                    limits.nanos(Limit.MESSAGE_MILLIS),
                    limits.nanos(Limit.PING_MILLIS),
                    limits.nanos(Limit.IDLE_MILLIS),
                    new Rates(
                            new Rate(limits.get(Limit.MESSAGES_PER_SECOND), limits.get(Limit.MESSAGES_BURST)),
                            new Rate(limits.get(Limit.BYTES_PER_SECOND), limits.get(Limit.BYTES_BURST))));
        }
    }

    /** What one peer may send. */
    record Rates(Rate messages, Rate bytes) {}

    /**
     * The request that becomes a WebSocket.
     *
     * @param bytes the request's head, which {@code headLength} tells the length of, and what came after it
     */
    record Opening(RequestHead head, int headLength, ByteBuffer bytes, long nowNanos) {}

    private final Connection connection;
    private final Shared shared;
    private final Peer peer;
    private final FrameReader reader;
    private final WebSocketImpl engine;
    private final TokenBucket messageBucket;
    private final TokenBucket byteBucket;
    private long nowNanos;
    private long heardNanos;
    private boolean pinged;
    private long unfinished;
    private long unfinishedSinceNanos;
    private SenderCredit writer = SenderCredit.UNLIMITED; // Of what goes into the engine just now.
    private Optional<byte[]> question = Optional.empty();
    private int signalsWaiting;
    private long signalsSinceNanos;

    PeerSocket(Connection connection, Shared shared, Peer.Request request, Opening opening) {
        this.connection = connection;
        this.shared = shared;
        this.nowNanos = opening.nowNanos();
        this.heardNanos = opening.nowNanos();
        this.peer = new Peer(UUID.randomUUID(), request, this);
        this.reader = new FrameReader(shared.bounds().frameBytes(), connection.account());
        this.messageBucket = shared.bounds().rates().messages().bucket(nowNanos);
        this.byteBucket = shared.bounds().rates().bytes().bucket(nowNanos);
        HardenedDraft draft = new HardenedDraft(opening.head(), opening.headLength(), reader, this);
        this.engine = new WebSocketImpl(new EngineEvents(this), List.of(draft));
    }

    Peer peer() {
        return peer;
    }

    /** Answers the request with 101, welcomes the peer, and reads what it has sent already. */
    void open(Opening opening, List<Notice<Peer>> notices) {
        ByteBuffer bytes = opening.bytes();
        engine.decode(bytes.slice(0, opening.headLength()));
        shared.switchboard().welcome(peer, notices, nowNanos);
        int more = bytes.limit() - opening.headLength();
        if (more > 0) {
            received(bytes.slice(opening.headLength(), more), more, nowNanos);
        }
    }

    @Override
    public void received(ByteBuffer bytes, long cost, long now) {
        nowNanos = now;
        heardNanos = now;
        pinged = false;
        if (byteBucket.take(cost, now)) {
            engine.decode(bytes);
            watchUnfinished();
        } else {
            refuse(Refusal.TOO_MANY_BYTES, "too many bytes in a short time");
        }
    }

    private void watchUnfinished() {
        if (reader.unfinished() != unfinished) {
            unfinished = reader.unfinished();
            unfinishedSinceNanos = nowNanos;
        }
    }

    @Override
    public void tick(long now) {
        nowNanos = now;
        shared.switchboard().tick(peer, now);
        if (connection.isHeldBack()) {
            heardNanos = now; // It cannot be heard while nobody listens.
            unfinishedSinceNanos = now;
            return;
        }
        if (unfinished != 0 && now - unfinishedSinceNanos >= shared.bounds().messageNanos()) {
            refuse(Refusal.MESSAGE_TOO_SLOW, "a message took too long to arrive");
            return;
        }
        long silence = now - heardNanos;
        if (silence >= shared.bounds().idleNanos()) {
            shared.metrics().refused(Refusal.SILENT);
            connection.close();
        } else if (silence >= shared.bounds().pingNanos() && !pinged) {
            pinged = true;
            engine.sendPing();
        }
    }

    @Override
    public void condemned(Refusal refusal, long now) {
        nowNanos = now;
        refuse(
                refusal,
                refusal == Refusal.MEMORY_FULL
                        ? "others need the memory that this connection held"
                        : "what waits for this reader waits too long");
    }

    @Override
    public void forget() {
        reader.close();
        unfinished = 0;
    }

    @Override
    public void flushing() {
        if (question.isPresent() && engine.isOpen()) {
            PongFrame pong = new PongFrame();
            pong.setPayload(ByteBuffer.wrap(question.get()));
            engine.sendFrame(pong);
        }
        question = Optional.empty();
    }

    @Override
    public void flushed(long now) {
        if (signalsWaiting > 0) {
            shared.metrics().delivered(now - signalsSinceNanos, signalsWaiting);
            signalsWaiting = 0;
        }
    }

    @Override
    public void closed() {
        reader.close();
        shared.switchboard().leave(peer);
    }

    @Override
    public void send(String text) {
        if (engine.isOpen()) {
            engine.send(text);
        }
    }

    @Override
    public boolean relay(String text, Peer.Outlet sender, long readNanos) {
        if (!takesFrames()) {
            return false;
        }
        if (signalsWaiting == 0) {
            signalsSinceNanos = readNanos;
        }
        signalsWaiting++;
        writer = sender.credit();
        try {
            send(text);
        } finally {
            writer = SenderCredit.UNLIMITED;
        }
        return connection.isAlive();
    }

    @Override
    public SenderCredit credit() {
        return connection.credit();
    }

    @Override
    public void refuse(Refusal refusal, String reason) {
        if (!engine.isOpen()) {
            return;
        }
        shared.metrics().refused(refusal);
        errorKind(refusal).ifPresent(kind -> peer.tell(kind, reason, Optional.empty()));
        engine.close(refusal.closeCode(), reason);
    }

    @Override
    public boolean wantsNotice() {
        return peer.isExtended();
    }

    @Override
    public void announceEnd(long closesInMillis) {
        send(ServerEvents.draining(closesInMillis));
    }

    @Override
    public void dismiss(long now) {
        nowNanos = now;
        engine.close(CloseFrame.GOING_AWAY, "the server is going away");
    }

    @Override
    public boolean takesFrames() {
        return engine.isOpen() && connection.isAlive();
    }

    @Override
    public void frame(Frame frame) {
        if (!messageBucket.take(1, nowNanos)) {
            refuse(Refusal.TOO_MANY_MESSAGES, "too many messages in a short time");
        } else if (frame instanceof Frame.Text text) {
            shared.switchboard().receive(peer, text.text(), nowNanos);
        } else if (frame instanceof Frame.Binary) {
            shared.metrics().dropped(Drop.BINARY);
            peer.tell(ErrorKind.MALFORMED, "this protocol has no binary messages", Optional.empty());
        } else if (frame instanceof Frame.Ping ping) {
            // Only the latest is answered, at the end of the pass, as RFC 6455 allows: a flood of pings stays cheap.
            question = Optional.of(ping.payload());
            connection.flushLater();
        } else if (frame instanceof Frame.Close close) {
            engine.close(close.code().orElse(CloseFrame.NORMAL), close.reason(), true);
        }
    }

    @Override
    public void badFrame(BadFrame breach) {
        refuse(refusal(breach.breach()), String.valueOf(breach.getMessage()));
    }

    /** The engine has bytes to send. */
    void takeOutput() {
        ByteBuffer bytes = engine.outQueue.poll();
        while (bytes != null) {
            if (writer != SenderCredit.UNLIMITED) {
                shared.metrics().relayedBytes(bytes.remaining());
            }
            connection.write(bytes, writer);
            bytes = engine.outQueue.poll();
        }
    }

    /**
     * The engine has said its last word.
     *
     * @param remote whether the client closed first
     */
    void closing(boolean remote) {
        shared.switchboard().leave(peer);
        connection.finish(!remote, nowNanos);
    }

    private static Refusal refusal(BadFrame.Breach breach) {
        return switch (breach) {
            case PROTOCOL -> Refusal.PROTOCOL_ERROR;
            case NOT_UTF8 -> Refusal.NOT_UTF8;
            case TOO_LARGE -> Refusal.FRAME_TOO_LARGE;
        };
    }

    private static Optional<ErrorKind> errorKind(Refusal refusal) {
        return switch (refusal) {
            case FRAME_TOO_LARGE -> Optional.of(ErrorKind.TOO_LARGE);
            case TOO_MANY_MESSAGES, TOO_MANY_BYTES -> Optional.of(ErrorKind.TOO_FAST);
            default -> Optional.empty();
        };
    }
}
