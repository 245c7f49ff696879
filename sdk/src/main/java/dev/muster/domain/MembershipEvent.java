package dev.muster.domain;

import java.util.Objects;

/** What happened to who is in the lobby and who is its host. */
public sealed interface MembershipEvent extends LoggedEvent {
    /** One method per event. */
    interface Cases<R> {
        R guestJoined(GuestJoined event);

        R guestLeft(GuestLeft event);

        R guestKicked(GuestKicked event);

        R banLifted(BanLifted event);

        R hostDelegated(HostDelegated event);
    }

    <R> R match(Cases<R> cases);

    /** Somebody has a place in the lobby, behind everybody else in the order of admission. */
    record GuestJoined(LobbyId lobbyId, Participant participant) implements MembershipEvent {
        public GuestJoined {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participant, "participant");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.guestJoined(this);
        }
    }

    /** A guest is gone. */
    record GuestLeft(LobbyId lobbyId, ParticipantId participantId, LeaveReason reason) implements MembershipEvent {
        public GuestLeft {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.guestLeft(this);
        }
    }

    /** The host removed a guest, who may come back unless banned. */
    record GuestKicked(LobbyId lobbyId, ParticipantId participantId, ParticipantId kickedBy, boolean banned)
            implements MembershipEvent {
        public GuestKicked {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
            Objects.requireNonNull(kickedBy, "kickedBy");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.guestKicked(this);
        }
    }

    /** Somebody who was banned may come back. */
    record BanLifted(LobbyId lobbyId, ParticipantId participantId) implements MembershipEvent {
        public BanLifted {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.banLifted(this);
        }
    }

    /**
     * Another participant is host. With {@link DelegationReason#HOST_LEFT} the former one is gone, else a guest.
     *
     * <p>Nothing of the former host's reign follows this event: what its leaving brings about stands before it.
     */
    record HostDelegated(LobbyId lobbyId, ParticipantId from, ParticipantId to, DelegationReason reason, LobbyTime at)
            implements MembershipEvent {
        public HostDelegated {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(at, "at");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.hostDelegated(this);
        }
    }
}
