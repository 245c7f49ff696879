package dev.muster.link;

/** The share of the last numbered probes that did not arrive. */
final class LossMeter {
    private static final int WINDOW = Long.SIZE;

    private long highest;
    private long arrived;

    /** Another connection counts from 1 again. */
    void begin() {
        highest = 0;
        arrived = 0;
    }

    void arrived(long number) {
        if (number < 1) {
            return;
        }
        if (number > highest) {
            long ahead = number - highest;
            arrived = ahead >= WINDOW ? 1 : (arrived << ahead) | 1;
            highest = number;
        } else if (highest - number < WINDOW) {
            arrived |= 1L << (highest - number);
        }
    }

    /** 0 to 1; 0 before the first probe. */
    double share() {
        long expected = Math.min(highest, WINDOW);
        return expected == 0 ? 0 : 1 - (double) Long.bitCount(arrived) / expected;
    }
}
