package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.transport.PeerId;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Hello;
import dev.muster.wire.SessionMessage;
import java.util.Optional;

/** Hears of links as they come and go, and what is said over them. */
interface LinkListener {
    void linked(Actor actor, PeerId peer, Hello hello);

    void restored(Actor actor);

    /** Silent for longer than usual, or not any more. */
    void degraded(Actor actor, boolean isNow);

    void broken(Actor actor);

    /**
     * That peer is gone for good.
     *
     * @param code the goodbye that was said, by either side; empty where a link was lost without one
     */
    void removed(Actor actor, Optional<FarewellCode> code, String why);

    void received(Actor from, SessionMessage message);

    /** There is room again for what did not go out. */
    void writable();

    void signalling(boolean isThere);

    /** Somebody came to the session. @return whether to connect to them */
    boolean wantsToMeet();

    /** Whether that is the host, as far as this side knows. */
    boolean isHost(Actor actor);
}
