package dev.muster.p2p;

import dev.muster.transport.PeerId;
import java.time.Duration;
import java.util.Optional;

/**
 * Looks for a host that was lost for longer than the grace period: it may be there all the same, and nobody announces
 * it, because for the signalling server it never left. Ever less often, and for as long as the session is open.
 */
final class HostSearch {
    static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private Optional<PeerId> lost = Optional.empty();
    private Duration pause = FIRST_PAUSE;
    private long nextNanos = Long.MAX_VALUE;

    void lost(PeerId host, long nowNanos) {
        lost = Optional.of(host);
        pause = FIRST_PAUSE;
        nextNanos = nowNanos;
    }

    void found() {
        lost = Optional.empty();
        nextNanos = Long.MAX_VALUE;
    }

    /** Whom to try to reach now. */
    Optional<PeerId> due(long nowNanos) {
        if (nowNanos < nextNanos) {
            return Optional.empty();
        }
        nextNanos = nowNanos + pause.toNanos();
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return lost;
    }

    long nextDeadlineNanos() {
        return nextNanos;
    }
}
