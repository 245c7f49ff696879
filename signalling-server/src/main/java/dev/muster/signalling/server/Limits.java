package dev.muster.signalling.server;

import java.util.EnumMap;
import java.util.Map;

/** A value for every {@link Limit}. Immutable: {@link #with} gives another one. */
public final class Limits {
    private static final Limits STANDARD = new Limits(new EnumMap<>(Limit.class));

    /** For what comes with messages: headers, the sender's name, what is read at once, TLS records half done. */
    private static final long MARGIN_BYTES = 65_536;

    private final Map<Limit, Long> changed;

    private Limits(Map<Limit, Long> changed) {
        this.changed = changed;
    }

    /** All limits at their defaults. */
    public static Limits standard() {
        return STANDARD;
    }

    /**
     * These limits with one of them set.
     *
     * @throws IllegalArgumentException if the value is out of the limit's range
     */
    public Limits with(Limit limit, long value) {
        if (value < limit.min() || value > limit.max()) {
            throw new IllegalArgumentException(
                    limit.optionName() + " must be from " + limit.min() + " to " + limit.max() + ", not " + value);
        }
        Map<Limit, Long> more = new EnumMap<>(Limit.class);
        more.putAll(changed);
        more.put(limit, value);
        return new Limits(more);
    }

    /** The value of a limit. */
    public long get(Limit limit) {
        return changed.getOrDefault(limit, limit.standard());
    }

    /** The value of a limit that cannot exceed the integers. */
    int count(Limit limit) {
        return Math.toIntExact(get(limit));
    }

    /** The value of a limit that is counted in milliseconds, in nanoseconds. */
    long nanos(Limit limit) {
        return Math.multiplyExact(get(limit), 1_000_000L);
    }

    /** Whether the value is the caller's and not the default. */
    boolean isSet(Limit limit) {
        return changed.containsKey(limit);
    }

    /**
     * What no single value shows: that they fit together.
     *
     * @throws IllegalArgumentException if two limits contradict each other
     */
    void requireConsistent() {
        requireAbove(Limit.IDLE_MILLIS, Limit.PING_MILLIS);
        requireAbove(Limit.BYTES_BURST, Limit.FRAME_BYTES);
        requireAtLeast(
                Limit.BUFFERED_BYTES_PER_ADDRESS,
                leastPerAddress(),
                "reader-bytes or sender-bytes and thrice frame-bytes, which one connection can hold");
        requireAtLeast(Limit.BUFFERED_BYTES, get(Limit.BUFFERED_BYTES_PER_ADDRESS), "buffered-bytes-per-address");
    }

    /** What an address must have, or a single sender could fill what its reader may hold. */
    long leastPerAddress() {
        return Math.max(get(Limit.READER_BYTES), get(Limit.SENDER_BYTES))
                + 3 * get(Limit.FRAME_BYTES)
                + 3 * MARGIN_BYTES;
    }

    /** What may wait for one reader at all: what its address may hold, but for what it may be sending itself. */
    long outputBytesMax() {
        return get(Limit.BUFFERED_BYTES_PER_ADDRESS) - 2 * get(Limit.FRAME_BYTES) - MARGIN_BYTES;
    }

    private void requireAtLeast(Limit limit, long least, String why) {
        if (get(limit) < least) {
            throw new IllegalArgumentException(
                    limit.optionName() + " (" + get(limit) + ") must be at least " + least + ": " + why);
        }
    }

    private void requireAbove(Limit larger, Limit smaller) {
        if (get(larger) <= get(smaller)) {
            throw new IllegalArgumentException(larger.optionName() + " (" + get(larger) + ") must be larger than "
                    + smaller.optionName() + " (" + get(smaller) + ")");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Limits limits && changed.equals(limits.changed);
    }

    @Override
    public int hashCode() {
        return changed.hashCode();
    }

    @Override
    public String toString() {
        return "Limits" + changed;
    }
}
