package dev.muster.transport;

import java.util.function.BooleanSupplier;

/** What the contract suite needs of an implementation: peers of one session, and a way to let time pass. */
public interface TransportFixture extends AutoCloseable {
    /** A new peer, as a new process would make it. The suite closes it. */
    Transport newPeer();

    /** The time to poll with. */
    long nowNanos();

    /**
     * Lets time pass until a condition holds. The condition polls the transports itself.
     *
     * @return false if it does not hold in a time that is ample
     */
    boolean await(BooleanSupplier condition);

    /** Lets so much time pass that anything on its way has arrived, polling all the while. */
    void settle(Runnable poll);

    /**
     * Lets so much time pass that whatever was to open in time has failed to. Where time is real nobody waits for it:
     * the clock of {@link #nowNanos} jumps ahead, so that no test needs a time-out that a busy machine could miss.
     */
    void outlastConnecting();

    @Override
    void close();
}
