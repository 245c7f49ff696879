package dev.muster.p2p;

import dev.muster.domain.LobbyTime;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether the times in events can be true: lobby time runs no faster than the time that really passes, give or take.
 * The first event after joining or coming back is believed, because nothing can be said before; how long it was on its
 * way nobody knows, so a host can be ahead by that much and not be found out.
 */
final class TimeGuard {
    /** How far an event may be ahead of what one would expect. */
    static final Duration AHEAD_MAX = Duration.ofSeconds(5);

    /** How long a way back into the session may take, beside the grace period: noticing, sleeping, dialling. */
    static final Duration RETURN_MAX = Duration.ofSeconds(20);

    /** How many percent faster than this one another machine's clock may run. */
    static final int DRIFT_PERCENT_MAX = 2;

    private final Duration ageMax;
    private Optional<LobbyTime> anchor = Optional.empty();
    private long anchorNanos;

    /** @param grace how long somebody may be away and then hear what happened meanwhile */
    TimeGuard(Duration grace) {
        // So old the event may have been on its arrival that everything is measured by.
        this.ageMax = grace.plus(RETURN_MAX);
    }

    /** This side slept, or missed some: how much time passed is not known any more. */
    void forget() {
        anchor = Optional.empty();
    }

    boolean canBe(LobbyTime at, long nowNanos) {
        if (anchor.isEmpty()) {
            anchor = Optional.of(at);
            anchorNanos = nowNanos;
            return true;
        }
        long elapsed = Math.max(0, nowNanos - anchorNanos);
        Duration most = Duration.ofNanos(elapsed + elapsed / 100 * DRIFT_PERCENT_MAX)
                .plus(AHEAD_MAX)
                .plus(ageMax);
        return !anchor.get().plus(most).isBefore(at);
    }
}
