package dev.muster.signalling.server;

/**
 * Watches whether what waits for a reader goes out. It has a certain time for what waited at one moment; so a
 * reader that takes a byte now and then is as stalled as one that takes none. Time is an argument.
 */
final class StallClock {
    private boolean running;
    private long mark;
    private long sinceNanos;

    /**
     * How things are now.
     *
     * @param queued bytes that were ever queued
     * @param gone how many of them have gone
     */
    void see(long queued, long gone, long nowNanos) {
        if (gone >= queued) {
            running = false;
        } else if (!running || gone >= mark) {
            running = true;
            mark = queued;
            sinceNanos = nowNanos;
        }
    }

    /** Whether what waited at one moment has not gone out in this time. */
    boolean isOver(long patienceNanos, long nowNanos) {
        return running && nowNanos - sinceNanos >= patienceNanos;
    }
}
