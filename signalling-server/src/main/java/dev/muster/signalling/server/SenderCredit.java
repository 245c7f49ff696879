package dev.muster.signalling.server;

/**
 * Whether one sender is read. It is not while too much of what it sent waits for its readers, nor while a reader
 * that it has sent much to is full: so senders are slowed down to their slowest reader, and neither is closed. A
 * few small messages slow down nobody, however full the reader is. Owned by the loop thread.
 */
final class SenderCredit {
    /** What the server itself has to say counts for nobody. */
    static final SenderCredit UNLIMITED = new SenderCredit(Long.MAX_VALUE, () -> {});

    /** Below this part of its credit a sender adds so little to a full reader that it is not held back for it. */
    private static final int CONSIDERABLE_PART = 16;

    private final long max;
    private Runnable onChange;
    private long waiting;
    private int fullReaders;
    private boolean spent;
    private boolean closed;

    /** @param onChange called when {@link #isExhausted} has changed */
    SenderCredit(long max, Runnable onChange) {
        this.max = max;
        this.onChange = onChange;
    }

    boolean isExhausted() {
        return !closed && (spent || fullReaders > 0);
    }

    /** Whether enough waits to hold the sender back when its reader is full. */
    boolean isConsiderable() {
        return waiting > max / CONSIDERABLE_PART;
    }

    /** So much more waits for a reader. */
    void queued(long bytes) {
        boolean before = isExhausted();
        waiting += bytes;
        spent |= waiting > max;
        tell(before);
    }

    /** So much has gone to its reader, or the reader has gone. */
    void gone(long bytes) {
        boolean before = isExhausted();
        waiting -= bytes;
        spent &= waiting > max / 2;
        tell(before);
    }

    /** One more reader has no room for more; it says when it {@linkplain #readerHasRoom has room} again. */
    void readerIsFull() {
        boolean before = isExhausted();
        fullReaders++;
        tell(before);
    }

    void readerHasRoom() {
        boolean before = isExhausted();
        fullReaders--;
        tell(before);
    }

    /** The sender has gone: nobody needs to hear of changes, and what still waits must not keep it alive. */
    void close() {
        closed = true;
        onChange = () -> {};
    }

    private void tell(boolean before) {
        if (before != isExhausted()) {
            onChange.run();
        }
    }
}
