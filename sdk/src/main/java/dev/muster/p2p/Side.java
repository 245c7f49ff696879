package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.wire.SyncMessage;

/** The part of a host or of a guest in keeping the log the same. */
sealed interface Side permits HostSide, GuestSide {
    void beginPoll(long nowNanos);

    /** Somebody came to the session. @return whether to connect to them */
    boolean wantsToMeet();

    void received(Actor from, SyncMessage message);

    /** {@return how much of what waits was handled, at most {@code most}} */
    int handle(int most);

    /** There is room again for what did not go out. */
    void writable();

    /** Says what there is to say. */
    void endPoll();

    boolean hasMore();

    long nextDeadlineNanos();

    long lastSequence();
}
