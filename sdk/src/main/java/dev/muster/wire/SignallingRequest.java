package dev.muster.wire;

import java.util.UUID;

/** What a client says to the signalling server: Matchbox's {@code PeerRequest}. */
public sealed interface SignallingRequest {
    /** Says nothing but "still here"; no reply comes. */
    record KeepAlive() implements SignallingRequest {}

    /** Asks the server to pass {@code data} on to {@code receiver}. */
    record Signal(UUID receiver, PeerSignal data) implements SignallingRequest {}
}
