package dev.muster.link;

import dev.muster.identity.Actor;
import dev.muster.transport.PeerId;
import dev.muster.transport.Transport;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.RawJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** All links of one peer over one transport. Signatures only so far; the machinery follows. */
public final class Links {
    private final LinkConfig config;
    private final LocalPeer self;
    private final Transport transport;
    private final RandomGenerator random;

    public Links(LinkConfig config, LocalPeer self, Transport transport, RandomGenerator random) {
        this.config = config;
        this.self = self;
        this.transport = transport;
        this.random = random;
    }

    /** The next event; call until empty. */
    public Optional<LinkEvent> poll(long nowNanos) {
        transport.poll(nowNanos);
        return Optional.empty();
    }

    public long nextDeadlineNanos() {
        return transport.nextDeadlineNanos();
    }

    public void dial(PeerId peer) {
        transport.connect(peer);
    }

    public void seek(Actor peer) {}

    public boolean send(Actor to, RawJson document) {
        return false;
    }

    public void close(Actor peer, Farewell farewell) {}

    public void leave(Farewell farewell) {}

    /** Whether every farewell of {@link #leave} is out; the transport can be closed then. */
    public boolean hasLeft() {
        return false;
    }

    public List<LinkStatus> statuses() {
        return List.of();
    }

    public LinkCounters counters() {
        return new LinkCounters(0, 0, 0, Map.of(), Map.of(), 0, 0, Map.of(), Map.of(), 0, 0, 0, 0);
    }

    @Override
    public String toString() {
        return "Links[" + self.actor() + ", " + config + ", " + random + "]";
    }
}
