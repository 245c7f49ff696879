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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes up events as a lying host would: every one there is, without a thought for whether it can have happened. */
final class EventTeller {
    private static final LobbyId LOBBY = Story.LOBBY;

    private final StoryTeller teller;

    EventTeller(RandomGenerator random) {
        this.teller = new StoryTeller(random);
    }

    LoggedEvent next(Lobby lobby) {
        return switch (teller.upTo(4)) {
            case 0 -> lifecycle();
            case 1 -> membership(lobby);
            case 2 -> participant();
            default -> activity(lobby);
        };
    }

    private LoggedEvent lifecycle() {
        var name = Name.of("Lobby " + teller.upTo(5));
        return switch (teller.upTo(12)) {
            case 0 -> new LobbyCreated(LOBBY, name, teller.participant(), teller.settings(), Optional.empty());
            case 1 -> new LobbyOpened(LOBBY);
            case 2 -> new LobbyClosed(LOBBY);
            case 3 ->
                teller.oneIn(20)
                        ? new LobbyEnded(LOBBY)
                        : new LobbyOpened(new LobbyId(teller.run().value()));
            case 4 -> new LobbyRenamed(LOBBY, name);
            case 5, 6, 7 -> new SettingsChanged(LOBBY, teller.settings());
            case 8 -> new PasswordChanged(LOBBY, Optional.of(StoryTeller.LOCK));
            case 9 -> new LobbyPropertyRemoved(LOBBY, "key" + teller.upTo(9));
            default ->
                new LobbyPropertySet(
                        LOBBY,
                        new Property(
                                "key" + teller.upTo(40), teller.value(), teller.pick(List.of(PropertyAccess.values()))),
                        teller.person());
        };
    }

    private LoggedEvent membership(Lobby lobby) {
        ParticipantId from = teller.oneIn(3) ? teller.person() : lobby.hostId();
        return switch (teller.upTo(9)) {
            case 0 -> new GuestLeft(LOBBY, teller.person(), teller.pick(List.of(LeaveReason.values())));
            case 1 -> new GuestKicked(LOBBY, teller.person(), from, teller.oneIn(2));
            case 2 -> new BanLifted(LOBBY, teller.person());
            case 3 ->
                new HostDelegated(
                        LOBBY, from, teller.person(), teller.pick(List.of(DelegationReason.values())), time());
            default -> new GuestJoined(LOBBY, teller.participant());
        };
    }

    private LoggedEvent participant() {
        ParticipantId about = teller.person();
        return switch (teller.upTo(7)) {
            case 0 -> new ParticipationModeChanged(LOBBY, about, mode(), teller.oneIn(2));
            case 1 -> new ParticipantRenamed(LOBBY, about, Name.of(teller.pick(Story.PEOPLE)));
            case 2 -> new ReadyChanged(LOBBY, about, teller.oneIn(2));
            case 3 -> new TeamChanged(LOBBY, about, Optional.of(Name.of(teller.pick(List.of("Red", "Blue", "Pink")))));
            case 4 -> new ParticipantPropertySet(LOBBY, about, "key" + teller.upTo(20), teller.value());
            case 5 -> new ParticipantPropertyRemoved(LOBBY, about, "key" + teller.upTo(20));
            default -> new ChatSent(LOBBY, message(about));
        };
    }

    private LoggedEvent activity(Lobby lobby) {
        RunId run =
                lobby.run().map(ActivityRun::id).filter(id -> !teller.oneIn(4)).orElse(teller.run());
        List<ActivityResult> results = lobby.run().map(ActivityRun::results).orElse(List.of());
        return switch (teller.upTo(12)) {
            case 0 -> new QueuedActivityRemoved(LOBBY, teller.activity());
            case 1 -> new QueuedActivityMoved(LOBBY, teller.activity(), teller.number(8));
            case 2 -> new CountdownStarted(LOBBY, countdown());
            case 3 -> new CountdownCancelled(LOBBY, CountdownCancelReason.HOST);
            case 4 -> new RunStarted(LOBBY, runStart(run), teller.people());
            case 5, 6 -> new ResultSubmitted(LOBBY, run, result(run));
            case 7 -> new SubmitterRemoved(LOBBY, run, teller.person(), teller.oneIn(2));
            case 8 -> new RunEnded(LOBBY, run, runEndReason(), teller.oneIn(4) ? List.of() : results, time());
            default -> new ActivityQueued(LOBBY, teller.config());
        };
    }

    private RunStart runStart(RunId id) {
        LobbyTime start = new LobbyTime(teller.upTo(2_000));
        boolean isLimited = teller.oneIn(2);
        return new RunStart(
                id,
                teller.config(),
                start,
                isLimited ? Optional.of(start.plus(Duration.ofMillis(1 + teller.upTo(2_000)))) : Optional.empty());
    }

    private RunEndReason runEndReason() {
        return teller.pick(List.of(RunEndReason.values()));
    }

    private ActivityResult result(RunId run) {
        RunId named = teller.oneIn(5) ? teller.run() : run;
        var name = Name.of(teller.pick(Story.PEOPLE));
        Value data = EchoChallenge.response("Hello");
        return new ActivityResult(named, teller.person(), name, data, score(), timeTaken());
    }

    private Optional<Integer> score() {
        return Optional.of(teller.oneIn(20) ? Integer.MAX_VALUE : teller.upTo(100));
    }

    private Optional<Duration> timeTaken() {
        return teller.oneIn(2)
                ? Optional.empty()
                : Optional.of(teller.oneIn(5) ? LobbyLimits.TIME_TAKEN_MAX : teller.duration());
    }

    private Countdown countdown() {
        LobbyTime start = time();
        return new Countdown(start, start.plus(teller.duration()));
    }

    private ChatMessage message(ParticipantId author) {
        long number = teller.oneIn(20) ? ChatMessage.NUMBER_MAX : 1 + teller.upTo(5);
        return new ChatMessage(number, author, Name.of(Story.nameOf(author)), "hello", LobbyTime.MAX);
    }

    private ParticipationMode mode() {
        return teller.pick(List.of(ParticipationMode.values()));
    }

    private LobbyTime time() {
        return teller.oneIn(20) ? LobbyTime.MAX : new LobbyTime(teller.upTo(10_000));
    }
}
