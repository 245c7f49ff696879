package dev.muster.session;

import java.time.Duration;

/**
 * How long each stage on the way to a session may take.
 *
 * @param peerId until signalling says who this side is
 * @param connection until the host is linked
 * @param lobbySync until the host has shown its lobby
 */
public record StartTimes(Duration peerId, Duration connection, Duration lobbySync) {
    /** Enough for a slow network. */
    public static final StartTimes DEFAULT =
            new StartTimes(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10));

    public StartTimes {
        requirePositive("peerId", peerId);
        requirePositive("connection", connection);
        requirePositive("lobbySync", lobbySync);
    }

    private static void requirePositive(String name, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(name + " is longer than 0, got " + time);
        }
    }
}
