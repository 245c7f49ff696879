package dev.muster.signalling.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * How the server goes away: no new connections; a notice to those who asked for one; a goodbye to everybody; the
 * end, when all have gone or the time is over. Owned by the loop thread.
 */
final class Drain {
    private enum Phase {
        OPEN,
        NOTICE,
        GOODBYE,
        DONE
    }

    private final Acceptor acceptor;
    private final RequestDesk desk;
    private final Switchboard switchboard;
    private final Set<Connection> guests;
    private final Limits limits;
    private Phase phase = Phase.OPEN;
    private long phaseEndNanos;

    Drain(Acceptor acceptor, RequestDesk desk, Switchboard switchboard, Set<Connection> guests, Limits limits) {
        this.acceptor = acceptor;
        this.desk = desk;
        this.switchboard = switchboard;
        this.guests = guests;
        this.limits = limits;
    }

    void begin(long nowNanos) {
        if (phase != Phase.OPEN) {
            return;
        }
        try {
            acceptor.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the listening socket does not close", e);
        }
        desk.drain();
        long notice = limits.get(Limit.DRAIN_NOTICE_MILLIS);
        boolean anybodyAsked = false;
        for (Connection guest : guests) {
            if (guest.stage().wantsNotice()) {
                guest.stage().announceEnd(notice);
                anybodyAsked = true;
            }
        }
        phase = Phase.NOTICE;
        phaseEndNanos = nowNanos + (anybodyAsked ? limits.nanos(Limit.DRAIN_NOTICE_MILLIS) : 0);
        tick(nowNanos);
    }

    /** True when the server has nothing left to do. */
    boolean tick(long nowNanos) {
        boolean timeOver = nowNanos - phaseEndNanos >= 0;
        if (phase == Phase.NOTICE && (timeOver || guests.isEmpty())) {
            phase = Phase.GOODBYE;
            switchboard.fallSilent(); // Who leaves before goes by itself, and the others must hear of it.
            phaseEndNanos = nowNanos + limits.nanos(Limit.LINGER_MILLIS);
            for (Connection guest : guests.toArray(new Connection[0])) {
                guest.stage().dismiss(nowNanos);
            }
        } else if (phase == Phase.GOODBYE && (timeOver || guests.isEmpty())) {
            phase = Phase.DONE;
            for (Connection guest : guests.toArray(new Connection[0])) {
                guest.close();
            }
        }
        return phase == Phase.DONE;
    }
}
