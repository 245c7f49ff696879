package dev.muster.simulation;

import java.time.Duration;
import java.util.Objects;

/**
 * What one direction between two peers is like. Reliable channels never lose or reorder anything while the connection
 * lives: loss shows there as delay, because packets are sent again.
 *
 * @param latency how long a packet takes
 * @param loss the share of packets that never arrive
 * @param duplication the share of packets that arrive twice; shows on the unordered channel only
 * @param reordering the share of packets that take a detour of one more latency; shows on the unordered channel only
 * @param corruption the share of messages that arrive with a flipped bit. No real network does this to WebRTC, which is
 *     authenticated: it stands for a peer that sends garbage, and tests decoders
 * @param bytesPerSecond the bandwidth, or {@link #UNLIMITED}
 */
public record LinkConditions(
        Latency latency, double loss, double duplication, double reordering, double corruption, long bytesPerSecond) {
    /** A bandwidth without a bound. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** The least bandwidth, so that the largest message takes minutes and not days. */
    public static final long BYTES_PER_SECOND_MIN = 1_000;

    /** Refuses shares outside 0 to 1 and a bandwidth below the least. */
    public LinkConditions {
        Objects.requireNonNull(latency, "latency");
        requireShare("loss", loss);
        requireShare("duplication", duplication);
        requireShare("reordering", reordering);
        requireShare("corruption", corruption);
        if (bytesPerSecond < BYTES_PER_SECOND_MIN) {
            throw new IllegalArgumentException("bytesPerSecond is at least " + BYTES_PER_SECOND_MIN + ", not "
                    + bytesPerSecond + "; cut the link instead of starving it");
        }
    }

    /**
     * Two machines in one room: half a millisecond to one, nothing lost.
     *
     * @return the conditions
     */
    public static LinkConditions lan() {
        return perfect(Latency.uniform(Duration.ofNanos(500_000), Duration.ofMillis(1)));
    }

    /**
     * Two homes in one country: 15 ms and a tail, 0.5 % lost.
     *
     * @return the conditions
     */
    public static LinkConditions internet() {
        Latency latency = Latency.heavyTail(Duration.ofMillis(15), Duration.ofMillis(5), Duration.ofMillis(200));
        return perfect(latency).withLoss(0.005).withReordering(0.01).withBytesPerSecond(1_250_000);
    }

    /**
     * A crowded mobile network: 60 ms and a long tail, 5 % lost, 60 KB/s.
     *
     * @return the conditions
     */
    public static LinkConditions mobile() {
        Latency latency = Latency.heavyTail(Duration.ofMillis(60), Duration.ofMillis(40), Duration.ofSeconds(1));
        return perfect(latency)
                .withLoss(0.05)
                .withDuplication(0.005)
                .withReordering(0.05)
                .withBytesPerSecond(60_000);
    }

    /**
     * Nothing but latency.
     *
     * @param latency how long a packet takes
     * @return the conditions
     */
    public static LinkConditions perfect(Latency latency) {
        return new LinkConditions(latency, 0, 0, 0, 0, UNLIMITED);
    }

    /**
     * The same with another latency.
     *
     * @param changed the new value
     * @return the conditions
     */
    public LinkConditions withLatency(Latency changed) {
        return new LinkConditions(changed, loss, duplication, reordering, corruption, bytesPerSecond);
    }

    /**
     * The same with another loss.
     *
     * @param changed the new value
     * @return the conditions
     */
    public LinkConditions withLoss(double changed) {
        return new LinkConditions(latency, changed, duplication, reordering, corruption, bytesPerSecond);
    }

    /**
     * The same with another share of duplicates.
     *
     * @param changed the new value
     * @return the conditions
     */
    public LinkConditions withDuplication(double changed) {
        return new LinkConditions(latency, loss, changed, reordering, corruption, bytesPerSecond);
    }

    /**
     * The same with another share of detours.
     *
     * @param changed the new value
     * @return the conditions
     */
    public LinkConditions withReordering(double changed) {
        return new LinkConditions(latency, loss, duplication, changed, corruption, bytesPerSecond);
    }

    /**
     * The same with another share of garbage.
     *
     * @param changed the new value
     * @return the conditions
     */
    public LinkConditions withCorruption(double changed) {
        return new LinkConditions(latency, loss, duplication, reordering, changed, bytesPerSecond);
    }

    /**
     * The same with another bandwidth.
     *
     * @param changed the new value
     * @return the conditions
     */
    public LinkConditions withBytesPerSecond(long changed) {
        return new LinkConditions(latency, loss, duplication, reordering, corruption, changed);
    }

    static void requireShare(String name, double share) {
        // Written so that NaN is refused as well.
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " is a share from 0 to 1, not " + share);
        }
    }
}
