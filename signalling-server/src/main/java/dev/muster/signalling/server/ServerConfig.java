package dev.muster.signalling.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a server is told when it starts; checked by {@link SignallingServerBuilder}.
 *
 * @param pathPrefix segments before the room's name
 * @param allowedOrigins empty means any
 * @param trustedProxies whose {@code X-Forwarded-For} is believed
 */
record ServerConfig(
        InetSocketAddress address,
        Topology topology,
        Limits limits,
        List<String> pathPrefix,
        Set<String> allowedOrigins,
        Set<InetAddress> trustedProxies,
        Optional<TlsFiles> tls,
        Optional<TurnServer> turnServer,
        AdmissionPolicy admissionPolicy,
        PeerListener peerListener) {
    ServerConfig {
        pathPrefix = List.copyOf(pathPrefix);
        allowedOrigins = Set.copyOf(allowedOrigins);
        trustedProxies = Set.copyOf(trustedProxies);
    }
}
