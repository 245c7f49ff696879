package dev.muster.signalling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.Base64;

/** A server on loopback that does with every connection what a test tells it, one after the other. */
final class MisbehavingServer implements AutoCloseable {
    private final ServerSocket listening;

    /** What such a server does with a connection. */
    interface Misbehaviour {
        void on(Socket socket) throws Exception;
    }

    MisbehavingServer(Misbehaviour misbehaviour) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), misbehaviour);
    }

    MisbehavingServer(ServerSocket listening, Misbehaviour misbehaviour) {
        this.listening = listening;
        var thread = new Thread(() -> {
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept()) {
                    misbehaviour.on(socket);
                } catch (Exception e) {
                    // The client hung up, or the test is over: both are what such a server has to expect.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "ws://127.0.0.1:" + listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    /** Behaves for once: answers the request for a WebSocket. */
    static void upgrade(Socket socket) throws Exception {
        String key = header(socket, "Sec-WebSocket-Key: ");
        byte[] digest = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1));
        socket.getOutputStream()
                .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: "
                                + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n")
                        .getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Reads the head of a request and answers one of its headers. */
    static String header(Socket socket, String name) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = socket.getInputStream().read();
            if (read < 0) {
                throw new IOException("the request has no end");
            }
            head.append((char) read);
        }
        int from = head.indexOf(name) + name.length();
        return head.substring(from, head.indexOf("\r\n", from));
    }
}
