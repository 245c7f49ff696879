package dev.muster.link;

/**
 * How much there may be of everything.
 *
 * @param links links at one time; one more is refused as full
 * @param halfOpen connections of strangers that have not greeted, and a few more where many are expected; for one more
 *     the oldest goes
 * @param strangersPerMinute strangers that are answered or dialled beside those who are {@link Links#expect expected};
 *     further offers are refused, further dials wait
 * @param dialsWaiting strangers that wait to be dialled; one more is dropped
 * @param queueBytes documents that wait for one peer; one is always taken when none waits
 * @param documentBytes the longest document of a host, and the longest to send
 * @param guestDocumentBytes the longest document of anybody else
 */
public record LinkLimits(
        int links,
        int halfOpen,
        int strangersPerMinute,
        int dialsWaiting,
        int queueBytes,
        int documentBytes,
        int guestDocumentBytes) {
    /** Enough for the largest lobby. */
    public static final LinkLimits DEFAULT = new LinkLimits(80, 8, 20, 64, 1024 * 1024, 5 * 1024 * 1024, 1024 * 1024);

    /** The least for {@link #queueBytes} and the document sizes: one frame. */
    public static final int BYTES_MIN = Outlet.FRAME_BYTES_MAX;

    public LinkLimits {
        requireAtLeast("links", links, 1);
        requireAtLeast("halfOpen", halfOpen, 1);
        requireAtLeast("strangersPerMinute", strangersPerMinute, 1);
        requireAtLeast("dialsWaiting", dialsWaiting, 1);
        requireAtLeast("queueBytes", queueBytes, BYTES_MIN);
        requireAtLeast("documentBytes", documentBytes, BYTES_MIN);
        requireAtLeast("guestDocumentBytes", guestDocumentBytes, BYTES_MIN);
    }

    /** The same with other numbers of links and strangers. */
    public LinkLimits withPeers(int newLinks, int newHalfOpen, int newStrangersPerMinute) {
        return new LinkLimits(
                newLinks,
                newHalfOpen,
                newStrangersPerMinute,
                dialsWaiting,
                queueBytes,
                documentBytes,
                guestDocumentBytes);
    }

    /** The same with another bound for what waits. */
    public LinkLimits withQueueBytes(int changed) {
        return new LinkLimits(
                links, halfOpen, strangersPerMinute, dialsWaiting, changed, documentBytes, guestDocumentBytes);
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is at least " + least + ", not " + value);
        }
    }
}
