package dev.muster.transport;

import java.util.Objects;

/**
 * Counts of one connection since it opened. Bytes are those of messages, without what the network adds.
 *
 * @param route the way the bytes take now
 * @param messagesSent messages that were taken for sending
 * @param messagesReceived messages that came out of {@link Transport#poll}
 * @param bytesSent the bytes of the messages taken
 * @param bytesReceived the bytes of the messages that came out
 */
public record ConnectionStats(
        Route route, long messagesSent, long messagesReceived, long bytesSent, long bytesReceived) {
    /** Refuses {@code null} and negative counts. */
    public ConnectionStats {
        Objects.requireNonNull(route, "route");
        if (messagesSent < 0 || messagesReceived < 0 || bytesSent < 0 || bytesReceived < 0) {
            throw new IllegalArgumentException("counts never fall below 0");
        }
    }
}
