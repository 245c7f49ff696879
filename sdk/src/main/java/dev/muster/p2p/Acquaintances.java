package dev.muster.p2p;

import dev.muster.transport.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Peers that are known to be there and are not linked: those whom signalling announced, and a host that was lost for
 * longer than the grace period. One attempt may fail on a bad network, and nobody announces them again, so they are
 * tried again, ever less often, until they are linked, refuse, or are withdrawn. Bounded; belongs to one thread.
 */
final class Acquaintances {
    static final int PEERS_MAX = 64;
    static final Duration FIRST_PAUSE = Duration.ofSeconds(12);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Map<PeerId, Attempt> peers = new LinkedHashMap<>();
    private long nextNanos = Long.MAX_VALUE;

    private static final class Attempt {
        Duration pause = FIRST_PAUSE;
        long nextNanos;

        Attempt(long nowNanos) {
            this.nextNanos = nowNanos;
        }
    }

    /** It was just talked to, in vain: there is time until the next attempt. */
    void metBefore(PeerId peer, long nowNanos) {
        met(peer, nowNanos + FIRST_PAUSE.toNanos());
    }

    void met(PeerId peer, long nowNanos) {
        if (peers.size() == PEERS_MAX) {
            Iterator<PeerId> oldest = peers.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        peers.put(peer, new Attempt(nowNanos));
        nextNanos = Math.min(nextNanos, nowNanos);
    }

    /** It is linked, refused, or gone. */
    void settled(PeerId peer) {
        peers.remove(peer);
    }

    /** Signalling gave out new ids: the old ones lead nowhere. */
    void forgetAll() {
        peers.clear();
    }

    /** Whom to try to reach now. */
    List<PeerId> due(long nowNanos) {
        if (nowNanos < nextNanos) {
            return List.of();
        }
        List<PeerId> due = new ArrayList<>();
        nextNanos = Long.MAX_VALUE;
        peers.forEach((peer, attempt) -> {
            if (nowNanos >= attempt.nextNanos) {
                due.add(peer);
                attempt.nextNanos = nowNanos + attempt.pause.toNanos();
                Duration doubled = attempt.pause.multipliedBy(2);
                attempt.pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            }
            nextNanos = Math.min(nextNanos, attempt.nextNanos);
        });
        return due;
    }

    long nextDeadlineNanos() {
        return nextNanos;
    }
}
