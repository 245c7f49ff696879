package dev.muster.domain;

import dev.muster.domain.ActivityEvent.CountdownCancelled;
import dev.muster.domain.ParticipantCommand.ChooseTeam;
import dev.muster.domain.ParticipantCommand.RemoveParticipantProperty;
import dev.muster.domain.ParticipantCommand.RenameParticipant;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantCommand.SetParticipantProperty;
import dev.muster.domain.ParticipantCommand.SetReady;
import dev.muster.domain.ParticipantCommand.ToggleParticipationMode;
import dev.muster.domain.ParticipantCommand.UpdateParticipantMode;
import dev.muster.domain.ParticipantEvent.ChatSent;
import dev.muster.domain.ParticipantEvent.ParticipantPropertyRemoved;
import dev.muster.domain.ParticipantEvent.ParticipantPropertySet;
import dev.muster.domain.ParticipantEvent.ParticipantRenamed;
import dev.muster.domain.ParticipantEvent.ParticipationModeChanged;
import dev.muster.domain.ParticipantEvent.ReadyChanged;
import dev.muster.domain.ParticipantEvent.TeamChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What participants may do to themselves, and the host to them. */
final class ParticipantRules implements ParticipantCommand.Cases<Decision> {
    private final Situation situation;
    private final Lobby lobby;

    ParticipantRules(Situation situation) {
        this.situation = situation;
        this.lobby = situation.lobby();
    }

    @Override
    public Decision toggleParticipationMode(ToggleParticipationMode command) {
        Optional<Participant> participant = lobby.participant(command.participantId());
        if (!situation.sender().is(command.requesterId()) || !situation.isSelfOrHost(command.participantId())) {
            return Situation.notYourself();
        }
        if (participant.isEmpty()) {
            return Situation.noSuchParticipant();
        }
        if (lobby.run().isPresent()) {
            return modeIsFixed();
        }
        boolean forced = !situation.sender().is(command.participantId());
        return modeChanged(participant.get(), participant.get().mode().toggled(), forced);
    }

    @Override
    public Decision updateParticipantMode(UpdateParticipantMode command) {
        Optional<Participant> participant = lobby.participant(command.participantId());
        if (!situation.isHostOrSession()) {
            return Situation.onlyHost("decide who plays");
        }
        if (participant.isEmpty()) {
            return Situation.noSuchParticipant();
        }
        boolean onSelf = situation.sender().is(command.participantId());
        if (onSelf && lobby.run().isPresent()) {
            return modeIsFixed();
        }
        if (participant.get().mode() == command.newMode()) {
            return Situation.nothingToChange("That participant is in this mode already.");
        }
        return modeChanged(participant.get(), command.newMode(), !onSelf);
    }

    @Override
    public Decision renameParticipant(RenameParticipant command) {
        Optional<Name> name = Name.parse(command.newName());
        if (!situation.sender().is(command.participantId())) {
            return Situation.notYourself();
        }
        Participant participant = lobby.members().get(command.participantId());
        if (name.isEmpty()) {
            return Situation.invalidName();
        }
        if (name.get().equals(participant.name())) {
            return Situation.nothingToChange("You are called so already.");
        }
        if (lobby.members().isNameTaken(name.get(), command.participantId())) {
            return Situation.nameTaken(name.get());
        }
        return Decision.accepted(new ParticipantRenamed(lobby.id(), command.participantId(), name.get()));
    }

    @Override
    public Decision setReady(SetReady command) {
        if (!situation.sender().is(command.participantId())) {
            return Situation.notYourself();
        }
        Participant participant = lobby.members().get(command.participantId());
        if (!participant.isActive()) {
            return Decision.refused(RefusalCode.NOT_ACTIVE, "You are watching; play along to be ready.");
        }
        if (participant.ready() == command.ready()) {
            return Situation.nothingToChange(command.ready() ? "You are ready already." : "You are not ready anyway.");
        }
        List<LoggedEvent> events = new ArrayList<>(2);
        if (!command.ready() && lobby.countdown().isPresent()) {
            events.add(new CountdownCancelled(lobby.id(), CountdownCancelReason.NOT_READY));
        }
        events.add(new ReadyChanged(lobby.id(), command.participantId(), command.ready()));
        return Decision.accepted(events);
    }

    @Override
    public Decision chooseTeam(ChooseTeam command) {
        Optional<Participant> participant = lobby.participant(command.participantId());
        if (!situation.isSelfOrHost(command.participantId())) {
            return Situation.notYourself();
        }
        if (!situation.isHost() && lobby.settings().teamChoice() == TeamChoice.HOST) {
            return Situation.onlyHost("put people into teams here");
        }
        if (participant.isEmpty()) {
            return Situation.noSuchParticipant();
        }
        Optional<Name> team = command.team().flatMap(this::findTeam);
        if (team.isEmpty() && command.team().isPresent()) {
            return noSuchTeam();
        }
        if (team.equals(participant.get().team())) {
            return Situation.nothingToChange("That is the team already.");
        }
        return Decision.accepted(new TeamChanged(lobby.id(), command.participantId(), team));
    }

    @Override
    public Decision setParticipantProperty(SetParticipantProperty command) {
        Optional<Participant> participant = lobby.participant(command.participantId());
        if (!situation.isSelfOrHost(command.participantId())) {
            return Situation.notYourself();
        }
        if (participant.isEmpty()) {
            return Situation.noSuchParticipant();
        }
        Properties properties = participant.get().properties();
        Optional<Decision> noRoom = PropertyRules.refusalFor(properties, command.key(), command.value());
        if (noRoom.isPresent()) {
            return noRoom.get();
        }
        if (properties.find(command.key()).map(Property::value).equals(Optional.of(command.value()))) {
            return Situation.nothingToChange("The property has that value already.");
        }
        return Decision.accepted(
                new ParticipantPropertySet(lobby.id(), command.participantId(), command.key(), command.value()));
    }

    @Override
    public Decision removeParticipantProperty(RemoveParticipantProperty command) {
        Optional<Participant> participant = lobby.participant(command.participantId());
        if (!situation.isSelfOrHost(command.participantId())) {
            return Situation.notYourself();
        }
        if (participant.isEmpty()) {
            return Situation.noSuchParticipant();
        }
        if (participant.get().properties().find(command.key()).isEmpty()) {
            return PropertyRules.noSuchProperty();
        }
        return Decision.accepted(new ParticipantPropertyRemoved(lobby.id(), command.participantId(), command.key()));
    }

    @Override
    public Decision sendChat(SendChat command) {
        if (!situation.sender().is(command.participantId())) {
            return Situation.notYourself();
        }
        if (!ChatMessage.isText(command.text())) {
            return Decision.refused(RefusalCode.INVALID_TEXT, ChatMessage.TEXT_RULE);
        }
        Chat chat = lobby.chat();
        if (chat.isBusy(command.participantId(), situation.now()) || chat.isBusy(situation.now())) {
            return Decision.refused(RefusalCode.TOO_FAST, "That is too fast; wait a few seconds.");
        }
        return Decision.accepted(new ChatSent(
                lobby.id(),
                new ChatMessage(
                        chat.nextNumber(),
                        command.participantId(),
                        lobby.members().get(command.participantId()).name(),
                        command.text(),
                        situation.now())));
    }

    static Decision noSuchTeam() {
        return Decision.refused(RefusalCode.NO_SUCH_TEAM, "There is no such team.");
    }

    private static Decision modeIsFixed() {
        return Decision.refused(
                RefusalCode.RUN_IN_PROGRESS, "Nobody changes between playing and watching during a run.");
    }

    /** Who stops playing is waited for no longer: neither by the run nor by the countdown. */
    private Decision modeChanged(Participant participant, ParticipationMode newMode, boolean forced) {
        var changed = new ParticipationModeChanged(lobby.id(), participant.id(), newMode, forced);
        return newMode == ParticipationMode.ACTIVE
                ? Decision.accepted(changed)
                : Decision.accepted(Consequences.ofDeparture(lobby, participant, false, situation.now(), changed));
    }

    private Optional<Name> findTeam(String name) {
        return lobby.settings().teams().stream()
                .filter(team -> team.value().equals(name))
                .findFirst();
    }
}
