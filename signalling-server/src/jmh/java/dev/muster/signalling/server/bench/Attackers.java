package dev.muster.signalling.server.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Thousands of hostile sockets, each with one of the attacks that stop a stock server. Whoever is thrown out comes
 * back. Ends by itself after the given seconds.
 */
final class Attackers {
    private static final long TURN_NANOS = 20_000_000L;
    private static final int COMEBACKS_PER_TURN =
            40; // Two thousand a second, which keeps this machine's ports in hand.

    /** What a socket does at each of its turns; the first turn comes when it is connected. */
    private enum Attack {
        HUGE_FRAME,
        ENDLESS_FRAGMENTS,
        ENDLESS_HEAD,
        HALF_OPEN,
        NEVER_READS,
        FLOOD,
        BAD_CLOSE,
        NONSENSE,
        CONNECT_STORM
    }

    private static final class Hostile {
        private final Attack attack;
        private final SocketChannel channel;
        private int turns;
        private boolean asked;

        Hostile(Attack attack, SocketChannel channel) {
            this.attack = attack;
            this.channel = channel;
        }
    }

    private final InetSocketAddress server;
    private final Selector selector;
    private final Map<Attack, Long> made = new EnumMap<>(Attack.class);
    private final ByteBuffer sink = ByteBuffer.allocateDirect(65_536);
    private final List<Hostile> hostiles = new ArrayList<>();

    private Attackers(int port) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.selector = Selector.open();
    }

    /** Arguments: the server's port on the loopback address, how many sockets, how many seconds. */
    public static void main(String[] arguments) throws IOException {
        Attackers attackers = new Attackers(Integer.parseInt(arguments[0]));
        int sockets = Integer.parseInt(arguments[1]);
        long end = System.nanoTime() + Long.parseLong(arguments[2]) * 1_000_000_000L;
        for (int i = 0; i < sockets; i++) {
            attackers.hostiles.add(attackers.begin(Attack.values()[i % Attack.values().length]));
        }
        long nextTurn = System.nanoTime();
        while (System.nanoTime() - end < 0) {
            attackers.selector.select(5);
            attackers.serveReady();
            if (System.nanoTime() - nextTurn >= 0) {
                attackers.turn();
                nextTurn = System.nanoTime() + TURN_NANOS;
            }
        }
        System.out.println(attackers.made);
        System.out.println("total "
                + attackers.made.values().stream().mapToLong(Long::longValue).sum());
    }

    private Hostile begin(Attack attack) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        Hostile hostile = new Hostile(attack, channel);
        channel.register(selector, SelectionKey.OP_CONNECT, hostile);
        channel.connect(server);
        made.merge(attack, 1L, Long::sum);
        return hostile;
    }

    private void serveReady() throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            Hostile hostile = (Hostile) key.attachment();
            try {
                if (key.isConnectable() && hostile.channel.finishConnect()) {
                    key.interestOps(hostile.attack == Attack.NEVER_READS ? 0 : SelectionKey.OP_READ);
                    act(hostile);
                } else if (key.isReadable() && hostile.channel.read(sink.clear()) < 0) {
                    hostile.channel.close();
                }
            } catch (IOException e) {
                hostile.channel.close(); // Thrown out. It comes back at the next turn.
            }
        }
        selector.selectedKeys().clear();
    }

    private void turn() throws IOException {
        int comebacks = 0;
        for (int i = 0; i < hostiles.size(); i++) {
            Hostile hostile = hostiles.get(i);
            if (hostile.channel.isConnected()) {
                try {
                    act(hostile);
                } catch (IOException e) {
                    hostile.channel.close();
                }
            }
            if (!hostile.channel.isOpen() && comebacks < COMEBACKS_PER_TURN) {
                comebacks++;
                hostiles.set(i, begin(hostile.attack));
            }
        }
    }

    private static void act(Hostile hostile) throws IOException {
        int turn = hostile.turns++;
        if (!hostile.asked && hostile.attack != Attack.ENDLESS_HEAD && hostile.attack != Attack.HALF_OPEN) {
            hostile.asked = true;
            text(
                    hostile,
                    "GET /h" + hostile.channel.hashCode() % 500 + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        }
        switch (hostile.attack) {
            case HUGE_FRAME -> bytes(hostile, 0x81, 0xff, 0, 0, 0, 0, 0x70, 0, 0, 0, 1, 2, 3, 4);
            case ENDLESS_FRAGMENTS -> hostile.channel.write(fragment(turn == 0 ? 0x01 : 0x00));
            case ENDLESS_HEAD -> text(hostile, turn == 0 ? "GET / HTTP/1.1\r\n" : "X-A: " + "a".repeat(1_000) + "\r\n");
            case HALF_OPEN -> text(hostile, turn == 0 ? "GET / HT" : "");
            case NEVER_READS -> hostile.channel.write(pings());
            case FLOOD -> hostile.channel.write(pings());
            case BAD_CLOSE -> bytes(hostile, 0x88, 0x84, 0, 0, 0, 0, 0x03, 0xe8, 0xff, 0xfe);
            case NONSENSE -> text(hostile, "\u0081\u0085\u0000\u0000\u0000\u0000hello");
            case CONNECT_STORM -> hostile.channel.close();
        }
    }

    private static ByteBuffer fragment(int opcode) {
        ByteBuffer frame = ByteBuffer.allocate(8_200);
        return frame.put((byte) opcode)
                .put((byte) 0xfe)
                .putShort((short) 8_000)
                .position(0)
                .limit(8_008);
    }

    private static ByteBuffer pings() {
        ByteBuffer frames = ByteBuffer.allocate(131 * 100);
        for (int i = 0; i < 100; i++) {
            frames.put((byte) 0x89).put((byte) (0x80 | 125)).putInt(0).position(frames.position() + 125);
        }
        return frames.flip();
    }

    private static void text(Hostile hostile, String text) throws IOException {
        hostile.channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static void bytes(Hostile hostile, int... values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        hostile.channel.write(bytes.flip());
    }
}
