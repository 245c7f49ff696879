package dev.muster.link;

import org.jspecify.annotations.Nullable;

/**
 * Counts what goes over a link, and holds what comes to the budget of one peer. A link outlives its connections, each
 * of which counts from 0: the sums go on.
 */
final class Traffic {
    private final TokenBucket messages;
    private final TokenBucket bytes;
    private long messagesReceived;
    private long bytesReceived;
    private long messagesSentBefore;
    private long bytesSentBefore;

    Traffic(LinkBudget budget, long nowNanos) {
        this.messages = bucket(budget.messagesPerSecond(), nowNanos);
        this.bytes = bucket(budget.bytesPerSecond(), nowNanos);
    }

    private static TokenBucket bucket(int perSecond, long nowNanos) {
        return new TokenBucket(perSecond, (double) perSecond * LinkBudget.BURST_SECONDS, nowNanos);
    }

    void received(int size) {
        messagesReceived++;
        bytesReceived += size;
    }

    /** Takes one frame from the budget; false if there were too many, or too long ones. */
    boolean affords(int size, long nowNanos) {
        return messages.take(1, nowNanos) && bytes.take(size, nowNanos);
    }

    /** The link leaves this connection; what was sent over it still counts. */
    void left(Connection connection) {
        messagesSentBefore += connection.outlet().messagesSent();
        bytesSentBefore += connection.outlet().bytesSent();
    }

    /** All of it, with what was sent over the connection of the moment, which was not {@link #left} yet. */
    LinkTraffic total(@Nullable Connection current) {
        long messagesSent = current == null ? 0 : current.outlet().messagesSent();
        long bytesSent = current == null ? 0 : current.outlet().bytesSent();
        return new LinkTraffic(
                messagesSentBefore + messagesSent, messagesReceived, bytesSentBefore + bytesSent, bytesReceived);
    }
}
