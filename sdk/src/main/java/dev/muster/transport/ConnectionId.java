package dev.muster.transport;

/**
 * Names one connection within one transport. Several connections may lead to the same peer, for example a new one
 * beside the old one while a link is healed.
 *
 * @param value counts from 1 and is never used twice by one transport
 */
public record ConnectionId(long value) implements Comparable<ConnectionId> {
    /** Refuses numbers below 1. */
    public ConnectionId {
        if (value < 1) {
            throw new IllegalArgumentException("a connection id counts from 1, not " + value);
        }
    }

    @Override
    public int compareTo(ConnectionId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "connection-" + value;
    }
}
