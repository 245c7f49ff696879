package dev.muster.p2p;

import dev.muster.domain.ParticipantId;
import dev.muster.identity.Actor;
import dev.muster.link.TokenBucket;
import dev.muster.transport.PeerId;
import dev.muster.wire.RawJson;
import dev.muster.wire.SyncMessage.Confirmation;
import java.util.Optional;

/** What the host knows of one linked peer: who it is, how far it was told, and what it confirmed. */
final class Follower {
    /** Before a snapshot, or before a returning peer says how far it is. */
    static final long UNKNOWN = -1;

    final Actor actor;
    final ParticipantId participant;
    final PeerId peer;

    /** Whether it may hear everything: it is in, or was until {@link #memberUntil}. */
    boolean member;

    /** The last event it may hear; it left with that one. */
    long memberUntil = Long.MAX_VALUE;

    /** The last event it was sent, or {@link #UNKNOWN}. */
    long position = UNKNOWN;

    long confirmed;

    /** The word by which it confirmed. */
    Optional<Confirmation> word = Optional.empty();

    long headSent;
    long replicasSent;

    /** What of the lobby it was shown while it was not in, and when. */
    Optional<RawJson> face = Optional.empty();

    long faceNanos = Long.MIN_VALUE;
    long snapshotNanos = Long.MIN_VALUE;
    long progressNanos;

    final TokenBucket repairs;

    private static final int REPAIRS_AT_ONCE = 8;
    private static final int REPAIRS_PER_SECOND = 4;

    Follower(Actor actor, ParticipantId participant, PeerId peer, long nowNanos) {
        this.actor = actor;
        this.participant = participant;
        this.peer = peer;
        this.progressNanos = nowNanos;
        this.repairs = new TokenBucket(REPAIRS_PER_SECOND, REPAIRS_AT_ONCE, nowNanos);
    }
}
