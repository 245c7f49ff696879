package dev.muster.link;

import dev.muster.identity.Actor;
import java.util.Optional;

/** Whose link an event is about. */
final class ActorOf implements LinkEvent.Cases<Optional<Actor>> {
    @Override
    public Optional<Actor> localIdAssigned(LinkEvent.LocalIdAssigned event) {
        return Optional.empty();
    }

    @Override
    public Optional<Actor> signallingLost(LinkEvent.SignallingLost event) {
        return Optional.empty();
    }

    @Override
    public Optional<Actor> signallingRestored(LinkEvent.SignallingRestored event) {
        return Optional.empty();
    }

    @Override
    public Optional<Actor> peerAnnounced(LinkEvent.PeerAnnounced event) {
        return Optional.empty();
    }

    @Override
    public Optional<Actor> peerWithdrawn(LinkEvent.PeerWithdrawn event) {
        return Optional.empty();
    }

    @Override
    public Optional<Actor> linked(LinkEvent.Linked event) {
        return Optional.of(event.actor());
    }

    @Override
    public Optional<Actor> received(LinkEvent.Received event) {
        return Optional.of(event.actor());
    }

    @Override
    public Optional<Actor> writable(LinkEvent.Writable event) {
        return Optional.of(event.actor());
    }

    @Override
    public Optional<Actor> degraded(LinkEvent.Degraded event) {
        return Optional.of(event.actor());
    }

    @Override
    public Optional<Actor> recovered(LinkEvent.Recovered event) {
        return Optional.of(event.actor());
    }

    @Override
    public Optional<Actor> broken(LinkEvent.Broken event) {
        return Optional.of(event.actor());
    }

    @Override
    public Optional<Actor> restored(LinkEvent.Restored event) {
        return Optional.of(event.actor());
    }

    @Override
    public Optional<Actor> removed(LinkEvent.Removed event) {
        return Optional.of(event.actor());
    }

    @Override
    public Optional<Actor> refused(LinkEvent.Refused event) {
        return Optional.empty();
    }
}
