package dev.muster.wire;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the signalling server says to a client: Matchbox's {@code PeerEvent}, and three words of our own server, which
 * it says only to clients that asked for them with {@code ?muster=1}.
 */
public sealed interface SignallingEvent {
    /** The first word on every socket: the id that this socket has for as long as it is open. */
    record IdAssigned(UUID id) implements SignallingEvent {}

    /** Somebody came into the room. Whoever is told so makes the offer. */
    record NewPeer(UUID id) implements SignallingEvent {}

    /** Somebody's socket to the server is gone. It says nothing about a link to that peer. */
    record PeerLeft(UUID id) implements SignallingEvent {}

    /** A signal from another peer; the server stamped the sender. */
    record Signal(UUID sender, PeerSignal data) implements SignallingEvent {}

    /** Asked for only: what this client said had no effect, or its socket is about to close. */
    record Complaint(String kind, String detail, Optional<UUID> receiver) implements SignallingEvent {
        /** The kind of an error about a signal whose receiver is not in the room. */
        public static final String UNKNOWN_RECEIVER = "unknown_receiver";
    }

    /** Asked for only: the server shuts down on purpose. Links do not need it. */
    record Draining(Duration closesIn) implements SignallingEvent {}

    /** Asked for only: relays that the server vouches for, with credentials for a limited time. */
    record IceServers(List<Relay> servers, Duration timeToLive) implements SignallingEvent {
        /** More than any server needs to name. */
        public static final int SERVERS_MAX = 4;

        public IceServers {
            servers = List.copyOf(servers);
            if (servers.size() > SERVERS_MAX) {
                throw new IllegalArgumentException("at most " + SERVERS_MAX + " ICE servers, not " + servers.size());
            }
        }

        /** One of them. Whether its URLs make sense is for those to say who use them. */
        public record Relay(List<String> urls, String username, String credential) {
            public Relay {
                urls = List.copyOf(urls);
            }

            /** Keeps the credential out of logs. */
            @Override
            public String toString() {
                return "Relay" + urls;
            }
        }
    }
}
