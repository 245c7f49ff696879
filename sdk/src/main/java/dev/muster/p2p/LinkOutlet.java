package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.link.Links;
import dev.muster.transport.PeerId;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.RawJson;
import java.util.Optional;
import java.util.function.Function;

/** Documents go through the links as they are. */
record LinkOutlet(Links links, Function<Actor, Optional<PeerId>> ids) implements Outlet {
    @Override
    public boolean send(Actor to, RawJson document) {
        return links.send(to, document);
    }

    @Override
    public Optional<PeerId> idOf(Actor peer) {
        return ids.apply(peer);
    }

    @Override
    public void close(Actor peer, Farewell farewell) {
        links.close(peer, farewell);
    }
}
