package dev.muster.simulation;

import java.util.SplittableRandom;

/** One direction between two peers: decides what happens to each packet. */
final class Link {
    /** What IP, UDP, DTLS and SCTP add to every packet. */
    private static final int OVERHEAD_BYTES = 60;

    private static final double NANOS_PER_SECOND = 1e9;

    private final SplittableRandom random;
    private LinkConditions conditions;
    private boolean special;
    private boolean cut;
    private long busyUntilNanos;

    Link(SplittableRandom random, LinkConditions conditions) {
        this.random = random;
        this.conditions = conditions;
    }

    /** Conditions of this link alone. */
    void conditions(LinkConditions changed) {
        conditions = changed;
        special = true;
    }

    /** Conditions of all links that have none of their own. */
    void defaultConditions(LinkConditions changed) {
        conditions = special ? conditions : changed;
    }

    boolean cut() {
        return cut;
    }

    void cut(boolean changed) {
        cut = changed;
    }

    /** When the last byte of a packet handed over now has left; packets queue behind each other. */
    long departureNanos(int bytes, long nowNanos) {
        if (conditions.bytesPerSecond() == LinkConditions.UNLIMITED) {
            return nowNanos;
        }
        long takes = (long) ((bytes + OVERHEAD_BYTES) * NANOS_PER_SECOND / conditions.bytesPerSecond());
        busyUntilNanos = Math.max(busyUntilNanos, nowNanos) + takes;
        return busyUntilNanos;
    }

    boolean loses() {
        return cut || happens(conditions.loss());
    }

    boolean duplicates() {
        return happens(conditions.duplication());
    }

    boolean corrupts() {
        return happens(conditions.corruption());
    }

    /** How long a packet takes that may take a detour. */
    long scatteredLatencyNanos() {
        long latency = latencyNanos();
        return happens(conditions.reordering()) ? latency + latencyNanos() : latency;
    }

    long latencyNanos() {
        return conditions.latency().sampleNanos(random);
    }

    /** Flips one bit of an array that nobody else uses. */
    byte[] corrupted(byte[] bytes) {
        return Chance.flipBit(random, bytes);
    }

    /** Draws only where there is something to decide, so that perfect links cost nothing. */
    private boolean happens(double share) {
        return share > 0 && random.nextDouble() < share;
    }
}
