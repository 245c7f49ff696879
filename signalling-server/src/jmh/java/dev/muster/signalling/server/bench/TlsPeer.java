package dev.muster.signalling.server.bench;

import dev.muster.signalling.server.TestCertificate;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLSocket;

/** One WebSocket client through TLS that waits for what it reads. */
final class TlsPeer implements AutoCloseable {
    private final SSLSocket socket;
    private final DataInputStream input;

    TlsPeer(TestCertificate certificate, InetSocketAddress server, String protocol) throws IOException {
        try {
            this.socket = certificate.connect(server, protocol);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        socket.setTcpNoDelay(true);
        this.input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Joins a room; gives the id. */
    String join(String path) throws IOException {
        write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        int newlines = 0;
        while (newlines < 2) {
            int next = input.readUnsignedByte();
            newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
        }
        return next().substring(15, 51);
    }

    void send(String text) throws IOException {
        ByteBuffer frame = LoadClient.frame(text);
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        write(bytes);
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** The payload of the next frame, whatever it is. */
    String next() throws IOException {
        input.readUnsignedByte();
        int length = input.readUnsignedByte();
        length = length == 126 ? input.readUnsignedShort() : length == 127 ? (int) input.readLong() : length;
        byte[] payload = new byte[length];
        input.readFully(payload);
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** New keys in TLS 1.3, a whole new handshake in TLS 1.2. Waits for no answer. */
    void shakeHandsAgain() throws IOException {
        socket.startHandshake();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
