package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.transport.PeerId;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Hello;
import dev.muster.wire.SyncMessage;
import java.util.Optional;

/** The part of a host or of a guest in keeping the log the same. */
sealed interface Side permits HostSide, GuestSide {
    void beginPoll(long nowNanos);

    void linked(Actor actor, PeerId peer, Hello hello);

    void restored(Actor actor);

    void broken(Actor actor);

    /**
     * That peer is gone for good.
     *
     * @param code the goodbye that was said, by either side; empty where a link was lost without one */
    void removed(Actor actor, Optional<FarewellCode> code, String why);

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
