package dev.muster.session;

import dev.muster.domain.DomainCounters;
import dev.muster.p2p.P2PStatus;
import java.util.Objects;

/**
 * How a session is doing: what the domain decided and what waits there, and what went between the peers, each peer by
 * itself.
 */
public record SessionMetrics(DomainCounters domain, P2PStatus p2p) {
    public SessionMetrics {
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(p2p, "p2p");
    }
}
