package dev.muster.tcp;

import dev.muster.dial.Endpoint;
import dev.muster.transport.Transport;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How a TCP transport listens, and how it finds the others.
 *
 * @param bindAddress where it listens: loopback for play on one machine, a wildcard or a LAN address for a LAN
 * @param port where it listens; 0 takes a free one
 * @param directory where the directory of the session can be reached; empty if this process keeps it
 * @param connectTimeout how long a connection may take to open
 * @param room only processes of the same room meet
 */
public record TcpConfig(
        InetAddress bindAddress, int port, List<Endpoint> directory, Duration connectTimeout, String room) {
    private static final int PORT_MAX = 65_535;
    private static final String UNNAMED = "";
    private static final Duration TIMEOUT_MAX = Duration.ofMinutes(1);

    /** Refuses ports and time-outs out of bounds. */
    public TcpConfig {
        Objects.requireNonNull(bindAddress, "bindAddress");
        Objects.requireNonNull(room, "room");
        directory = List.copyOf(directory);
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("a port is 0 to " + PORT_MAX + ", not " + port);
        }
        if (connectTimeout.isNegative() || connectTimeout.isZero() || connectTimeout.compareTo(TIMEOUT_MAX) > 0) {
            throw new IllegalArgumentException(
                    "connectTimeout is more than 0 and at most " + TIMEOUT_MAX + ", not " + connectTimeout);
        }
    }

    /**
     * The first process of a session on one machine: it keeps the directory.
     *
     * @return listens on loopback, on a free port
     */
    public static TcpConfig keepingDirectory() {
        return new TcpConfig(InetAddress.getLoopbackAddress(), 0, List.of(), Transport.CONNECT_TIMEOUT, UNNAMED);
    }

    /**
     * A further process of a session.
     *
     * @param directory where the first one listens
     * @return listens on loopback, on a free port
     */
    public static TcpConfig joining(Endpoint directory) {
        return joining(List.of(directory));
    }

    /**
     * A further process of a session whose directory may be reached under several addresses. Where somebody else
     * answers, the other addresses are tried.
     *
     * @param directory where the first one listens, see {@link TcpTransport#endpoints}
     * @return listens on loopback, on a free port
     */
    public static TcpConfig joining(List<Endpoint> directory) {
        if (directory.isEmpty()) {
            throw new IllegalArgumentException("whoever joins is told where the directory is");
        }
        return new TcpConfig(InetAddress.getLoopbackAddress(), 0, directory, Transport.CONNECT_TIMEOUT, UNNAMED);
    }

    /**
     * The same, listening elsewhere.
     *
     * @param changed an address of this machine
     * @param changedPort 0 takes a free one
     * @return the configuration
     */
    public TcpConfig withBind(InetAddress changed, int changedPort) {
        return new TcpConfig(changed, changedPort, directory, connectTimeout, room);
    }

    /**
     * The same with another time-out.
     *
     * @param changed more than 0
     * @return the configuration
     */
    public TcpConfig withConnectTimeout(Duration changed) {
        return new TcpConfig(bindAddress, port, directory, changed, room);
    }

    /**
     * The same, for those alone who know this name. Whoever listens where the directory was expected does not learn it,
     * but can try guesses against what it hears: a name that people think up protects nothing.
     *
     * @param name one that cannot be guessed, such as the id of the session; empty unless it was set
     * @return the configuration
     */
    public TcpConfig withRoom(String name) {
        return new TcpConfig(bindAddress, port, directory, connectTimeout, name);
    }
}
