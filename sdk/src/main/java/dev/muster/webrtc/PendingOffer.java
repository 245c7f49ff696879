package dev.muster.webrtc;

import dev.muster.transport.ConnectionId;
import dev.muster.transport.PeerId;
import dev.muster.wire.PeerSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** An offer that the owner has not answered yet. It holds text only: nothing native is spent on a stranger. */
final class PendingOffer {
    private final ConnectionId id;
    private final PeerId from;
    private final ConnectionTag tag;
    private final SessionDescription description;
    private final long deadlineNanos;
    private final List<PeerSignal.IceCandidate> candidates = new ArrayList<>();

    PendingOffer(
            ConnectionId id, PeerId from, SessionDescription description, long deadlineNanos, RandomGenerator random) {
        this.id = id;
        this.from = from;
        this.description = description;
        this.deadlineNanos = deadlineNanos;
        // A stock peer names none; then this name stays on this side.
        tag = description.tag().orElseGet(() -> ConnectionTag.draw(random));
    }

    ConnectionId id() {
        return id;
    }

    PeerId from() {
        return from;
    }

    ConnectionTag tag() {
        return tag;
    }

    SessionDescription description() {
        return description;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    List<PeerSignal.IceCandidate> candidates() {
        return List.copyOf(candidates);
    }

    /** Keeps a candidate for later if it belongs here and there is room. */
    void add(PeerSignal.IceCandidate candidate) {
        if (candidates.size() < Negotiation.WAITING_CANDIDATES_MAX) {
            candidates.add(candidate);
        }
    }

    boolean owns(PeerId sender, PeerSignal.IceCandidate candidate) {
        return from.equals(sender)
                && candidate
                        .usernameFragment()
                        .map(description.usernameFragment()::equals)
                        .orElse(true);
    }
}
