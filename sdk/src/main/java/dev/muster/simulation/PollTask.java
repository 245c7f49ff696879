package dev.muster.simulation;

/** The program of a simulated peer: its duty cycle. */
@FunctionalInterface
public interface PollTask {
    /**
     * One turn of the loop.
     *
     * @param monotonicNanos what the monotonic clock of this machine shows
     * @param wallMillis what the wall clock of this machine shows
     */
    void poll(long monotonicNanos, long wallMillis);
}
