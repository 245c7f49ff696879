package dev.muster.simulation;

import java.time.Duration;
import java.util.Objects;

/**
 * What {@link ChaosTransport} does to traffic. Reliable channels keep their promise under all of it but corruption and
 * disconnects: they are late, stall and refuse, and never lose or reorder.
 *
 * @param delay how much later messages arrive than they would have
 * @param realtimeLoss the share of messages on the unordered channel that vanish
 * @param realtimeDuplication the share of messages on the unordered channel that arrive twice
 * @param refusal the share of sends that are refused as if the buffer were full
 * @param corruption the share of messages that arrive with a flipped bit, on any channel
 * @param accidents what happens to whole connections
 */
public record ChaosFaults(
        Latency delay,
        double realtimeLoss,
        double realtimeDuplication,
        double refusal,
        double corruption,
        Accidents accidents) {
    /** Nothing happens. */
    public static final ChaosFaults NONE =
            new ChaosFaults(Latency.fixed(Duration.ZERO), 0, 0, 0, 0, new Accidents(0, 0, Duration.ZERO));

    /**
     * What happens to whole connections, drawn anew with every message sent.
     *
     * @param disconnect the share of sends at which the connection breaks
     * @param stall the share of sends at which nothing passes for a while, in either direction
     * @param stallTime for how long
     */
    public record Accidents(double disconnect, double stall, Duration stallTime) {
        /** Refuses shares outside 0 to 1 and negative times. */
        public Accidents {
            LinkConditions.requireShare("disconnect", disconnect);
            LinkConditions.requireShare("stall", stall);
            if (stallTime.isNegative()) {
                throw new IllegalArgumentException("stallTime is at least 0, not " + stallTime);
            }
        }
    }

    /** Refuses shares outside 0 to 1. */
    public ChaosFaults {
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(accidents, "accidents");
        LinkConditions.requireShare("realtimeLoss", realtimeLoss);
        LinkConditions.requireShare("realtimeDuplication", realtimeDuplication);
        LinkConditions.requireShare("refusal", refusal);
        LinkConditions.requireShare("corruption", corruption);
    }

    /**
     * The same with another delay.
     *
     * @param changed the new value
     * @return the faults
     */
    public ChaosFaults withDelay(Latency changed) {
        return new ChaosFaults(changed, realtimeLoss, realtimeDuplication, refusal, corruption, accidents);
    }

    /**
     * The same with other losses and duplicates on the unordered channel.
     *
     * @param loss the share that vanishes
     * @param duplication the share that arrives twice
     * @return the faults
     */
    public ChaosFaults withRealtime(double loss, double duplication) {
        return new ChaosFaults(delay, loss, duplication, refusal, corruption, accidents);
    }

    /**
     * The same with another share of refusals.
     *
     * @param changed the new value
     * @return the faults
     */
    public ChaosFaults withRefusal(double changed) {
        return new ChaosFaults(delay, realtimeLoss, realtimeDuplication, changed, corruption, accidents);
    }

    /**
     * The same with another share of garbage.
     *
     * @param changed the new value
     * @return the faults
     */
    public ChaosFaults withCorruption(double changed) {
        return new ChaosFaults(delay, realtimeLoss, realtimeDuplication, refusal, changed, accidents);
    }

    /**
     * The same with other accidents.
     *
     * @param changed the new value
     * @return the faults
     */
    public ChaosFaults withAccidents(Accidents changed) {
        return new ChaosFaults(delay, realtimeLoss, realtimeDuplication, refusal, corruption, changed);
    }
}
