package dev.muster.link;

import dev.muster.transport.PeerId;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Under which id the peer of a link is reached. Anybody can say that it is reached under the id of somebody else, who
 * would then never be dialled by this side; so what was proven is kept beside what is merely claimed, and a claim saves
 * looking who is there for a short while only, and not again soon.
 */
final class Whereabouts {
    /** How long a claim is believed: longer than it takes until everybody's new id is known after an outage. */
    private static final long CLAIM_NANOS = Duration.ofSeconds(10).toNanos();

    private static final long CLAIM_PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private final Shared shared;
    private final Consumer<PeerId> onMove;
    private PeerId peer;
    private PeerId proven;
    private boolean stale;
    private long claimUntilNanos;
    private long nextClaimNanos;

    /**
     * A peer that was met under this id.
     *
     * @param onMove told of every new id but that of a new connection, which knows it
     */
    Whereabouts(Shared shared, PeerId met, Consumer<PeerId> onMove) {
        this.shared = shared;
        this.onMove = onMove;
        this.peer = met;
        this.proven = met;
    }

    PeerId peer() {
        return peer;
    }

    /** A new connection leads there. */
    void met(PeerId address) {
        peer = address;
        proven = address;
        stale = false;
    }

    /** The peer is reached under this id: it proved that there. */
    void knownAt(PeerId address) {
        proven = address;
        moveTo(address);
    }

    /** The peer says that it is reached under this id, which counts as {@link #isAt} for a short while. */
    void claims(PeerId address) {
        if (!peer.equals(address) && !proven.equals(address) && shared.now() >= nextClaimNanos) {
            claimUntilNanos = shared.now() + CLAIM_NANOS;
            nextClaimNanos = shared.now() + CLAIM_PAUSE_NANOS;
        }
        moveTo(address);
    }

    /** Somebody else proved to be reached under the id that this peer claims. */
    void isNotAt(PeerId address) {
        if (peer.equals(address) && !proven.equals(address)) {
            moveTo(proven);
            stale = true;
        }
    }

    /** Whether there is no need to look who is reached under this id. */
    boolean isAt(PeerId address) {
        return peer.equals(address) && (proven.equals(address) || shared.now() < claimUntilNanos);
    }

    private void moveTo(PeerId address) {
        stale = false;
        if (!peer.equals(address)) {
            peer = address;
            onMove.accept(address);
        }
    }

    /** Signalling knows nothing of the peer's address any more. */
    void lost() {
        stale = true;
    }

    boolean isStale() {
        return stale;
    }
}
