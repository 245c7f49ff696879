package dev.muster.signalling;

import dev.muster.wire.PeerSignal;
import java.util.Optional;
import java.util.UUID;

/**
 * The way to the peers of a room while there is no connection to them yet: to a real server, or to an invented one
 * in tests.
 *
 * <p>Poll-shaped like the transport above it, and with the same contract: one thread owns it, no call blocks, time
 * comes in as monotonic nanoseconds.
 */
public interface Signaller extends AutoCloseable {
    /**
     * Takes the next notice and lets time pass. Allocates nothing when there is none.
     *
     * @param nowNanos monotonic nanoseconds
     * @return the next notice, or empty when there is none for now
     */
    Optional<SignallingNotice> poll(long nowNanos);

    /**
     * When to poll at the latest although nothing arrived.
     *
     * @return monotonic nanoseconds, {@link Long#MAX_VALUE} for never
     */
    long nextDeadlineNanos();

    /**
     * Sets what runs, on any thread, when a notice became available.
     *
     * @param hook quick, and only wakes the owner
     */
    void onWakeUp(Runnable hook);

    /**
     * Sends a signal to a peer. Signals to one peer arrive in the order of sending, or not at all.
     *
     * @param receiver the id that the server gave that peer
     * @param signal what to tell it
     * @return false if there is no connection to the server now; nothing is kept for later
     */
    boolean signal(UUID receiver, PeerSignal signal);

    /**
     * Tells that the addresses of this machine changed. A connection that hangs on an address which is gone would be
     * noticed much later by itself.
     */
    void networkChanged();

    /** Leaves the room and frees everything. A second call does nothing. */
    @Override
    void close();
}
