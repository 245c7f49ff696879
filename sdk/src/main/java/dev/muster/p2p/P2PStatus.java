package dev.muster.p2p;

import dev.muster.transport.PeerId;
import dev.muster.transport.Route;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was counted so far, and every link as it stands.
 *
 * @param sequence the number of the last event here
 * @param repairs answers that held events somebody had missed (host), or questions for such (guest)
 * @param snapshots snapshots of the whole lobby that were sent (host)
 * @param contradictions things the host told that cannot be (guest)
 * @param overflows what was refused or let go because a queue was full; see {@code queueSize}
 * @param waiting commands (host) or messages (guest) that wait to be handled
 * @param outstanding commands of this side that wait for the host
 * @param furthestBehind how many events the slowest guest has yet to be sent (host)
 * @param violations rules that linked peers broke, each at the price of its link
 * @param eventsLost events that the application did not drain in time
 * @param host who decides, and how this side stands with it
 */
public record P2PStatus(
        long sequence,
        long repairs,
        long snapshots,
        long contradictions,
        long overflows,
        int waiting,
        int outstanding,
        long furthestBehind,
        long violations,
        long eventsLost,
        HostStatus host,
        List<Peer> peers) {
    public P2PStatus {
        Objects.requireNonNull(host, "host");
        peers = List.copyOf(peers);
    }

    /** How a link is doing. */
    public enum State {
        /** Heard from lately. */
        CONNECTED,
        /** Silent for longer than usual. */
        DEGRADED,
        /** Gone for now; its place is kept. */
        BROKEN
    }

    /**
     * One linked peer.
     *
     * @param rtt the smoothed round trip; empty before the first answer
     * @param lossEstimate the share of unreliable probes that got lost on the way here, 0 to 1
     * @param sinceLastHeard how long ago anything arrived
     */
    public record Peer(
            PeerId peer,
            boolean host,
            State state,
            Optional<Duration> rtt,
            double lossEstimate,
            Route route,
            long bytesSent,
            long bytesReceived,
            Duration sinceLastHeard) {
        public Peer {
            Objects.requireNonNull(peer, "peer");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(rtt, "rtt");
            Objects.requireNonNull(route, "route");
            Objects.requireNonNull(sinceLastHeard, "sinceLastHeard");
        }
    }
}
