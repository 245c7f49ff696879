package dev.muster.webrtc;

import dev.muster.transport.IceServer;
import dev.muster.wire.SignallingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes ICE servers of what a signalling server says about relays. */
final class Relays {
    private static final Logger LOG = LoggerFactory.getLogger(Relays.class);

    private Relays() {}

    /** Those that make sense; the server may be newer than we are, or mean harm. */
    static List<IceServer> usable(SignallingEvent.IceServers said) {
        List<IceServer> usable = new ArrayList<>();
        for (SignallingEvent.IceServers.Relay relay : said.servers()) {
            try {
                var credentials = new IceServer.Credentials(relay.username(), relay.credential());
                usable.add(new IceServer(relay.urls(), Optional.of(credentials)));
            } catch (IllegalArgumentException e) {
                LOG.warn("Ignored a relay that the signalling server named: {}", e.getMessage());
            }
        }
        return usable;
    }
}
