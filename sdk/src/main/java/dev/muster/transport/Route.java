package dev.muster.transport;

import java.util.Objects;

/**
 * The way that the bytes of a connection take.
 *
 * @param kind whether somebody stands between
 * @param protocol what carries them on the first hop
 */
public record Route(Kind kind, Protocol protocol) {
    /** What is said before a route was selected. */
    public static final Route UNKNOWN = new Route(Kind.UNKNOWN, Protocol.UNKNOWN);

    /** Whether somebody stands between the peers. */
    public enum Kind {
        /** From machine to machine, or within one. */
        DIRECT,
        /** Through a TURN server. */
        RELAYED,
        /** Not selected yet. */
        UNKNOWN
    }

    /** What carries the bytes. */
    public enum Protocol {
        /** Datagrams. */
        UDP,
        /** A plain stream. */
        TCP,
        /** A stream inside TLS. */
        TLS,
        /** The simulated network. */
        SIMULATED,
        /** Not selected yet. */
        UNKNOWN
    }

    /** Refuses {@code null}. */
    public Route {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(protocol, "protocol");
    }
}
