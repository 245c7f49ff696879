package dev.muster.domain;

import dev.muster.domain.ActivityCommand.CancelCountdown;
import dev.muster.domain.ActivityCommand.CancelRun;
import dev.muster.domain.ActivityCommand.MoveQueuedActivity;
import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.RemoveQueuedActivity;
import dev.muster.domain.ActivityCommand.RemoveSubmitter;
import dev.muster.domain.ActivityCommand.StartCountdown;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.ActivityCommand.SyncRunStarted;
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
import dev.muster.domain.MembershipCommand.AddParticipant;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MembershipCommand.LiftBan;
import dev.muster.domain.MembershipCommand.ReclaimHost;
import dev.muster.domain.MembershipCommand.RemoveLostGuest;
import dev.muster.domain.MembershipCommand.ReplaceLostHost;
import dev.muster.domain.ParticipantCommand.ChooseTeam;
import dev.muster.domain.ParticipantCommand.RemoveParticipantProperty;
import dev.muster.domain.ParticipantCommand.RenameParticipant;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantCommand.SetParticipantProperty;
import dev.muster.domain.ParticipantCommand.SetReady;
import dev.muster.domain.ParticipantCommand.ToggleParticipationMode;
import dev.muster.domain.ParticipantCommand.UpdateParticipantMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes up random steps of a story: every command there is, from everybody there is. Half of the time the host speaks,
 * so that stories get somewhere; a quarter of the time somebody speaks in another's name.
 */
final class CommandTeller {
    private static final LobbyId LOBBY = Story.LOBBY;

    /** What a story may be about, so that also what takes many of one kind comes to pass. */
    private enum Mood {
        MIXED,
        CHATTY,
        DECORATING,
        EAGER,
        QUARRELLING
    }

    private final StoryTeller teller;
    private final Mood mood;

    CommandTeller(RandomGenerator random) {
        this.teller = new StoryTeller(random);
        this.mood = teller.pick(List.of(Mood.values()));
    }

    /** How most stories begin: some people are in the lobby, before anything odd happens. */
    List<Story.Step> prelude() {
        List<Story.Step> steps = new ArrayList<>();
        if (!teller.oneIn(4)) {
            steps.add(new Story.Step(0, Sender.person(Story.person(0)), new CreateLobby(LOBBY, "Lobby", "Alice")));
            for (int guest = 1; guest <= 4; guest++) {
                var join = new JoinLobby(LOBBY, Story.PEOPLE.get(guest));
                steps.add(new Story.Step(0, Sender.person(Story.person(guest)), join));
            }
        }
        return steps;
    }

    Story.Step next(Optional<Lobby> lobby) {
        long later = teller.oneIn(5) ? teller.upTo(4_000) : teller.upTo(50);
        ParticipantId speaker =
                lobby.isPresent() && teller.oneIn(2) ? lobby.get().hostId() : teller.person();
        ParticipantId about = teller.oneIn(4) ? teller.person() : speaker;
        Sender sender = teller.oneIn(8) ? Sender.session() : new Sender.Person(speaker, teller.proof());
        return new Story.Step(later, sender, lobby.isEmpty() ? creation(about) : command(about, speaker));
    }

    private DomainCommand creation(ParticipantId about) {
        return switch (teller.upTo(4)) {
            case 0 -> new CreateLobbyWithHost(LOBBY, "Lobby", teller.participant());
            case 1 -> new JoinLobby(LOBBY, teller.name(about));
            default -> new CreateLobby(LOBBY, "Lobby", teller.name(about));
        };
    }

    private DomainCommand command(ParticipantId about, ParticipantId speaker) {
        return mood == Mood.MIXED || teller.oneIn(2) ? anyCommand(about, speaker) : moodyCommand(speaker);
    }

    private DomainCommand moodyCommand(ParticipantId speaker) {
        return switch (mood) {
            case CHATTY -> new SendChat(LOBBY, speaker, teller.text());
            case DECORATING -> new SetParticipantProperty(LOBBY, speaker, teller.key(), Value.of(teller.upTo(9)));
            case EAGER ->
                switch (teller.upTo(7)) {
                    case 0 -> new QueueActivity(LOBBY, teller.config());
                    case 1 -> new StartCountdown(LOBBY);
                    case 2 -> new DelegateHost(LOBBY, speaker, teller.person());
                    default -> new SetReady(LOBBY, speaker, true);
                };
            case QUARRELLING, MIXED ->
                switch (teller.upTo(4)) {
                    case 0 -> new DelegateHost(LOBBY, speaker, teller.person());
                    case 1 -> new ChangeSettings(LOBBY, teller.settings().withHostReclaim(HostReclaim.ORIGINAL_HOST));
                    default -> new ReclaimHost(LOBBY, speaker);
                };
        };
    }

    private DomainCommand anyCommand(ParticipantId about, ParticipantId speaker) {
        return switch (teller.upTo(5)) {
            case 0 -> lifecycle(about);
            case 1 -> membership(about, speaker);
            case 2 -> participant(about, speaker);
            default -> activity(about);
        };
    }

    private DomainCommand lifecycle(ParticipantId about) {
        return switch (teller.upTo(12)) {
            case 0 -> creation(about);
            case 1, 2 -> new OpenLobby(LOBBY);
            case 3 -> new CloseLobby(LOBBY);
            case 4 -> teller.oneIn(8) ? new EndLobby(LOBBY) : new OpenLobby(LOBBY);
            case 5 -> new RenameLobby(LOBBY, teller.name(about));
            case 6, 7 -> new ChangeSettings(LOBBY, teller.settings());
            case 8 -> new ChangePassword(LOBBY, teller.oneIn(2) ? Optional.empty() : Optional.of(StoryTeller.LOCK));
            case 9 -> new RemoveLobbyProperty(LOBBY, teller.key());
            default -> new SetLobbyProperty(LOBBY, lobbyProperty());
        };
    }

    private Property lobbyProperty() {
        var access = teller.pick(List.of(PropertyAccess.HOST, PropertyAccess.EVERYONE));
        return new Property("key" + teller.upTo(40), teller.value(), access);
    }

    private DomainCommand membership(ParticipantId about, ParticipantId speaker) {
        return switch (teller.upTo(14)) {
            case 0 -> new AddParticipant(LOBBY, teller.participant());
            case 1 -> new LeaveLobby(LOBBY, about);
            case 2 -> new KickGuest(LOBBY, about, teller.person(), teller.oneIn(3));
            case 3 -> new LiftBan(LOBBY, teller.person());
            case 4 -> new RemoveLostGuest(LOBBY, teller.person());
            case 5 -> new DelegateHost(LOBBY, about, teller.person());
            case 6 -> new ReplaceLostHost(LOBBY, teller.person());
            case 7 -> new ReclaimHost(LOBBY, about);
            default -> new JoinLobby(LOBBY, teller.name(speaker));
        };
    }

    private DomainCommand participant(ParticipantId about, ParticipantId speaker) {
        return switch (teller.upTo(9)) {
            case 0 -> new ToggleParticipationMode(LOBBY, about, speaker);
            case 1 ->
                new UpdateParticipantMode(LOBBY, teller.person(), teller.pick(List.of(ParticipationMode.values())));
            case 2 -> new RenameParticipant(LOBBY, about, teller.name(about));
            case 3, 4 -> new SetReady(LOBBY, about, !teller.oneIn(4));
            case 5 -> new ChooseTeam(LOBBY, about, teller.oneIn(4) ? Optional.empty() : Optional.of(team()));
            case 6 -> new SetParticipantProperty(LOBBY, about, teller.key(), teller.value());
            case 7 -> new RemoveParticipantProperty(LOBBY, about, teller.key());
            default -> new SendChat(LOBBY, about, teller.text());
        };
    }

    private String team() {
        return teller.pick(List.of("Red", "Blue", "Green", "Purple"));
    }

    private DomainCommand activity(ParticipantId about) {
        return switch (teller.upTo(20)) {
            case 0, 1, 2 -> new QueueActivity(LOBBY, teller.config());
            case 3 -> new RemoveQueuedActivity(LOBBY, teller.activity());
            case 4 -> new MoveQueuedActivity(LOBBY, teller.activity(), teller.upTo(6) - 1);
            case 5, 6 -> new StartCountdown(LOBBY);
            case 7 -> new CancelCountdown(LOBBY);
            case 8, 9 -> new StartNextRun(LOBBY);
            case 10 -> new SyncRunStarted(LOBBY, teller.runElsewhere(), teller.config(), teller.people());
            case 11 -> new CancelRun(LOBBY, teller.run());
            case 12 -> new RemoveSubmitter(LOBBY, teller.run(), teller.person());
            default -> new SubmitResult(LOBBY, teller.run(), about, teller.result(), Optional.of(teller.duration()));
        };
    }
}
