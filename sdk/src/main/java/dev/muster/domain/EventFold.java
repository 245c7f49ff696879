package dev.muster.domain;

import dev.muster.domain.ActivityEvent.ActivityQueued;
import dev.muster.domain.ActivityEvent.CountdownCancelled;
import dev.muster.domain.ActivityEvent.CountdownStarted;
import dev.muster.domain.ActivityEvent.QueuedActivityMoved;
import dev.muster.domain.ActivityEvent.QueuedActivityRemoved;
import dev.muster.domain.ActivityEvent.ResultSubmitted;
import dev.muster.domain.ActivityEvent.RunEnded;
import dev.muster.domain.ActivityEvent.RunStarted;
import dev.muster.domain.ActivityEvent.SubmitterRemoved;
import dev.muster.domain.LifecycleEvent.LobbyClosed;
import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.LifecycleEvent.LobbyEnded;
import dev.muster.domain.LifecycleEvent.LobbyOpened;
import dev.muster.domain.LifecycleEvent.LobbyPropertyRemoved;
import dev.muster.domain.LifecycleEvent.LobbyPropertySet;
import dev.muster.domain.LifecycleEvent.LobbyRenamed;
import dev.muster.domain.LifecycleEvent.PasswordChanged;
import dev.muster.domain.LifecycleEvent.SettingsChanged;
import dev.muster.domain.MembershipEvent.BanLifted;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.MembershipEvent.GuestKicked;
import dev.muster.domain.MembershipEvent.GuestLeft;
import dev.muster.domain.MembershipEvent.HostDelegated;
import dev.muster.domain.ParticipantEvent.ChatSent;
import dev.muster.domain.ParticipantEvent.ParticipantPropertyRemoved;
import dev.muster.domain.ParticipantEvent.ParticipantPropertySet;
import dev.muster.domain.ParticipantEvent.ParticipantRenamed;
import dev.muster.domain.ParticipantEvent.ParticipationModeChanged;
import dev.muster.domain.ParticipantEvent.ReadyChanged;
import dev.muster.domain.ParticipantEvent.TeamChanged;
import java.util.List;
import java.util.Optional;

/**
 * What each event makes of a lobby. Judges nothing: whether it may happen was decided before, elsewhere perhaps. But an
 * event that cannot have happened is refused, so that no machine can talk another into an impossible lobby.
 */
final class EventFold
        implements LifecycleEvent.Cases<Lobby>,
                MembershipEvent.Cases<Lobby>,
                ParticipantEvent.Cases<Lobby>,
                ActivityEvent.Cases<Lobby> {
    private final Lobby lobby;

    private EventFold(Lobby lobby) {
        this.lobby = lobby;
    }

    static Lobby apply(Lobby lobby, LoggedEvent event) {
        try {
            require(event.lobbyId().equals(lobby.id()), "it belongs to another lobby");
            require(!lobby.isEnded(), "the lobby has ended");
            return new EventFold(lobby).fold(event);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ImpossibleEventException(event, String.valueOf(e.getMessage()), e);
        }
    }

    private Lobby fold(LoggedEvent event) {
        if (event instanceof ParticipantEvent participantEvent) {
            return participantEvent.match(this);
        }
        if (event instanceof ActivityEvent activityEvent) {
            return activityEvent.match(this);
        }
        if (event instanceof MembershipEvent membershipEvent) {
            return membershipEvent.match(this);
        }
        return ((LifecycleEvent) event).match(this);
    }

    @Override
    public Lobby lobbyCreated(LobbyCreated event) {
        throw new IllegalArgumentException("the lobby is there already");
    }

    @Override
    public Lobby lobbyOpened(LobbyOpened event) {
        return lobby.withStatus(LobbyStatus.OPEN);
    }

    @Override
    public Lobby lobbyClosed(LobbyClosed event) {
        return lobby.withStatus(LobbyStatus.CLOSED);
    }

    @Override
    public Lobby lobbyEnded(LobbyEnded event) {
        require(lobby.run().isEmpty() && lobby.countdown().isEmpty(), "something is still going on");
        return lobby.withStatus(LobbyStatus.ENDED);
    }

    @Override
    public Lobby lobbyRenamed(LobbyRenamed event) {
        return lobby.withName(event.newName());
    }

    @Override
    public Lobby settingsChanged(SettingsChanged event) {
        require(
                lobby.members().count() <= event.settings().capacity(),
                "more people are in than there would be places");
        Members teamed = lobby.members().eachChanged(one -> {
            boolean keepsTeam = one.team().isEmpty()
                    || event.settings().teams().contains(one.team().get());
            return keepsTeam ? one : one.inTeam(Optional.empty());
        });
        return lobby.withSettings(event.settings()).withMembers(teamed);
    }

    @Override
    public Lobby passwordChanged(PasswordChanged event) {
        return lobby.withPassword(event.password());
    }

    @Override
    public Lobby lobbyPropertySet(LobbyPropertySet event) {
        return lobby.withProperties(lobby.properties().with(event.property()));
    }

    @Override
    public Lobby lobbyPropertyRemoved(LobbyPropertyRemoved event) {
        require(lobby.properties().find(event.key()).isPresent(), "there is no such property");
        return lobby.withProperties(lobby.properties().without(event.key()));
    }

    @Override
    public Lobby guestJoined(GuestJoined event) {
        require(lobby.status() == LobbyStatus.OPEN, "the lobby is closed");
        require(!lobby.isFull(), "every place is taken");
        require(isTeamOrNone(event.participant().team()), "there is no such team");
        return lobby.withMembers(lobby.members().joined(event.participant()));
    }

    @Override
    public Lobby guestLeft(GuestLeft event) {
        requireReleased(event.participantId());
        return lobby.withMembers(lobby.members().left(event.participantId()));
    }

    @Override
    public Lobby guestKicked(GuestKicked event) {
        require(lobby.isHost(event.kickedBy()), "it comes from somebody who is not host");
        requireReleased(event.participantId());
        return lobby.withMembers(lobby.members().kicked(event.participantId(), event.banned()));
    }

    @Override
    public Lobby banLifted(BanLifted event) {
        return lobby.withMembers(lobby.members().banLifted(event.participantId()));
    }

    @Override
    public Lobby hostDelegated(HostDelegated event) {
        require(lobby.isHost(event.from()), "it comes from somebody who is not host");
        if (event.reason() == DelegationReason.HOST_LEFT) {
            requireReleased(event.from());
        }
        boolean mayReclaim =
                event.to().equals(lobby.creatorId()) && lobby.settings().hostReclaim() == HostReclaim.ORIGINAL_HOST;
        require(event.reason() != DelegationReason.RECLAIMED || mayReclaim, "the role cannot be reclaimed");
        return lobby.withMembers(lobby.members().delegated(event.to(), event.reason(), event.at()));
    }

    @Override
    public Lobby participationModeChanged(ParticipationModeChanged event) {
        if (event.newMode() == ParticipationMode.SPECTATING) {
            requireReleased(event.participantId());
        }
        return changed(participant(event.participantId()).inMode(event.newMode()));
    }

    @Override
    public Lobby participantRenamed(ParticipantRenamed event) {
        return lobby.withMembers(lobby.members().renamed(event.participantId(), event.newName()));
    }

    @Override
    public Lobby readyChanged(ReadyChanged event) {
        return changed(participant(event.participantId()).ready(event.ready()));
    }

    @Override
    public Lobby teamChanged(TeamChanged event) {
        require(isTeamOrNone(event.team()), "there is no such team");
        return changed(participant(event.participantId()).inTeam(event.team()));
    }

    @Override
    public Lobby participantPropertySet(ParticipantPropertySet event) {
        Participant participant = participant(event.participantId());
        var property = new Property(event.key(), event.value(), PropertyAccess.OWNER);
        return changed(participant.withProperties(participant.properties().with(property)));
    }

    @Override
    public Lobby participantPropertyRemoved(ParticipantPropertyRemoved event) {
        Participant participant = participant(event.participantId());
        require(participant.properties().find(event.key()).isPresent(), "there is no such property");
        return changed(participant.withProperties(participant.properties().without(event.key())));
    }

    @Override
    public Lobby chatSent(ChatSent event) {
        Participant author = participant(event.message().author());
        require(author.name().equals(event.message().authorName()), "its author has another name");
        return lobby.withChat(lobby.chat().with(event.message()));
    }

    @Override
    public Lobby activityQueued(ActivityQueued event) {
        return lobby.withStage(lobby.stage().queued(event.config()));
    }

    @Override
    public Lobby queuedActivityRemoved(QueuedActivityRemoved event) {
        return lobby.withStage(lobby.stage().unqueued(event.activityId()));
    }

    @Override
    public Lobby queuedActivityMoved(QueuedActivityMoved event) {
        return lobby.withStage(lobby.stage().moved(event.activityId(), event.position()));
    }

    @Override
    public Lobby countdownStarted(CountdownStarted event) {
        return lobby.withStage(lobby.stage().counting(event.countdown()));
    }

    @Override
    public Lobby countdownCancelled(CountdownCancelled event) {
        return lobby.withStage(lobby.stage().notCounting());
    }

    @Override
    public Lobby runStarted(RunStarted event) {
        boolean allPlay =
                event.requiredSubmitters().stream().map(this::participant).allMatch(Participant::isActive);
        require(allPlay, "it requires somebody who watches");
        ActivityRun run = ActivityRun.of(event.run(), event.requiredSubmitters(), List.of());
        Members unready = lobby.members().eachChanged(one -> one.ready() ? one.ready(false) : one);
        return lobby.withStage(lobby.stage().started(run)).withMembers(unready);
    }

    @Override
    public Lobby resultSubmitted(ResultSubmitted event) {
        participant(event.result().participantId());
        return lobby.withStage(lobby.stage().submitted(event.runId(), event.result()));
    }

    @Override
    public Lobby submitterRemoved(SubmitterRemoved event) {
        return lobby.withStage(lobby.stage().released(event.runId(), event.participantId(), event.resultDiscarded()));
    }

    @Override
    public Lobby runEnded(RunEnded event) {
        boolean sameResults = lobby.run().isPresent()
                && event.results().equals(lobby.run().get().results());
        require(sameResults, "its results are not those of the run in progress");
        boolean isOver = event.reason().status() == RunStatus.COMPLETED || event.reason() == RunEndReason.NOBODY_LEFT;
        boolean isTrue = !isOver || lobby.run().get().ending().equals(Optional.of(event.reason()));
        require(isTrue, "somebody has yet to submit");
        return lobby.withStage(lobby.stage().ended(event.runId(), event.reason(), event.at(), lobby.members()));
    }

    private Participant participant(ParticipantId id) {
        require(lobby.members().contains(id), "it is about somebody who is not in the lobby");
        return lobby.members().get(id);
    }

    private Lobby changed(Participant participant) {
        return lobby.withMembers(lobby.members().changed(participant));
    }

    private void requireReleased(ParticipantId id) {
        require(!lobby.stage().isRequired(id), "a run still requires that participant");
    }

    private boolean isTeamOrNone(Optional<Name> team) {
        return team.isEmpty() || lobby.settings().teams().contains(team.get());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
