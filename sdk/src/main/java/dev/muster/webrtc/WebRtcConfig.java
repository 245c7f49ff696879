package dev.muster.webrtc;

import dev.muster.transport.IceServer;
import dev.muster.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the WebRTC transport finds routes, and how much it takes on.
 *
 * @param iceServers contacted for every connection; none by default
 * @param relayOnly whether to hide this machine's address: only routes through a TURN server are used
 * @param ports the local UDP ports to use, one per connection; any by default
 * @param connectTimeout how long a connection may take to open
 * @param limits how much is taken on
 */
public record WebRtcConfig(
        List<IceServer> iceServers,
        boolean relayOnly,
        Optional<PortRange> ports,
        Duration connectTimeout,
        Limits limits) {
    /** More servers only slow the search down. */
    public static final int ICE_SERVERS_MAX = 16;

    private static final Duration CONNECT_TIMEOUT_MAX = Duration.ofMinutes(2);

    public WebRtcConfig {
        iceServers = List.copyOf(iceServers);
        if (iceServers.size() > ICE_SERVERS_MAX) {
            throw new IllegalArgumentException(
                    "At most " + ICE_SERVERS_MAX + " ICE servers can be used, not " + iceServers.size() + ".");
        }
        if (connectTimeout.isNegative()
                || connectTimeout.isZero()
                || connectTimeout.compareTo(CONNECT_TIMEOUT_MAX) > 0) {
            throw new IllegalArgumentException("connectTimeout is more than 0 and at most " + CONNECT_TIMEOUT_MAX
                    + ", not " + connectTimeout + ".");
        }
    }

    /** Direct routes on this network, no server, any port. */
    public static WebRtcConfig defaults() {
        return new WebRtcConfig(List.of(), false, Optional.empty(), Transport.CONNECT_TIMEOUT, Limits.DEFAULT);
    }

    public WebRtcConfig withIceServers(List<IceServer> servers) {
        return new WebRtcConfig(servers, relayOnly, ports, connectTimeout, limits);
    }

    public WebRtcConfig withRelayOnly(boolean only) {
        return new WebRtcConfig(iceServers, only, ports, connectTimeout, limits);
    }

    public WebRtcConfig withPorts(PortRange range) {
        return new WebRtcConfig(iceServers, relayOnly, Optional.of(range), connectTimeout, limits);
    }

    public WebRtcConfig withConnectTimeout(Duration timeout) {
        return new WebRtcConfig(iceServers, relayOnly, ports, timeout, limits);
    }

    public WebRtcConfig withLimits(Limits other) {
        return new WebRtcConfig(iceServers, relayOnly, ports, connectTimeout, other);
    }

    /**
     * Local ports, both ends included.
     *
     * @param first at least 1024
     * @param last at least {@code first}
     */
    public record PortRange(int first, int last) {
        private static final int PORT_MIN = 1024;
        private static final int PORT_MAX = 65_535;

        public PortRange {
            if (first < PORT_MIN || last > PORT_MAX || first > last) {
                throw new IllegalArgumentException("A port range lies within " + PORT_MIN + " to " + PORT_MAX
                        + " and does not run backwards; " + first + " to " + last + " does not.");
            }
        }
    }

    /**
     * How much the transport takes on.
     *
     * @param connections open ones and those on the way; one more is closed at once with {@code LIMIT}
     * @param offers unanswered offers of other peers; one more is dropped, and its sender times out
     * @param inboxBytes what one connection may have received and not yet handed out; more ends it with {@code OVERRUN}
     * @param realtimeInboxBytes the same for the realtime channel, which drops what does not fit
     */
    public record Limits(int connections, int offers, int inboxBytes, int realtimeInboxBytes) {
        /** Enough for a full lobby of 64 with a second connection to each. */
        public static final Limits DEFAULT = new Limits(128, 64, 16 << 20, 1 << 20);

        public Limits {
            if (connections < 1 || offers < 1 || inboxBytes < 1 || realtimeInboxBytes < 1) {
                throw new IllegalArgumentException("every limit is at least 1");
            }
        }
    }
}
