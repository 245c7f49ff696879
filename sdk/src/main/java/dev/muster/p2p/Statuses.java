package dev.muster.p2p;

import dev.muster.link.LinkState;
import dev.muster.link.LinkStatus;
import dev.muster.link.Links;
import java.time.Duration;
import java.util.List;

/** Puts together what the parts of a loop counted. */
final class Statuses {
    private Statuses() {}

    static P2PStatus of(Links links, Peers peers, Authority authority, long eventsLost, long nowNanos) {
        Side side = authority.side();
        List<P2PStatus.Peer> linked =
                links.statuses().stream().map(one -> peer(one, peers, nowNanos)).toList();
        long violations = links.counters().violations();
        if (side instanceof HostSide host) {
            return new P2PStatus(
                    host.lastSequence(),
                    host.audience().repairsSent(),
                    host.audience().snapshotsSent(),
                    0,
                    host.intake().overflows(),
                    host.intake().waiting(),
                    0,
                    host.audience().furthestBehind(),
                    violations,
                    eventsLost,
                    authority.hostStatus(),
                    linked);
        }
        GuestCounts counts = ((GuestSide) side).counts();
        return new P2PStatus(
                side.lastSequence(),
                counts.questions(),
                0,
                counts.contradictions(),
                counts.overflows(),
                counts.waiting(),
                counts.outstanding(),
                0,
                violations,
                eventsLost,
                authority.hostStatus(),
                linked);
    }

    private static P2PStatus.State state(LinkState state) {
        return switch (state) {
            case OPEN -> P2PStatus.State.CONNECTED;
            case DEGRADED -> P2PStatus.State.DEGRADED;
            case BROKEN -> P2PStatus.State.BROKEN;
        };
    }

    private static P2PStatus.Peer peer(LinkStatus status, Peers peers, long nowNanos) {
        return new P2PStatus.Peer(
                peers.idOf(status.actor()).orElse(status.peer()),
                status.host(),
                state(status.state()),
                status.rtt(),
                status.lossEstimate(),
                status.route(),
                status.traffic().bytesSent(),
                status.traffic().bytesReceived(),
                Duration.ofNanos(Math.max(0, nowNanos - status.lastHeardNanos())));
    }
}
