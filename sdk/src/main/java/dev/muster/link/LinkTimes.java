package dev.muster.link;

import java.time.Duration;

/**
 * The times of a link; one value for every vocabulary.
 *
 * @param hello how long a greeting may take from the opening of a connection
 * @param pingMin the shortest pause between pings, between a host and its guests
 * @param pingMax the longest pause between pings there; what lies between follows the round trip
 * @param pingOthers the pause between pings of two guests
 * @param degraded silence after which a link is shown as degraded
 * @param broken silence after which it is broken
 * @param removed how long a broken link may take to come back
 * @param sleep a gap between two polls that means: this side was asleep
 * @param amnesty how long nobody is accused after a sleep
 * @param amnestyPause how long after one amnesty there is no other, so that a slow loop does not go blind
 * @param farewell how long a farewell may take to get out
 * @param dial how long one attempt to restore a link may take to open
 */
public record LinkTimes(
        Duration hello,
        Duration pingMin,
        Duration pingMax,
        Duration pingOthers,
        Duration degraded,
        Duration broken,
        Duration removed,
        Duration sleep,
        Duration amnesty,
        Duration amnestyPause,
        Duration farewell,
        Duration dial) {
    /** The table of the design. */
    public static final LinkTimes DEFAULT = new LinkTimes(
            Duration.ofSeconds(5),
            Duration.ofMillis(250),
            Duration.ofMillis(750),
            Duration.ofSeconds(1),
            Duration.ofMillis(2_500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5));

    /** Refuses times that are not positive, and silences that do not grow from degraded to broken. */
    public LinkTimes {
        requirePositive("hello", hello);
        requireOrder("pingMin", pingMin, "pingMax", pingMax);
        requireOrder("pingMax", pingMax, "degraded", degraded);
        requireOrder("pingOthers", pingOthers, "degraded", degraded);
        requireOrder("degraded", degraded, "broken", broken);
        requirePositive("removed", removed);
        requirePositive("sleep", sleep);
        requireOrder("amnesty", amnesty, "amnestyPause", amnestyPause);
        requirePositive("farewell", farewell);
        requirePositive("dial", dial);
    }

    /** The same with other silences. */
    public LinkTimes withSilences(Duration newDegraded, Duration newBroken, Duration newRemoved) {
        return new LinkTimes(
                hello,
                pingMin,
                pingMax,
                pingOthers,
                newDegraded,
                newBroken,
                newRemoved,
                sleep,
                amnesty,
                amnestyPause,
                farewell,
                dial);
    }

    /** The same with other pauses between pings. */
    public LinkTimes withPings(Duration newMin, Duration newMax, Duration newOthers) {
        return new LinkTimes(
                hello,
                newMin,
                newMax,
                newOthers,
                degraded,
                broken,
                removed,
                sleep,
                amnesty,
                amnestyPause,
                farewell,
                dial);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " is longer than 0, not " + value);
        }
    }

    private static void requireOrder(String name, Duration value, String nextName, Duration next) {
        requirePositive(name, value);
        if (next.compareTo(value) < 0) {
            throw new IllegalArgumentException(nextName + " is at least " + name + " (" + value + "), not " + next);
        }
    }
}
