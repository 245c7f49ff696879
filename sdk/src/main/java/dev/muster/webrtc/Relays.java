package dev.muster.webrtc;

import dev.muster.signalling.ComplaintLog;
import dev.muster.transport.IceServer;
import dev.muster.wire.SignallingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes ICE servers of what a signalling server says about relays. */
final class Relays {
    private Relays() {}

    /** Those that make sense; the server may be newer than we are, or mean harm. */
    static List<IceServer> usable(SignallingEvent.IceServers said, ComplaintLog complaints) {
        List<IceServer> usable = new ArrayList<>();
        for (SignallingEvent.IceServers.Relay relay : said.servers()) {
            try {
                var credentials = new IceServer.Credentials(relay.username(), relay.credential());
                usable.add(new IceServer(relay.urls(), Optional.of(credentials)));
            } catch (IllegalArgumentException e) {
                complaints.warn("Ignored a relay that the signalling server named: {}", String.valueOf(e.getMessage()));
            }
        }
        return usable;
    }
}
