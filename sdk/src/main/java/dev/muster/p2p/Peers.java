package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.link.LinkEvent;
import dev.muster.link.Links;
import dev.muster.link.RemovalReason;
import dev.muster.transport.PeerId;
import dev.muster.wire.FarewellCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Who is linked, under which id the application knows them, and who hears what the links report. One thread. */
final class Peers implements LinkEvent.Cases<Boolean> {
    private final Links links;
    private final LinkListener listener;
    private final Consumer<P2PEvent> events;
    private final Map<Actor, Peer> linked = new LinkedHashMap<>();
    private final Acquaintances acquaintances = new Acquaintances();
    private long nowNanos;
    private Optional<PeerId> localId = Optional.empty();
    private Optional<String> rejection = Optional.empty();
    private Optional<String> trouble = Optional.empty();

    Peers(Links links, LinkListener listener, Consumer<P2PEvent> events) {
        this.links = links;
        this.listener = listener;
        this.events = events;
    }

    long nextDeadlineNanos() {
        return listener.wantsToMeet()
                ? Math.min(links.nextDeadlineNanos(), acquaintances.nextDeadlineNanos())
                : links.nextDeadlineNanos();
    }

    private record Peer(PeerId id, boolean isBroken) {
        Peer broken(boolean now) {
            return new Peer(id, now);
        }
    }

    /** {@return how many things happened} */
    int poll(long now) {
        nowNanos = now;
        int handled = 0;
        for (Optional<LinkEvent> next = links.poll(nowNanos); next.isPresent(); next = links.poll(nowNanos)) {
            next.get().match(this);
            handled++;
        }
        if (listener.wantsToMeet()) {
            for (PeerId peer : acquaintances.due(now)) {
                links.dial(peer);
            }
        }
        return handled;
    }

    Optional<PeerId> localId() {
        return localId;
    }

    /** Why the host ended the link with this side, if it did. */
    Optional<String> rejection() {
        return rejection;
    }

    /** What last stood in the way, as far as anybody said; not proved by anything. */
    Optional<String> trouble() {
        return trouble;
    }

    List<PeerId> connected() {
        return linked.values().stream()
                .filter(one -> !one.isBroken())
                .map(Peer::id)
                .toList();
    }

    Optional<Actor> actorOf(PeerId peer) {
        return linked.entrySet().stream()
                .filter(one -> one.getValue().id().equals(peer))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The id under which the application knows somebody. */
    Optional<PeerId> idOf(Actor actor) {
        return Optional.ofNullable(linked.get(actor)).map(Peer::id);
    }

    @Override
    public Boolean localIdAssigned(LinkEvent.LocalIdAssigned event) {
        if (localId.isEmpty()) {
            localId = Optional.of(event.localId());
            listener.signalling(true);
            events.accept(new P2PEvent.LocalPeerIdAssigned(event.localId()));
        } else {
            acquaintances.forgetAll();
        }
        return true;
    }

    @Override
    public Boolean signallingLost(LinkEvent.SignallingLost event) {
        trouble = Optional.of(event.detail());
        listener.signalling(false);
        events.accept(new P2PEvent.SignallingLost(event.detail()));
        return true;
    }

    @Override
    public Boolean signallingRestored(LinkEvent.SignallingRestored event) {
        listener.signalling(true);
        events.accept(new P2PEvent.SignallingRestored());
        return true;
    }

    @Override
    public Boolean peerAnnounced(LinkEvent.PeerAnnounced event) {
        acquaintances.met(event.peer(), nowNanos);
        return true;
    }

    @Override
    public Boolean peerWithdrawn(LinkEvent.PeerWithdrawn event) {
        acquaintances.settled(event.peer());
        return true;
    }

    @Override
    public Boolean linked(LinkEvent.Linked event) {
        acquaintances.settled(event.peer());
        linked.put(event.actor(), new Peer(event.peer(), false));
        events.accept(new P2PEvent.PeerConnected(event.peer(), event.hello().host()));
        listener.linked(event.actor(), event.peer(), event.hello());
        return true;
    }

    @Override
    public Boolean received(LinkEvent.Received event) {
        listener.received(event.actor(), event.message());
        return true;
    }

    @Override
    public Boolean writable(LinkEvent.Writable event) {
        listener.writable();
        return true;
    }

    @Override
    public Boolean degraded(LinkEvent.Degraded event) {
        idOf(event.actor()).ifPresent(peer -> events.accept(new P2PEvent.PeerDegraded(peer)));
        listener.degraded(event.actor(), true);
        return true;
    }

    @Override
    public Boolean recovered(LinkEvent.Recovered event) {
        idOf(event.actor()).ifPresent(peer -> events.accept(new P2PEvent.PeerRecovered(peer)));
        listener.degraded(event.actor(), false);
        return true;
    }

    @Override
    public Boolean broken(LinkEvent.Broken event) {
        linked.computeIfPresent(event.actor(), (actor, peer) -> peer.broken(true));
        idOf(event.actor()).ifPresent(peer -> events.accept(new P2PEvent.PeerBroken(peer, event.why())));
        listener.broken(event.actor());
        return true;
    }

    @Override
    public Boolean restored(LinkEvent.Restored event) {
        linked.computeIfPresent(event.actor(), (actor, peer) -> peer.broken(false));
        idOf(event.actor()).ifPresent(peer -> events.accept(new P2PEvent.PeerRestored(peer)));
        listener.restored(event.actor());
        return true;
    }

    @Override
    public Boolean removed(LinkEvent.Removed event) {
        Peer gone = linked.remove(event.actor());
        if (gone != null) {
            events.accept(new P2PEvent.PeerRemoved(gone.id(), event.sentence()));
        }
        if (gone != null && event.code().filter(Peers::isPassing).isPresent()) {
            // Who was sent to the host is remembered: this side may come to be host before anybody lets it in. So is
            // whoever was too slow: nobody announces it again, and it may not know where this side is.
            acquaintances.metBefore(gone.id(), nowNanos);
        }
        // A process of the host's person that starts anew is no word of the host: it says nothing about this side.
        boolean isRestarted = event.reason() == RemovalReason.DISPLACED && listener.isHost(event.actor());
        Optional<FarewellCode> code = isRestarted ? Optional.empty() : event.code();
        if (gone != null && listener.isHost(event.actor())) {
            if (code.filter(FarewellCode::isFinal).isPresent()) {
                rejection = Optional.of(event.sentence());
            } else {
                acquaintances.met(gone.id(), nowNanos);
            }
        }
        listener.removed(event.actor(), code, event.sentence());
        return true;
    }

    private static boolean isPassing(FarewellCode code) {
        return code == FarewellCode.NOT_HOST || !code.isFinal();
    }

    @Override
    public Boolean refused(LinkEvent.Refused event) {
        trouble = Optional.of(event.farewell().sentence());
        if (event.farewell().code().isFinal()) {
            acquaintances.settled(event.peer());
        }
        events.accept(
                new P2PEvent.ConnectionRefused(event.peer(), event.farewell().sentence()));
        return true;
    }
}
