package dev.muster.webrtc;

import dev.muster.transport.Channel;
import dev.muster.transport.IceServer;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.PortAllocatorConfig;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceServer;
import dev.onvoid.webrtc.RTCIceTransportPolicy;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native library at work: its threads, its sockets, and the factory that all peer connections of a transport come
 * from.
 *
 * <p>The factory frees what received messages cost, so that one lives as long as a transport and not longer.
 */
final class NativeEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NativeEngine.class);

    private final WebRtcConfig config;
    private final HeadlessAudioDeviceModule audio;
    private final PeerConnectionFactory factory;

    /** What is being sent, for the moment that the library takes to copy it; all connections have one owner. */
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(Channel.MESSAGE_BYTES_MAX);

    private List<IceServer> learned = List.of();

    private NativeEngine(WebRtcConfig config, HeadlessAudioDeviceModule audio, PeerConnectionFactory factory) {
        this.config = config;
        this.audio = audio;
        this.factory = factory;
    }

    /**
     * Starts the library. Making and closing one connection here checks the ICE servers against the library's own
     * parser, and spares the first real connection the warming up.
     *
     * @throws WebRtcUnavailableException if the library cannot be loaded
     * @throws IllegalArgumentException if the library refuses the ICE servers
     */
    static NativeEngine start(WebRtcConfig config) throws WebRtcUnavailableException {
        NativeLibrary.load();
        // The factory ends the process when it finds no audio device, so that it gets one that needs none.
        var audio = new HeadlessAudioDeviceModule();
        var engine = new NativeEngine(config, audio, new PeerConnectionFactory(audio));
        try {
            engine.createPeer(new Deaf()).close();
            return engine;
        } catch (RuntimeException | Error e) {
            engine.close();
            throw e;
        }
    }

    /**
     * From now on new connections use these relays, too, unless the library's rules refuse them. That shows with the
     * next connection: a trial one for every word of the server would let it use up native memory.
     */
    void learn(List<IceServer> servers) {
        learned = List.copyOf(servers);
    }

    /**
     * A peer connection with the transport's ICE servers.
     *
     * @throws IllegalArgumentException if the library refuses the ICE servers
     */
    RTCPeerConnection createPeer(PeerConnectionObserver observer) {
        try {
            return createPeer(
                    observer,
                    Stream.concat(config.iceServers().stream(), learned.stream())
                            .toList());
        } catch (IllegalArgumentException e) {
            if (learned.isEmpty()) {
                throw e;
            }
            LOG.warn("The relays that the signalling server named are left out: {}", e.getMessage());
            learned = List.of();
            return createPeer(observer, config.iceServers());
        }
    }

    private RTCPeerConnection createPeer(PeerConnectionObserver observer, List<IceServer> servers) {
        // With a bad server in the list the constructor crashes; the setter has an answer.
        RTCPeerConnection peer = factory.createPeerConnection(configuration(List.of()), observer);
        try {
            peer.setConfiguration(configuration(servers));
            return peer;
        } catch (RuntimeException | Error e) {
            peer.close();
            throw new IllegalArgumentException("The ICE servers cannot be used: " + NativePeer.onlyOrdinary(e), e);
        }
    }

    /** Native memory for one message at a time. */
    ByteBuffer outgoing() {
        return outgoing;
    }

    /** Every peer connection has to be closed before. Never to be called on the library's own thread. */
    @Override
    public void close() {
        factory.dispose();
        audio.dispose();
    }

    private RTCConfiguration configuration(List<IceServer> servers) {
        var configuration = new RTCConfiguration();
        configuration.iceTransportPolicy = config.relayOnly() ? RTCIceTransportPolicy.RELAY : RTCIceTransportPolicy.ALL;
        configuration.portAllocatorConfig = ports();
        servers.forEach(server -> configuration.iceServers.add(toNative(server)));
        return configuration;
    }

    /** Candidates over TCP are useless between peers, where neither listens for the other. */
    private PortAllocatorConfig ports() {
        var ports = new PortAllocatorConfig().setDisableTcp(true);
        config.ports().ifPresent(range -> {
            ports.minPort = range.first();
            ports.maxPort = range.last();
        });
        return ports;
    }

    private static RTCIceServer toNative(IceServer server) {
        var result = new RTCIceServer();
        result.urls.addAll(server.urls());
        server.credentials().ifPresent(credentials -> {
            result.username = credentials.username();
            result.password = credentials.password();
        });
        return result;
    }

    /** Nobody waits for what the trial connection finds. */
    private static final class Deaf implements PeerConnectionObserver {
        @Override
        public void onIceCandidate(RTCIceCandidate candidate) {
            // There is no peer to tell.
        }
    }
}
