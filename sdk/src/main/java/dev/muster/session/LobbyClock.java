package dev.muster.session;

import dev.muster.domain.LobbyTime;

/** The lobby's time on this machine: a host goes on from the time of the last event, whatever its own clock says. */
final class LobbyClock {
    private final SessionClock clock;
    private long aheadMillis;

    LobbyClock(SessionClock clock) {
        this.clock = clock;
    }

    long millis() {
        return Math.max(0, clock.monotonicMillis() + aheadMillis);
    }

    /** It is that time now. */
    void goOnFrom(LobbyTime time) {
        aheadMillis = time.millis() - clock.monotonicMillis();
    }
}
