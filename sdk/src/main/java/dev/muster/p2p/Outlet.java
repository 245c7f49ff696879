package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.transport.PeerId;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.RawJson;
import java.util.Optional;

/** The way to linked peers. */
interface Outlet {
    /** {@return false where nothing was taken, because the peer is away or so much waits for it already} */
    boolean send(Actor to, RawJson document);

    /** Under which id the application knows that peer. */
    Optional<PeerId> idOf(Actor peer);

    /** Ends the link for good, with a reason that the peer is told. */
    void close(Actor peer, Farewell farewell);
}
