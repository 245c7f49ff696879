package dev.muster.signalling.server.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;

/** Many WebSocket clients on one thread, made for load: no masks worth the name, no parsing beyond frame lengths. */
final class LoadClient implements AutoCloseable {
    /** Told of every text message; may send. */
    interface Listener {
        void message(Client client, String text) throws IOException;
    }

    /** One connection. */
    static final class Client {
        private final SocketChannel channel;
        private final String path;
        private ByteBuffer pending = ByteBuffer.allocate(0);
        private boolean open;
        String id = "";
        String mate = "";
        long sentNanos;
        ByteBuffer reply = ByteBuffer.allocate(0);

        Client(SocketChannel channel, String path) {
            this.channel = channel;
            this.path = path;
        }

        /** Sends a frame made by {@link #frame}. Load is closed or slow, so the socket always takes it whole. */
        void send(ByteBuffer frame) throws IOException {
            ByteBuffer bytes = frame.duplicate();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private final InetSocketAddress server;
    private final Listener listener;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(65_536);
    private final List<Client> clients = new ArrayList<>();
    private int opened;

    LoadClient(InetSocketAddress server, Listener listener) throws IOException {
        this.server = server;
        this.listener = listener;
        this.selector = Selector.open();
    }

    List<Client> clients() {
        return clients;
    }

    /** Opens connections, at most {@code inFlight} at a time, each with a path of its own kind. */
    void open(int count, int inFlight, IntFunction<String> path) throws IOException {
        int goal = opened + count;
        int started = opened;
        while (opened < goal) {
            while (started < goal && started - opened < inFlight) {
                connect(path.apply(started++));
            }
            step(100);
        }
    }

    private void connect(String path) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Client client = new Client(channel, path);
        channel.register(selector, SelectionKey.OP_CONNECT, client);
        channel.connect(server);
        clients.add(client);
    }

    /** Serves what is ready, after waiting so long at most. */
    void step(long waitMillis) throws IOException {
        selector.select(waitMillis);
        Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
        while (keys.hasNext()) {
            SelectionKey key = keys.next();
            keys.remove();
            Client client = (Client) key.attachment();
            if (key.isConnectable() && client.channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
                client.send(ByteBuffer.wrap(request(client.path).getBytes(StandardCharsets.ISO_8859_1)));
            } else if (key.isReadable()) {
                read(client);
            }
        }
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }

    private void read(Client client) throws IOException {
        buffer.clear();
        if (client.pending.hasRemaining()) {
            buffer.put(client.pending);
        }
        if (client.channel.read(buffer) < 0) {
            throw new IOException("the server has closed a connection of the load");
        }
        buffer.flip();
        if (!client.open && !skipHead(client)) {
            keep(client);
            return;
        }
        boolean more = true;
        while (more) {
            more = frame(client);
        }
        keep(client);
    }

    private boolean skipHead(Client client) {
        for (int i = 3; i < buffer.limit(); i++) {
            if (buffer.get(i) == '\n' && buffer.get(i - 2) == '\n') {
                buffer.position(i + 1);
                client.open = true;
                opened++;
                return true;
            }
        }
        return false;
    }

    private boolean frame(Client client) throws IOException {
        int start = buffer.position();
        if (buffer.remaining() < 4) {
            return false;
        }
        int length = buffer.get(start + 1) & 0x7f;
        int head = length == 126 ? 4 : 2;
        length = length == 126 ? buffer.getShort(start + 2) & 0xffff : length;
        if (buffer.remaining() < head + length) {
            return false;
        }
        boolean text = (buffer.get(start) & 0x0f) == 1;
        byte[] payload = new byte[length];
        buffer.position(start + head);
        buffer.get(payload);
        if (text) {
            listener.message(client, new String(payload, StandardCharsets.UTF_8));
        }
        return true;
    }

    private void keep(Client client) {
        client.pending = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
    }

    /** A masked text frame whose mask is zero: the receiver has the same work, the sender none. */
    static ByteBuffer frame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocateDirect(payload.length + 8).put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        return frame.putInt(0).put(payload).flip();
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.channel.setOption(StandardSocketOptions.SO_LINGER, 0); // No port is left in TIME_WAIT.
            client.channel.close();
        }
        selector.close();
    }
}
