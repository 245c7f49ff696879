package dev.muster.session;

import dev.muster.dial.Endpoint;
import dev.muster.identity.SessionId;
import dev.muster.tcp.TcpConfig;
import dev.muster.tcp.TcpTransport;
import dev.muster.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the peers of a session find each other if all of them run on one machine: on a loopback port that follows from
 * the session's id. Whose port it really is shows on the line, so that a port in use only costs another try.
 */
final class ThisMachine {
    /** How many ports a session has; the host takes the first that is free. */
    static final int PORTS = 3;

    /**
     * Above where most services listen, and below what systems give to outgoing connections: there is seldom somebody
     * else, and who is there only costs another try.
     */
    private static final int PORT_MIN = 20_000;

    private static final int PORT_MAX = 32_767;
    private static final int PORT_COUNT = PORT_MAX - PORT_MIN + 1;

    /** The lowest bits of an id that are neither version nor variant. */
    private static final int CHOICE_BITS = 24;

    /** Written out, since what Java takes for loopback can be changed by a setting, and both sides have to agree. */
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private ThisMachine() {}

    /**
     * Begins a session here.
     *
     * @throws IOException if all its ports are in use
     */
    static Transport host(SessionId session) throws IOException {
        TcpConfig config = TcpConfig.keepingDirectory().withRoom(session.toString());
        InetAddress loopback = InetAddress.getByAddress(LOOPBACK);
        var failure = new IOException("The loopback ports " + ports(session) + " cannot be listened on");
        for (int port : ports(session)) {
            try {
                return TcpTransport.open(config.withBind(loopback, port));
            } catch (IOException inUse) {
                failure.addSuppressed(inUse);
            }
        }
        throw failure;
    }

    /**
     * Looks for a session here.
     *
     * @throws IOException if this side cannot listen
     */
    static Transport guest(SessionId session) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(LOOPBACK);
        List<Endpoint> directory = ports(session).stream()
                .map(port -> Endpoint.of("tcp", loopback.getHostAddress(), port))
                .toList();
        return TcpTransport.open(
                TcpConfig.joining(directory).withBind(loopback, 0).withRoom(session.toString()));
    }

    /** Different ones, the same for everybody, in order. */
    static List<Integer> ports(SessionId session) {
        long bits = session.value().getLeastSignificantBits();
        int first = choice(bits, PORT_COUNT);
        // Two sessions that begin at the same port go on to different ones.
        int step = 1 + choice(bits >>> CHOICE_BITS, PORT_COUNT / PORTS);
        return IntStream.range(0, PORTS)
                .map(i -> PORT_MIN + (first + i * step) % PORT_COUNT)
                .boxed()
                .toList();
    }

    private static int choice(long bits, int count) {
        return (int) (bits & ((1L << CHOICE_BITS) - 1)) % count;
    }
}
