package dev.muster.signalling.server;

/**
 * The bytes of one sender that wait in the queues of its readers. When they are too many the sender is not read
 * until most of them have gone: so a fast sender is slowed down to its slowest reader, and neither is closed.
 * Only what it sent itself counts, so nobody can slow down anybody else. Owned by the loop thread.
 */
final class SenderCredit {
    /** What the server itself has to say counts for nobody. */
    static final SenderCredit UNLIMITED = new SenderCredit(Long.MAX_VALUE, () -> {});

    private final long max;
    private final Runnable onChange;
    private long waiting;
    private boolean exhausted;

    /** @param onChange called when {@link #isExhausted} has changed */
    SenderCredit(long max, Runnable onChange) {
        this.max = max;
        this.onChange = onChange;
    }

    boolean isExhausted() {
        return exhausted;
    }

    /** So many bytes more wait for a reader. */
    void queued(long bytes) {
        waiting += bytes;
        if (!exhausted && waiting > max) {
            exhausted = true;
            onChange.run();
        }
    }

    /** So many bytes have gone to their reader, or the reader has gone. */
    void gone(long bytes) {
        waiting -= bytes;
        if (exhausted && waiting <= max / 2) {
            exhausted = false;
            onChange.run();
        }
    }
}
