package dev.muster.p2p;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a game can tell its player about the host: who decides, and how this side stands with it.
 *
 * @param left with {@link State#RECONNECTING} until the host is replaced if it does not come back, with
 *     {@link State#ALONE} until this side goes on as host; empty where that is not known, and in every other state
 */
public record HostStatus(State state, Optional<Duration> left) {
    public HostStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(left, "left");
    }

    /** How it stands. Exactly one is true at a time. */
    public enum State {
        /** Nobody is known yet who is host. */
        LOOKING,
        /** The host is there. */
        FOLLOWING,
        /**
         * There is a host, this side or another, and less than half of those who were in when it took over have
         * agreed so far: there may be a host with more behind it, and then some of what is shown is taken back.
         */
        UNCONFIRMED,
        /** The host is silent for longer than usual. */
        SUSPECTED,
        /** The host went quiet. It keeps the role for the time that is left. */
        RECONNECTING,
        /** The host is gone for good, and those who are left find another one. */
        CHOOSING,
        /** Nobody of the lobby is heard, the host included. */
        ALONE,
        /** This side is host. */
        HOSTING,
        /** This side is host, and decides nothing until enough of the others are heard. */
        WAITING,
        /** The session is over for this side. */
        OVER
    }

    static HostStatus of(State state) {
        return new HostStatus(state, Optional.empty());
    }
}
