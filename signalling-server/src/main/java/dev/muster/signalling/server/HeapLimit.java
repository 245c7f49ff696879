package dev.muster.signalling.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Fits what connections may hold, and their number, to the heap that this process may have. */
final class HeapLimit {
    private static final Logger LOG = System.getLogger(HeapLimit.class.getName());

    /** What a connection takes for being there: its objects, and those of its WebSocket. */
    private static final long CONNECTION_BYTES = 4_096;

    /** What TLS takes besides. */
    private static final long TLS_BYTES = 24_576;

    private final Limits limits;
    private final long room;
    private final long each;

    private HeapLimit(Limits limits, boolean tls, long heap) {
        this.limits = limits;
        this.room = heap / 4 * 3; // The rest is for what passes through, and for the program around the server.
        this.each = limits.get(Limit.RESERVED_BYTES) + CONNECTION_BYTES + (tls ? TLS_BYTES : 0);
    }

    /**
     * The limits, with less memory and fewer connections if their defaults are more than the heap can hold.
     *
     * @throws StartException if the caller asked for more than the heap can hold
     */
    static Limits fit(Limits limits, boolean tls, long heap) throws StartException {
        return new HeapLimit(limits, tls, heap).fit();
    }

    /** Writes down what has become less. */
    static void tell(Limits wanted, Limits fitted, long heap) {
        if (!wanted.equals(fitted)) {
            LOG.log(
                    Level.WARNING,
                    "Only {0} connections, and {1} bytes for what waits, {2} of them for one address,"
                            + " because the heap has only {3} bytes (-Xmx)",
                    fitted.get(Limit.CONNECTIONS),
                    fitted.get(Limit.BUFFERED_BYTES),
                    fitted.get(Limit.BUFFERED_BYTES_PER_ADDRESS),
                    heap);
        }
    }

    private Limits fit() throws StartException {
        if (need(limits) <= room) {
            return limits;
        }
        Limits fitted = withFewerConnections(withLessMemory());
        if (need(fitted) > room) {
            throw new StartException(
                    StartException.Problem.BAD_CONFIGURATION,
                    "buffered-bytes (" + fitted.get(Limit.BUFFERED_BYTES) + ") and " + fitted.get(Limit.CONNECTIONS)
                            + " connections of " + each + " bytes are more than " + room
                            + ", three quarters of the heap: give it more (-Xmx), or set buffered-bytes,"
                            + " connections or reserved-bytes lower");
        }
        return fitted;
    }

    private long need(Limits some) {
        return some.get(Limit.BUFFERED_BYTES) + some.get(Limit.CONNECTIONS) * each;
    }

    /** Messages can do with a quarter of the room before there have to be fewer connections. */
    private Limits withLessMemory() {
        if (limits.isSet(Limit.BUFFERED_BYTES)) {
            return limits;
        }
        long shareLeast = limits.isSet(Limit.BUFFERED_BYTES_PER_ADDRESS)
                ? limits.get(Limit.BUFFERED_BYTES_PER_ADDRESS)
                : limits.leastPerAddress();
        long least = Math.max(Limit.BUFFERED_BYTES.min(), shareLeast);
        long some = limits.isSet(Limit.CONNECTIONS) ? least : Math.max(least, room / 4);
        long left = room - limits.get(Limit.CONNECTIONS) * each;
        long buffered = Math.min(limits.get(Limit.BUFFERED_BYTES), Math.max(some, left));
        Limits less = limits.with(Limit.BUFFERED_BYTES, buffered);
        return limits.isSet(Limit.BUFFERED_BYTES_PER_ADDRESS)
                ? less
                : less.with(Limit.BUFFERED_BYTES_PER_ADDRESS, share(buffered, shareLeast));
    }

    /** As large a part as by default, but no less than one connection can hold. */
    private static long share(long buffered, long least) {
        return Math.max(
                least, buffered / (Limit.BUFFERED_BYTES.standard() / Limit.BUFFERED_BYTES_PER_ADDRESS.standard()));
    }

    private Limits withFewerConnections(Limits less) {
        long most = Math.max(1, (room - less.get(Limit.BUFFERED_BYTES)) / each);
        return limits.isSet(Limit.CONNECTIONS) || most >= less.get(Limit.CONNECTIONS)
                ? less
                : less.with(Limit.CONNECTIONS, most);
    }
}
