package dev.muster.link;

/**
 * What one peer may send. Whoever sends more is told {@code TOO_MUCH} and dropped; a short burst of
 * {@link #BURST_SECONDS} is nothing unusual.
 *
 * @param messagesPerSecond frames of any kind on any channel
 * @param bytesPerSecond their bytes
 */
public record LinkBudget(int messagesPerSecond, int bytesPerSecond) {
    /** Twenty times what a lively guest sends. */
    public static final LinkBudget DEFAULT = new LinkBudget(200, 256 * 1024);

    /** So many seconds' worth may come at once. */
    public static final int BURST_SECONDS = 5;

    public LinkBudget {
        if (messagesPerSecond < 1 || bytesPerSecond < 1) {
            throw new IllegalArgumentException("a peer must be allowed at least one message and one byte a second");
        }
    }
}
