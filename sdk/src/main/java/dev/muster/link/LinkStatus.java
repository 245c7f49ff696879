package dev.muster.link;

import dev.muster.identity.Actor;
import dev.muster.transport.PeerId;
import dev.muster.transport.Route;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * One link at one moment.
 *
 * @param peer under which id it is reached, as far as known
 * @param host whether the peer proved to be the host
 * @param rtt the smoothed round trip; empty before the first answer
 * @param lossEstimate the share of the last unreliable probes that did not arrive here, 0 to 1
 * @param lastHeardNanos when anything last arrived
 * @param queuedBytes documents that wait to be sent
 */
public record LinkStatus(
        Actor actor,
        PeerId peer,
        LinkState state,
        boolean host,
        Optional<Duration> rtt,
        double lossEstimate,
        Route route,
        LinkTraffic traffic,
        long lastHeardNanos,
        int queuedBytes) {
    public LinkStatus {
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(peer, "peer");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(rtt, "rtt");
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(traffic, "traffic");
    }
}
