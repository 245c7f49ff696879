package dev.muster.domain;

import java.time.Duration;

/**
 * Milliseconds since the session began. The only clock the lobby knows: it is handed in, travels inside events, and
 * never falls. It says nothing about anybody's wall clock.
 */
public record LobbyTime(long millis) implements Comparable<LobbyTime> {
    /** The moment the session began. */
    public static final LobbyTime ZERO = new LobbyTime(0);

    /**
     * The end of lobby time, 285,000 years after its start: the largest number that every machine reads back unchanged.
     */
    public static final LobbyTime MAX = new LobbyTime(1L << 53);

    public LobbyTime {
        if (millis < 0 || millis > 1L << 53) {
            throw new IllegalArgumentException(
                    "lobby time runs from 0, when the session begins, to 2^53 ms; got " + millis);
        }
    }

    /** This much later, or {@link #MAX} where that would be later still. */
    public LobbyTime plus(Duration duration) {
        Duration left = Duration.ofMillis(MAX.millis - millis);
        return duration.compareTo(left) >= 0 ? MAX : new LobbyTime(millis + duration.toMillis());
    }

    /** How long after {@code earlier} this is; zero if it is not after. */
    public Duration since(LobbyTime earlier) {
        return Duration.ofMillis(Math.max(0, millis - earlier.millis));
    }

    public boolean isBefore(LobbyTime other) {
        return millis < other.millis;
    }

    @Override
    public int compareTo(LobbyTime other) {
        return Long.compare(millis, other.millis);
    }

    @Override
    public String toString() {
        return millis + " ms";
    }
}
