package dev.muster.dial;

import java.util.Locale;
import java.util.Objects;

/**
 * One address of something that can be dialled.
 *
 * @param transport what speaks there, such as {@code tcp} or {@code wss}; lower case
 * @param host a name or an address, without brackets
 * @param port 1 to 65,535
 * @param priority lower is dialled first; 0 unless there is a reason
 * @param label for people
 */
public record Endpoint(String transport, String host, int port, int priority, String label) {
    private static final int PORT_MAX = 65_535;

    /** The most characters a host name may have. */
    public static final int HOST_LENGTH_MAX = 253;

    /** Refuses what cannot be dialled. */
    public Endpoint {
        transport = transport.toLowerCase(Locale.ROOT);
        Objects.requireNonNull(label, "label");
        if (transport.isBlank()) {
            throw new IllegalArgumentException("an endpoint needs a transport, such as tcp");
        }
        if (host.isBlank() || host.length() > HOST_LENGTH_MAX || host.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("an endpoint needs a host name or address, not '" + host + "'");
        }
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("a port is 1 to " + PORT_MAX + ", not " + port);
        }
        if (priority < 0) {
            throw new IllegalArgumentException("a priority is at least 0, not " + priority);
        }
    }

    /**
     * An endpoint of priority 0, labelled with its own key.
     *
     * @param transport what speaks there
     * @param host a name or an address
     * @param port 1 to 65,535
     * @return the endpoint
     */
    public static Endpoint of(String transport, String host, int port) {
        return new Endpoint(transport, host, port, 0, host + ":" + port);
    }

    /**
     * The same with another priority.
     *
     * @param changed lower is dialled first
     * @return the endpoint
     */
    public Endpoint withPriority(int changed) {
        return new Endpoint(transport, host, port, changed, label);
    }

    /**
     * The same with another label.
     *
     * @param changed for people
     * @return the endpoint
     */
    public Endpoint withLabel(String changed) {
        return new Endpoint(transport, host, port, priority, changed);
    }

    /**
     * What penalties and counts are kept under: {@code transport:host:port}.
     *
     * @return equal for endpoints that lead to the same place
     */
    public String key() {
        return transport + ":" + host.toLowerCase(Locale.ROOT) + ":" + port;
    }
}
