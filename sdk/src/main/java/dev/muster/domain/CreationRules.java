package dev.muster.domain;

import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.LifecycleCommand.CreateLobbyWithHost;
import dev.muster.domain.LifecycleEvent.LobbyCreated;
import java.util.Optional;

/** How a lobby comes to be. */
final class CreationRules {
    private final Sender sender;
    private final LobbyTime now;

    CreationRules(Sender sender, LobbyTime now) {
        this.sender = sender;
        this.now = now;
    }

    Decision decide(DomainCommand command) {
        if (command instanceof CreateLobby create) {
            return createLobby(create);
        }
        if (command instanceof CreateLobbyWithHost create) {
            return createLobbyWithHost(create);
        }
        return Decision.refused(RefusalCode.NO_SUCH_LOBBY, "There is no lobby with the id " + command.lobbyId() + ".");
    }

    private Decision createLobby(CreateLobby command) {
        Optional<Name> lobbyName = Name.parse(command.lobbyName());
        Optional<Name> hostName = Name.parse(command.hostName());
        if (!(sender instanceof Sender.Person person)) {
            return Decision.refused(
                    RefusalCode.NOT_YOURSELF, "A lobby is made by the participant who becomes its host.");
        }
        if (lobbyName.isEmpty() || hostName.isEmpty()) {
            return Situation.invalidName();
        }
        var host = Participant.admitted(person.id(), hostName.get(), now);
        var created =
                new LobbyCreated(command.lobbyId(), lobbyName.get(), host, command.settings(), command.password());
        return Situation.refusalForTeams(command.settings()).orElseGet(() -> Decision.accepted(created));
    }

    private Decision createLobbyWithHost(CreateLobbyWithHost command) {
        Optional<Name> lobbyName = Name.parse(command.lobbyName());
        if (!sender.isSession()) {
            return Situation.onlySession();
        }
        if (lobbyName.isEmpty()) {
            return Situation.invalidName();
        }
        if (command.host().team().isPresent()) {
            return ParticipantRules.noSuchTeam();
        }
        return Decision.accepted(new LobbyCreated(
                command.lobbyId(),
                lobbyName.get(),
                command.host().joining(now),
                LobbySettings.DEFAULT,
                Optional.empty()));
    }
}
