package dev.muster.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A connected socket that claims to come from somewhere. */
final class SocketFrom extends Socket {
    private final InetAddress origin;

    SocketFrom(InetAddress origin, ServerSocket server) throws IOException {
        super(server.getInetAddress(), server.getLocalPort());
        this.origin = origin;
    }

    @Override
    public InetAddress getInetAddress() {
        return origin;
    }
}
