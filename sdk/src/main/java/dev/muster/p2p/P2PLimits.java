package dev.muster.p2p;

/**
 * How much is handled at once and how much may wait.
 *
 * @param batchSize commands (host) or events from others (guest) that one poll handles; the rest waits for the next,
 *     which may follow at once
 * @param queueSize commands, and as many events from others, that can wait
 */
public record P2PLimits(int batchSize, int queueSize) {
    /** What {@code batchSize} is when nobody says otherwise. */
    public static final int BATCH_SIZE_DEFAULT = 10;

    /** The most that one poll handles. */
    public static final int BATCH_SIZE_MAX = 1_000;

    /** What {@code queueSize} is when nobody says otherwise. */
    public static final int QUEUE_SIZE_DEFAULT = 100;

    /** The most that can wait. */
    public static final int QUEUE_SIZE_MAX = 65_536;

    /** What counts when nobody says otherwise. */
    public static final P2PLimits DEFAULT = new P2PLimits(BATCH_SIZE_DEFAULT, QUEUE_SIZE_DEFAULT);

    public P2PLimits {
        if (batchSize < 1 || batchSize > BATCH_SIZE_MAX) {
            throw new IllegalArgumentException("batchSize is 1 to " + BATCH_SIZE_MAX + ", got " + batchSize
                    + "; with 0 nothing would ever be handled");
        }
        if (queueSize < 1 || queueSize > QUEUE_SIZE_MAX) {
            throw new IllegalArgumentException("queueSize is 1 to " + QUEUE_SIZE_MAX + ", got " + queueSize);
        }
    }
}
