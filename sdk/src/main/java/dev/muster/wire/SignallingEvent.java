package dev.muster.wire;

import java.util.UUID;

/** What the signalling server says to a client: Matchbox's {@code PeerEvent}. */
public sealed interface SignallingEvent {
    /** The first word on every socket: the id that this socket has for as long as it is open. */
    record IdAssigned(UUID id) implements SignallingEvent {}

    /** Somebody came into the room. Whoever is told so makes the offer. */
    record NewPeer(UUID id) implements SignallingEvent {}

    /** Somebody's socket to the server is gone. It says nothing about a link to that peer. */
    record PeerLeft(UUID id) implements SignallingEvent {}

    /** A signal from another peer; the server stamped the sender. */
    record Signal(UUID sender, PeerSignal data) implements SignallingEvent {}
}
