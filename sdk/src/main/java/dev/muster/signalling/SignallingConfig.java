package dev.muster.signalling;

import dev.muster.dial.HedgedDial;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How to reach a room.
 *
 * @param rooms the addresses of the same room, from {@link SignallingUrl}; a slow one does not hold up the others
 * @param tls for {@code wss}; the system's trust store if empty
 * @param keepAlive how often to say so; servers and proxies drop silent sockets
 * @param joinTimeout how long an attempt may take until the server gave an id
 */
public record SignallingConfig(List<URI> rooms, Optional<SSLContext> tls, Duration keepAlive, Duration joinTimeout) {
    /** What stock clients do. */
    public static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    /** Longer than any server needs that still works. */
    public static final Duration JOIN_TIMEOUT = Duration.ofSeconds(10);

    public SignallingConfig {
        rooms = List.copyOf(rooms);
        if (rooms.isEmpty() || rooms.size() > HedgedDial.ENDPOINTS_MAX) {
            throw new IllegalArgumentException(
                    "a room has 1 to " + HedgedDial.ENDPOINTS_MAX + " addresses, not " + rooms.size());
        }
        if (keepAlive.isNegative() || keepAlive.isZero() || joinTimeout.isNegative() || joinTimeout.isZero()) {
            throw new IllegalArgumentException("keepAlive and joinTimeout are longer than 0");
        }
    }

    public static SignallingConfig of(URI... rooms) {
        return new SignallingConfig(List.of(rooms), Optional.empty(), KEEP_ALIVE, JOIN_TIMEOUT);
    }

    public SignallingConfig withTls(SSLContext context) {
        return new SignallingConfig(rooms, Optional.of(context), keepAlive, joinTimeout);
    }

    /**
     * Asks the server for what Muster's own says beyond the Matchbox protocol: who cannot be reached, that it is about
     * to shut down, and relays with credentials for a limited time, which the transport then uses beside its own.
     * Without this nothing is contacted that the caller did not name.
     */
    public SignallingConfig withExtensions() {
        return new SignallingConfig(rooms.stream().map(SignallingUrl::extended).toList(), tls, keepAlive, joinTimeout);
    }

    public SignallingConfig withTimes(Duration keepAliveEvery, Duration joinWithin) {
        return new SignallingConfig(rooms, tls, keepAliveEvery, joinWithin);
    }
}
