package dev.muster.signalling.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A WebSocket client made by hand, so that tests can say exactly what goes over the wire, right or wrong. */
final class RawClient implements AutoCloseable {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    /** How long a test waits for what must come. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

    /** Something that came: a frame, or the end of the connection. */
    record Received(int opcode, int code, String text) {
        static final int END = -1;

        boolean isEnd() {
            return opcode == END;
        }
    }

    private final Socket socket;
    private final InputStream input;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream());
    }

    /** A TCP connection over which nothing has been said. */
    static RawClient tcp(InetSocketAddress server) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(loopback(server), (int) PATIENCE.toMillis());
        return new RawClient(socket);
    }

    /** A TCP connection that takes in hardly anything until it is read, and can send much at once. */
    static RawClient deaf(InetSocketAddress server) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.setSendBufferSize(1_048_576);
        socket.connect(loopback(server), (int) PATIENCE.toMillis());
        return new RawClient(socket);
    }

    static RawClient over(Socket socket) throws IOException {
        return new RawClient(socket);
    }

    /** A WebSocket in the room of this path. */
    static RawClient join(SignallingServer server, String path) throws IOException {
        return join(server.boundAddress(), path);
    }

    static RawClient join(InetSocketAddress server, String path) throws IOException {
        RawClient client = tcp(server);
        String answer = client.upgrade(path);
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            client.close();
            throw new IOException("refused: " + answer);
        }
        return client;
    }

    static InetSocketAddress loopback(InetSocketAddress server) {
        return server.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort())
                : server;
    }

    static String upgradeRequest(String path, String... moreHeaders) {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: " + KEY + "\r\n");
        for (String header : moreHeaders) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    /** Asks for a WebSocket. Gives the head of the answer, and the body too unless it is 101. */
    String upgrade(String path, String... moreHeaders) throws IOException {
        return request(upgradeRequest(path, moreHeaders));
    }

    String request(String request) throws IOException {
        write(request.getBytes(StandardCharsets.ISO_8859_1));
        return readAnswer();
    }

    String readAnswer() throws IOException {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = input.read();
            if (next < 0) {
                throw new EOFException("closed after: " + head.toString(StandardCharsets.ISO_8859_1));
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        return text.startsWith("HTTP/1.1 101 ")
                ? text
                : text + new String(input.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** One request over a connection of its own, with the whole answer. */
    static String http(InetSocketAddress server, String request) throws IOException {
        try (RawClient client = tcp(server)) {
            return client.request(request);
        }
    }

    static String get(SignallingServer server, String path) throws IOException {
        return http(server.boundAddress(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    RawClient send(String text) throws IOException {
        frame(true, TEXT, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    void signal(String receiver, String data) throws IOException {
        send("{\"Signal\":{\"receiver\":\"" + receiver + "\",\"data\":" + data + "}}");
    }

    void frame(boolean fin, int opcode, byte[] payload) throws IOException {
        write(frameBytes(fin, opcode, payload));
    }

    static byte[] frameBytes(boolean fin, int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) ((fin ? 0x80 : 0) | opcode));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i & 3]));
        }
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }

    /** The next text message; fails when something else comes, or nothing. */
    String next() throws IOException {
        Received received = receive();
        if (received.opcode() != TEXT) {
            throw new IOException("expected a text message, but got " + received);
        }
        return received.text();
    }

    /** The next frame, or the end. */
    Received receive() throws IOException {
        return receive(PATIENCE).orElseThrow(() -> new IOException("nothing came"));
    }

    /** The next frame, or the end; empty when nothing has come in this time. */
    Optional<Received> receive(Duration patience) throws IOException {
        socket.setSoTimeout((int) Math.max(1, patience.toMillis()));
        try {
            int first = input.read();
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return Optional.of(first < 0 ? new Received(Received.END, 0, "") : rest(first));
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (SocketException | EOFException e) {
            return Optional.of(new Received(Received.END, 0, ""));
        }
    }

    /** The first close frame, whatever comes before it. */
    Received nextClose() throws IOException {
        Received received = receive();
        while (received.opcode() != CLOSE) {
            if (received.isEnd()) {
                throw new IOException("the connection ended without a close frame");
            }
            received = receive();
        }
        return received;
    }

    /** Waits for the end, whatever comes before it. */
    void awaitEnd() throws IOException {
        while (!receive().isEnd()) {
            // What came before the end does not matter here.
        }
    }

    /** The id that the server has given, which must be the next message. */
    String nextId() throws IOException {
        return field(next(), "IdAssigned");
    }

    static String field(String event, String name) throws IOException {
        String head = "{\"" + name + "\":\"";
        if (!event.startsWith(head) || !event.endsWith("\"}")) {
            throw new IOException("expected " + name + ", but got " + event);
        }
        return event.substring(head.length(), event.length() - 2);
    }

    private Received rest(int first) throws IOException {
        int length = read();
        if (length == 126) {
            length = (read() << 8) | read();
        } else if (length == 127) {
            length = Math.toIntExact(ByteBuffer.wrap(input.readNBytes(8)).getLong());
        }
        byte[] payload = input.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException();
        }
        int opcode = first & 0x0f;
        if (opcode == CLOSE && length >= 2) {
            int code = ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
            return new Received(opcode, code, new String(payload, 2, length - 2, StandardCharsets.UTF_8));
        }
        return new Received(opcode, 0, new String(payload, StandardCharsets.UTF_8));
    }

    private int read() throws IOException {
        int next = input.read();
        if (next < 0) {
            throw new EOFException();
        }
        return next;
    }

    Socket socket() {
        return socket;
    }

    /** Says goodbye as WebSocket has it. */
    void sayGoodbye() throws IOException {
        frame(true, CLOSE, new byte[] {0x03, (byte) 0xe8});
    }

    /** Ends the connection as a crash does: with a reset. */
    void crash() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
