package dev.muster.domain;

import java.util.Objects;
import java.util.Optional;

/** Commands about one participant, issued by that participant or, where it says so, by the host. */
public sealed interface ParticipantCommand extends DomainCommand {
    /** One method per command. */
    interface Cases<R> {
        R toggleParticipationMode(ToggleParticipationMode command);

        R updateParticipantMode(UpdateParticipantMode command);

        R renameParticipant(RenameParticipant command);

        R setReady(SetReady command);

        R chooseTeam(ChooseTeam command);

        R setParticipantProperty(SetParticipantProperty command);

        R removeParticipantProperty(RemoveParticipantProperty command);

        R sendChat(SendChat command);
    }

    <R> R match(Cases<R> cases);

    /** Changes between playing and watching, between runs. The host may do it to others. */
    record ToggleParticipationMode(LobbyId lobbyId, ParticipantId participantId, ParticipantId requesterId)
            implements ParticipantCommand {
        public ToggleParticipationMode {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
            Objects.requireNonNull(requesterId, "requesterId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.toggleParticipationMode(this);
        }
    }

    /** The host sets somebody's mode, also during a run; who is made to watch is then not required in it any more. */
    record UpdateParticipantMode(LobbyId lobbyId, ParticipantId participantId, ParticipationMode newMode)
            implements ParticipantCommand {
        public UpdateParticipantMode {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
            Objects.requireNonNull(newMode, "newMode");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.updateParticipantMode(this);
        }
    }

    /** Gives oneself another name. */
    record RenameParticipant(LobbyId lobbyId, ParticipantId participantId, String newName)
            implements ParticipantCommand {
        public RenameParticipant {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
            CommandBounds.requireText("newName", newName);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.renameParticipant(this);
        }
    }

    /** Says whether one is ready for the next run. */
    record SetReady(LobbyId lobbyId, ParticipantId participantId, boolean ready) implements ParticipantCommand {
        public SetReady {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.setReady(this);
        }
    }

    /** Joins a team, or leaves it. The host may do it to others, and the settings may leave it to the host alone. */
    record ChooseTeam(LobbyId lobbyId, ParticipantId participantId, Optional<String> team)
            implements ParticipantCommand {
        public ChooseTeam {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
            team.ifPresent(name -> CommandBounds.requireText("team", name));
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.chooseTeam(this);
        }
    }

    /** Sets a property of oneself. The host may do it to others. */
    record SetParticipantProperty(LobbyId lobbyId, ParticipantId participantId, String key, Value value)
            implements ParticipantCommand {
        public SetParticipantProperty {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
            CommandBounds.requireText("key", key);
            CommandBounds.requireValue("value", value);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.setParticipantProperty(this);
        }
    }

    /** Removes a property of oneself. The host may do it to others. */
    record RemoveParticipantProperty(LobbyId lobbyId, ParticipantId participantId, String key)
            implements ParticipantCommand {
        public RemoveParticipantProperty {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
            CommandBounds.requireText("key", key);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.removeParticipantProperty(this);
        }
    }

    /** Says something to everybody. */
    record SendChat(LobbyId lobbyId, ParticipantId participantId, String text) implements ParticipantCommand {
        public SendChat {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(participantId, "participantId");
            CommandBounds.requireText("text", text);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sendChat(this);
        }
    }
}
