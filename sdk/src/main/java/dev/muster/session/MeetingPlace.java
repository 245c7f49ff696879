package dev.muster.session;

import dev.muster.identity.SessionId;
import dev.muster.p2p.P2PException;
import dev.muster.signalling.MatchboxClient;
import dev.muster.signalling.SignallingConfig;
import dev.muster.signalling.SignallingUrl;
import dev.muster.transport.IceServer;
import dev.muster.transport.Transport;
import dev.muster.webrtc.WebRtcConfig;
import dev.muster.webrtc.WebRtcTransport;
import dev.muster.webrtc.WebRtcUnavailableException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/** Where the peers of a session find each other: a signalling server, and what helps WebRTC to find a way. */
final class MeetingPlace {
    private final String server;
    private final Optional<SSLContext> tls;
    private final WebRtcConfig webRtc;
    private final RandomGenerator random = new SecureRandom();

    /** @throws IllegalArgumentException for an address that cannot be, or too many ICE servers */
    MeetingPlace(String server, List<IceServer> iceServers, Optional<SSLContext> tls, boolean relayOnly) {
        SignallingUrl.of(server, "any");
        this.server = server;
        this.tls = tls;
        this.webRtc = WebRtcConfig.defaults().withIceServers(iceServers).withRelayOnly(relayOnly);
    }

    /**
     * Takes a while the first time in a process.
     *
     * @throws P2PException.ConnectionFailed if this machine cannot do WebRTC as it is
     */
    Transport open(SessionId session) {
        URI room = SignallingUrl.of(server, session.toString());
        SignallingConfig config = SignallingConfig.of(room).withExtensions();
        MatchboxClient signaller = MatchboxClient.join(tls.map(config::withTls).orElse(config), random);
        try {
            return WebRtcTransport.open(webRtc, signaller, random);
        } catch (WebRtcUnavailableException e) {
            signaller.close();
            throw new P2PException.ConnectionFailed(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            signaller.close();
            throw e;
        }
    }

    /** For people. */
    @Override
    public String toString() {
        return server;
    }
}
