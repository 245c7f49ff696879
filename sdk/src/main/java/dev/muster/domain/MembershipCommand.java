package dev.muster.domain;

import java.util.Objects;

/** Commands about who is in the lobby and who is its host. */
public sealed interface MembershipCommand extends DomainCommand {
    /** One method per command. */
    interface Cases<R> {
        R joinLobby(JoinLobby command);

        R addParticipant(AddParticipant command);

        R leaveLobby(LeaveLobby command);

        R kickGuest(KickGuest command);

        R liftBan(LiftBan command);

        R removeLostGuest(RemoveLostGuest command);

        R delegateHost(DelegateHost command);

        R replaceLostHost(ReplaceLostHost command);

        R reclaimHost(ReclaimHost command);
    }

    <R> R match(Cases<R> cases);

    /** Takes a place in the lobby as a guest. */
    record JoinLobby(LobbyId lobbyId, String guestName) implements MembershipCommand {
        public JoinLobby {
            Objects.requireNonNull(lobbyId, "lobbyId");
            CommandBounds.requireText("guestName", guestName);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.joinLobby(this);
        }
    }

    /** Takes in a guest who is already described. For the session, never for a person. */
    record AddParticipant(LobbyId lobbyId, Participant participant) implements MembershipCommand {
        public AddParticipant {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participant, "participant");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.addParticipant(this);
        }
    }

    /**
     * Gives up one's place. If the host leaves, the oldest guest is host at once; if nobody is left, the lobby ends.
     */
    record LeaveLobby(LobbyId lobbyId, ParticipantId participantId) implements MembershipCommand {
        public LeaveLobby {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.leaveLobby(this);
        }
    }

    /** Removes a guest, and with {@code ban} keeps the person out until the ban is lifted. */
    record KickGuest(LobbyId lobbyId, ParticipantId hostId, ParticipantId guestId, boolean ban)
            implements MembershipCommand {
        public KickGuest {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(hostId, "hostId");
            Objects.requireNonNull(guestId, "guestId");
        }

        public KickGuest(LobbyId lobbyId, ParticipantId hostId, ParticipantId guestId) {
            this(lobbyId, hostId, guestId, false);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.kickGuest(this);
        }
    }

    /** Lets somebody come back who was banned. */
    record LiftBan(LobbyId lobbyId, ParticipantId participantId) implements MembershipCommand {
        public LiftBan {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.liftBan(this);
        }
    }

    /** Removes a guest who did not come back in time. For the session, never for a person. */
    record RemoveLostGuest(LobbyId lobbyId, ParticipantId participantId) implements MembershipCommand {
        public RemoveLostGuest {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.removeLostGuest(this);
        }
    }

    /** Makes a guest the host; the host becomes a guest. */
    record DelegateHost(LobbyId lobbyId, ParticipantId currentHostId, ParticipantId newHostId)
            implements MembershipCommand {
        public DelegateHost {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(currentHostId, "currentHostId");
            Objects.requireNonNull(newHostId, "newHostId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.delegateHost(this);
        }
    }

    /**
     * Makes a guest the host because the host is lost, who stays as a guest for now. For the session, never for a
     * person.
     */
    record ReplaceLostHost(LobbyId lobbyId, ParticipantId newHostId) implements MembershipCommand {
        public ReplaceLostHost {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(newHostId, "newHostId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.replaceLostHost(this);
        }
    }

    /** Gives the host role back to the one who made the session, if the settings say so. */
    record ReclaimHost(LobbyId lobbyId, ParticipantId participantId) implements MembershipCommand {
        public ReclaimHost {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.reclaimHost(this);
        }
    }
}
