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
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the peers of a session find each other: a signalling server, and what helps WebRTC to find a way. Without
 * WebRTC it is this machine alone.
 *
 * <p>Belongs to one start of one session.
 */
final class MeetingPlace {
    private static final Logger LOG = LoggerFactory.getLogger(MeetingPlace.class);

    private final String server;
    private final Optional<SSLContext> tls;
    private final WebRtcConfig webRtc;
    private final RandomGenerator random = new SecureRandom();
    private Optional<String> whyOnlyHere = Optional.empty();

    private interface OnThisMachine {
        Transport open(SessionId session) throws IOException;
    }

    /** @throws IllegalArgumentException for an address that cannot be, or too many ICE servers */
    MeetingPlace(String server, List<IceServer> iceServers, Optional<SSLContext> tls, boolean relayOnly) {
        SignallingUrl.of(server, "any");
        this.server = server;
        this.tls = tls;
        this.webRtc = WebRtcConfig.defaults().withIceServers(iceServers).withRelayOnly(relayOnly);
    }

    /** Takes a while the first time in a process, and fails if there is neither WebRTC nor a port to listen on. */
    WayToMeet asHost() {
        return new Way(ThisMachine::host);
    }

    /** The same for somebody who joins. */
    WayToMeet asGuest() {
        return new Way(ThisMachine::guest);
    }

    private final class Way implements WayToMeet {
        private final OnThisMachine instead;

        Way(OnThisMachine instead) {
            this.instead = instead;
        }

        @Override
        public Transport open(SessionId session) {
            return MeetingPlace.this.open(session, instead);
        }

        @Override
        public Optional<String> whyOnlyHere() {
            return whyOnlyHere;
        }
    }

    private Transport open(SessionId session, OnThisMachine instead) {
        try {
            return overWebRtc(session);
        } catch (WebRtcUnavailableException e) {
            String why = String.valueOf(e.getMessage());
            LOG.warn("Playing over TCP with people on this machine only, nobody else can join: {}", why);
            whyOnlyHere = Optional.of(why);
            try {
                return instead.open(session);
            } catch (IOException neither) {
                neither.addSuppressed(e);
                throw new P2PException.ConnectionFailed(why + " " + neither.getMessage() + ".", neither);
            }
        }
    }

    private Transport overWebRtc(SessionId session) throws WebRtcUnavailableException {
        URI room = SignallingUrl.of(server, session.toString());
        SignallingConfig config = SignallingConfig.of(room).withExtensions();
        MatchboxClient signaller = MatchboxClient.join(tls.map(config::withTls).orElse(config), random);
        try {
            return WebRtcTransport.open(webRtc, signaller, random);
        } catch (WebRtcUnavailableException | RuntimeException e) {
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
