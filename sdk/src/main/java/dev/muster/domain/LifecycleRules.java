package dev.muster.domain;

import dev.muster.domain.LifecycleCommand.ChangePassword;
import dev.muster.domain.LifecycleCommand.ChangeSettings;
import dev.muster.domain.LifecycleCommand.CloseLobby;
import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.LifecycleCommand.CreateLobbyWithHost;
import dev.muster.domain.LifecycleCommand.EndLobby;
import dev.muster.domain.LifecycleCommand.OpenLobby;
import dev.muster.domain.LifecycleCommand.RemoveLobbyProperty;
import dev.muster.domain.LifecycleCommand.RenameLobby;
import dev.muster.domain.LifecycleCommand.SetLobbyProperty;
import dev.muster.domain.LifecycleEvent.LobbyClosed;
import dev.muster.domain.LifecycleEvent.LobbyOpened;
import dev.muster.domain.LifecycleEvent.LobbyPropertyRemoved;
import dev.muster.domain.LifecycleEvent.LobbyPropertySet;
import dev.muster.domain.LifecycleEvent.LobbyRenamed;
import dev.muster.domain.LifecycleEvent.PasswordChanged;
import dev.muster.domain.LifecycleEvent.SettingsChanged;
import java.util.Optional;

/** Who may open, close, end and set up a lobby, and how. */
final class LifecycleRules implements LifecycleCommand.Cases<Decision> {
    private final Situation situation;
    private final Lobby lobby;

    LifecycleRules(Situation situation) {
        this.situation = situation;
        this.lobby = situation.lobby();
    }

    @Override
    public Decision createLobby(CreateLobby command) {
        return lobbyExists();
    }

    @Override
    public Decision createLobbyWithHost(CreateLobbyWithHost command) {
        return lobbyExists();
    }

    @Override
    public Decision openLobby(OpenLobby command) {
        if (!situation.isHost()) {
            return Situation.onlyHost("open the lobby");
        }
        if (lobby.status() == LobbyStatus.OPEN) {
            return Situation.nothingToChange("The lobby is open already.");
        }
        return Decision.accepted(new LobbyOpened(lobby.id()));
    }

    @Override
    public Decision closeLobby(CloseLobby command) {
        if (!situation.isHost()) {
            return Situation.onlyHost("close the lobby");
        }
        if (lobby.status() == LobbyStatus.CLOSED) {
            return Situation.nothingToChange("The lobby is closed already.");
        }
        return Decision.accepted(new LobbyClosed(lobby.id()));
    }

    @Override
    public Decision endLobby(EndLobby command) {
        return situation.isHostOrSession()
                ? Decision.accepted(Consequences.ofEnd(lobby, situation.now()))
                : Situation.onlyHost("end the lobby");
    }

    @Override
    public Decision renameLobby(RenameLobby command) {
        Optional<Name> name = Name.parse(command.newName());
        if (!situation.isHost()) {
            return Situation.onlyHost("rename the lobby");
        }
        if (name.isEmpty()) {
            return Situation.invalidName();
        }
        if (name.get().equals(lobby.name())) {
            return Situation.nothingToChange("The lobby is called so already.");
        }
        return Decision.accepted(new LobbyRenamed(lobby.id(), name.get()));
    }

    @Override
    public Decision changeSettings(ChangeSettings command) {
        int people = lobby.members().count();
        if (!situation.isHost()) {
            return Situation.onlyHost("change the settings");
        }
        if (command.settings().equals(lobby.settings())) {
            return Situation.nothingToChange("The settings are so already.");
        }
        if (command.settings().capacity() < people) {
            return Decision.refused(
                    RefusalCode.CAPACITY_TOO_SMALL,
                    "There are " + people + " in the lobby, so it cannot have only "
                            + command.settings().capacity() + " places.");
        }
        return Situation.refusalForTeams(command.settings())
                .orElseGet(() -> Decision.accepted(new SettingsChanged(lobby.id(), command.settings())));
    }

    @Override
    public Decision changePassword(ChangePassword command) {
        if (!situation.isHost()) {
            return Situation.onlyHost("change the password");
        }
        if (command.password().equals(lobby.password())) {
            return Situation.nothingToChange("That is the password already.");
        }
        return Decision.accepted(new PasswordChanged(lobby.id(), command.password()));
    }

    @Override
    public Decision setLobbyProperty(SetLobbyProperty command) {
        Property property = command.property();
        Optional<Property> present = lobby.properties().find(property.key());
        Optional<Participant> participant = situation.senderAsParticipant();
        if (participant.isEmpty()) {
            return Decision.refused(RefusalCode.NOT_A_PARTICIPANT, "Only a participant sets a property of the lobby.");
        }
        if (!situation.isHost() && !isOnlyNewValueOf(present, property)) {
            return Situation.onlyHost("set this property");
        }
        Optional<Decision> noRoom = PropertyRules.refusalFor(lobby.properties(), property.key(), property.value());
        if (noRoom.isPresent()) {
            return noRoom.get();
        }
        if (present.equals(Optional.of(property))) {
            return Situation.nothingToChange("The property has that value already.");
        }
        return Decision.accepted(
                new LobbyPropertySet(lobby.id(), property, participant.get().id()));
    }

    @Override
    public Decision removeLobbyProperty(RemoveLobbyProperty command) {
        if (!situation.isHost()) {
            return Situation.onlyHost("remove a property of the lobby");
        }
        if (lobby.properties().find(command.key()).isEmpty()) {
            return PropertyRules.noSuchProperty();
        }
        return Decision.accepted(new LobbyPropertyRemoved(lobby.id(), command.key()));
    }

    private static boolean isOnlyNewValueOf(Optional<Property> present, Property property) {
        return present.isPresent()
                && present.get().access() == PropertyAccess.EVERYONE
                && property.access() == PropertyAccess.EVERYONE;
    }

    private static Decision lobbyExists() {
        return Decision.refused(RefusalCode.LOBBY_EXISTS, "There is a lobby with this id already.");
    }
}
