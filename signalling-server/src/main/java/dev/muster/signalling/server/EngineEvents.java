package dev.muster.signalling.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.handshake.Handshakedata;

/**
 * Hears from Java-WebSocket's engine. Only two things matter: that it has output, and that it has said its
 * last word. Messages never come this way, because {@link HardenedDraft} hands them out while it reads.
 */
final class EngineEvents extends WebSocketAdapter {
    private static final Logger LOG = System.getLogger(EngineEvents.class.getName());

    private final PeerSocket socket;

    EngineEvents(PeerSocket socket) {
        this.socket = socket;
    }

    @Override
    public void onWriteDemand(WebSocket engine) {
        socket.takeOutput();
    }

    @Override
    public void onWebsocketClosing(WebSocket engine, int code, String reason, boolean remote) {
        socket.closing(remote);
    }

    @Override
    public void onWebsocketError(WebSocket engine, Exception cause) {
        LOG.log(Level.WARNING, "The WebSocket engine failed", cause);
    }

    @Override
    public void onWebsocketOpen(WebSocket engine, Handshakedata handshake) {
        // The socket goes on by itself once decode has returned.
    }

    @Override
    public void onWebsocketMessage(WebSocket engine, String message) {
        throw unexpected();
    }

    @Override
    public void onWebsocketMessage(WebSocket engine, ByteBuffer message) {
        throw unexpected();
    }

    @Override
    public void onWebsocketCloseInitiated(WebSocket engine, int code, String reason) {
        // Comes before onWebsocketClosing, which is the one that counts.
    }

    @Override
    public void onWebsocketClose(WebSocket engine, int code, String reason, boolean remote) {
        // The connection closes itself; the engine has no socket.
    }

    @Override
    public InetSocketAddress getLocalSocketAddress(WebSocket engine) {
        throw unexpected();
    }

    @Override
    public InetSocketAddress getRemoteSocketAddress(WebSocket engine) {
        throw unexpected();
    }

    private static IllegalStateException unexpected() {
        return new IllegalStateException("the engine has no socket, and its messages go through the draft");
    }
}
