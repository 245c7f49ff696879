package dev.muster.dial;

/** What {@link HedgedDial} wants done. */
public sealed interface DialStep {
    /**
     * Begin a dial; report with {@link HedgedDial#onConnected} or {@link HedgedDial#onFailed}.
     *
     * @param attempt names the dial
     * @param endpoint where to
     */
    record Start(int attempt, Endpoint endpoint) implements DialStep {}

    /**
     * Give up a dial that began. If it connects nevertheless, close what came of it.
     *
     * @param attempt names the dial
     */
    record Abandon(int attempt) implements DialStep {}

    /**
     * The end: this dial won.
     *
     * @param attempt names the dial
     * @param endpoint where it led
     */
    record Connected(int attempt, Endpoint endpoint) implements DialStep {}

    /**
     * The end: nothing could be reached.
     *
     * @param severity {@link FailureSeverity#FATAL} if trying again is pointless
     * @param detail what happened at each endpoint, for people
     */
    record GaveUp(FailureSeverity severity, String detail) implements DialStep {}
}
