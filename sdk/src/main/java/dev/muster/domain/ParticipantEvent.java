package dev.muster.domain;

import java.util.Objects;
import java.util.Optional;

/** What happened to one participant. */
public sealed interface ParticipantEvent extends LoggedEvent {
    /** One method per event. */
    interface Cases<R> {
        R participationModeChanged(ParticipationModeChanged event);

        R participantRenamed(ParticipantRenamed event);

        R readyChanged(ReadyChanged event);

        R teamChanged(TeamChanged event);

        R participantPropertySet(ParticipantPropertySet event);

        R participantPropertyRemoved(ParticipantPropertyRemoved event);

        R chatSent(ChatSent event);
    }

    <R> R match(Cases<R> cases);

    /** Somebody plays or watches now; with {@code forced} because the host said so. */
    record ParticipationModeChanged(
            LobbyId lobbyId, ParticipantId participantId, ParticipationMode newMode, boolean forced)
            implements ParticipantEvent {
        public ParticipationModeChanged {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
            Objects.requireNonNull(newMode, "newMode");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.participationModeChanged(this);
        }
    }

    /** Somebody has another name. */
    record ParticipantRenamed(LobbyId lobbyId, ParticipantId participantId, Name newName) implements ParticipantEvent {
        public ParticipantRenamed {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
            Objects.requireNonNull(newName, "newName");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.participantRenamed(this);
        }
    }

    /** Somebody is ready for the next run, or not any more. */
    record ReadyChanged(LobbyId lobbyId, ParticipantId participantId, boolean ready) implements ParticipantEvent {
        public ReadyChanged {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.readyChanged(this);
        }
    }

    /** Somebody is in this team now, or in none. */
    record TeamChanged(LobbyId lobbyId, ParticipantId participantId, Optional<Name> team) implements ParticipantEvent {
        public TeamChanged {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
            Objects.requireNonNull(team, "team");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.teamChanged(this);
        }
    }

    /** A property of somebody has this value now. */
    record ParticipantPropertySet(LobbyId lobbyId, ParticipantId participantId, String key, Value value)
            implements ParticipantEvent {
        public ParticipantPropertySet {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(value, "value");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.participantPropertySet(this);
        }
    }

    /** Somebody does not have this property any more. */
    record ParticipantPropertyRemoved(LobbyId lobbyId, ParticipantId participantId, String key)
            implements ParticipantEvent {
        public ParticipantPropertyRemoved {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
            Objects.requireNonNull(key, "key");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.participantPropertyRemoved(this);
        }
    }

    /** Somebody said something. */
    record ChatSent(LobbyId lobbyId, ChatMessage message) implements ParticipantEvent {
        public ChatSent {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(message, "message");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.chatSent(this);
        }
    }
}
