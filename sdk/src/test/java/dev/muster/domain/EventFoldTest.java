package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityEvent.ActivityQueued;
import dev.muster.domain.ActivityEvent.CountdownCancelled;
import dev.muster.domain.ActivityEvent.CountdownStarted;
import dev.muster.domain.ActivityEvent.QueuedActivityMoved;
import dev.muster.domain.ActivityEvent.QueuedActivityRemoved;
import dev.muster.domain.ActivityEvent.ResultSubmitted;
import dev.muster.domain.ActivityEvent.RunEnded;
import dev.muster.domain.ActivityEvent.RunStarted;
import dev.muster.domain.ActivityEvent.SubmitterRemoved;
import dev.muster.domain.LifecycleCommand.ChangeSettings;
import dev.muster.domain.LifecycleCommand.EndLobby;
import dev.muster.domain.LifecycleEvent.LobbyClosed;
import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.LifecycleEvent.LobbyEnded;
import dev.muster.domain.LifecycleEvent.LobbyPropertyRemoved;
import dev.muster.domain.LifecycleEvent.LobbyPropertySet;
import dev.muster.domain.LifecycleEvent.SettingsChanged;
import dev.muster.domain.MembershipCommand.KickGuest;
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
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Events that cannot have happened, as a lying or broken host would send them. */
class EventFoldTest {
    private static final LobbyId LOBBY = TestLobby.ID;
    private static final Value HEAVY = Value.of("x".repeat(2_000));

    private final TestLobby story = TestLobby.hostedBy("Host");
    private final ParticipantId host = story.host();
    private final ParticipantId bob = story.join("Bob");
    private final ParticipantId eve = TestLobby.person("Eve");
    private final RunId unknownRun = new RunId(story.nextId());
    private final ActivityConfig echo = EchoChallenge.challenge(new ActivityId(story.nextId()), "Hello");

    private void impossible(String why, LoggedEvent event) {
        Lobby lobby = story.lobby();
        LobbyContents before = lobby.contents();
        var thrown = assertThrows(ImpossibleEventException.class, () -> lobby.apply(event), event::toString);
        assertEquals(before, lobby.contents());
        String message = String.valueOf(thrown.getMessage());
        assertTrue(message.startsWith(event.getClass().getSimpleName()), message);
        assertTrue(message.contains(why), message);
    }

    private static Participant described(String name) {
        return Participant.admitted(TestLobby.person(name), Name.of(name), LobbyTime.ZERO);
    }

    private RunStart start(RunId run) {
        return new RunStart(run, echo, LobbyTime.ZERO, Optional.empty());
    }

    private ActivityResult result(RunId run, ParticipantId who) {
        return new ActivityResult(run, who, Name.of("Somebody"), Value.none(), Optional.empty(), Optional.empty());
    }

    private HostDelegated delegated(ParticipantId from, ParticipantId to, DelegationReason reason) {
        return new HostDelegated(LOBBY, from, to, reason, LobbyTime.ZERO);
    }

    @Test
    void anEventOfAnotherLobbyIsNoneOfThisOne() {
        impossible("another lobby", new LobbyClosed(new LobbyId(new UUID(0, 2))));
    }

    @Test
    void nothingHappensInALobbyThatEnded() {
        story.accepts(host, new EndLobby(LOBBY));
        impossible("has ended", new LobbyClosed(LOBBY));
        impossible("has ended", new LobbyEnded(LOBBY));
        impossible("has ended", new GuestJoined(LOBBY, described("Eve")));
    }

    @Test
    void nobodyJoinsAClosedLobbyAndNobodyButTheHostKicks() {
        impossible("not host", new GuestKicked(LOBBY, bob, bob, false));
        story.accepts(host, new LifecycleCommand.CloseLobby(LOBBY));
        impossible("closed", new GuestJoined(LOBBY, described("Eve")));
    }

    @Test
    void nobodySpeaksUnderAnotherName() {
        var message = new ChatMessage(1, bob, Name.of("Host"), "I am the host", LobbyTime.ZERO);
        impossible("another name", new ChatSent(LOBBY, message));
    }

    @Test
    void aRunIsPlayedByPeopleWhoPlayUntilAllHaveSubmittedAndOnce() {
        story.toggle(bob);
        impossible("somebody who watches", new RunStarted(LOBBY, start(unknownRun), List.of(host, bob)));
        story.toggle(bob);
        RunId run = story.startEcho("Hello");
        story.submit(host, "Hello");
        impossible(
                "yet to submit",
                new RunEnded(LOBBY, run, RunEndReason.ALL_SUBMITTED, story.run().results(), LobbyTime.ZERO));
        story.submit(bob, "Hello");
        impossible("that run is over", new RunStarted(LOBBY, start(run), List.of(host)));
    }

    @Test
    void aLobbyIsMadeOnce() {
        impossible(
                "there already",
                new LobbyCreated(LOBBY, Name.of("Again"), described("Eve"), LobbySettings.DEFAULT, Optional.empty()));
    }

    @Test
    void aLobbyDoesNotEndWhileSomethingGoesOn() {
        story.startEcho("Hello");
        impossible("still going on", new LobbyEnded(LOBBY));
        TestLobby counting = TestLobby.hostedBy("Host");
        counting.queueEcho("Hello");
        counting.accepts(counting.host(), new ActivityCommand.StartCountdown(LOBBY));
        assertThrows(ImpossibleEventException.class, () -> counting.lobby().apply(new LobbyEnded(LOBBY)));
    }

    @Test
    void nobodyJoinsWhoIsInOrBannedOrFindsNoPlaceOrHasATakenName() {
        impossible("in the lobby already", new GuestJoined(LOBBY, described("Bob")));
        impossible("name that is taken", new GuestJoined(LOBBY, described("Eve").renamed(Name.of("Bob"))));
        impossible("no such team", new GuestJoined(LOBBY, described("Eve").inTeam(Optional.of(Name.of("Red")))));
        story.accepts(host, new ChangeSettings(LOBBY, LobbySettings.DEFAULT.withCapacity(2)));
        impossible("every place is taken", new GuestJoined(LOBBY, described("Eve")));
        story.accepts(host, new KickGuest(LOBBY, host, bob, true));
        impossible("is banned", new GuestJoined(LOBBY, described("Bob")));
    }

    @Test
    void nobodyGoesWhoIsNotAGuestHere() {
        impossible("not a guest", new GuestLeft(LOBBY, eve, LeaveReason.LEFT));
        impossible("not a guest", new GuestLeft(LOBBY, host, LeaveReason.LOST));
        impossible("not a guest", new GuestKicked(LOBBY, host, host, true));
        impossible("not a guest", new GuestKicked(LOBBY, eve, host, false));
        impossible("is not banned", new BanLifted(LOBBY, bob));
    }

    @Test
    void aBanFindsNoPlaceWhereTheListIsFull() {
        Lobby full = story.withBansButFor(0).lobby();
        var kicked = new GuestKicked(LOBBY, bob, host, true);
        assertThrows(ImpossibleEventException.class, () -> full.apply(kicked));
        assertTrue(story.withBansButFor(1).lobby().apply(kicked).isBanned(bob));
    }

    @Test
    void aRoleGoesFromTheHostToAGuest() {
        impossible("not host", delegated(bob, host, DelegationReason.MANUAL));
        impossible("not a guest", delegated(host, eve, DelegationReason.MANUAL));
        impossible("not a guest", delegated(host, host, DelegationReason.MANUAL));
        impossible("cannot be reclaimed", delegated(host, bob, DelegationReason.RECLAIMED));
    }

    @Test
    void nobodyGoesOrWatchesWhomARunStillWaitsFor() {
        story.startEcho("Hello");
        impossible("still requires", new GuestLeft(LOBBY, bob, LeaveReason.LEFT));
        impossible("still requires", new GuestKicked(LOBBY, bob, host, false));
        impossible("still requires", new ParticipationModeChanged(LOBBY, bob, ParticipationMode.SPECTATING, true));
        impossible("still requires", delegated(host, bob, DelegationReason.HOST_LEFT));
        story.happens(delegated(host, bob, DelegationReason.HOST_LOST));
        story.happens(new ParticipationModeChanged(LOBBY, bob, ParticipationMode.ACTIVE, true));
    }

    @Test
    void nothingHappensToSomebodyWhoIsNotHere() {
        String why = "somebody who is not in the lobby";
        impossible(why, new ParticipationModeChanged(LOBBY, eve, ParticipationMode.ACTIVE, false));
        impossible(why, new ReadyChanged(LOBBY, eve, true));
        impossible(why, new TeamChanged(LOBBY, eve, Optional.empty()));
        impossible(why, new ParticipantPropertySet(LOBBY, eve, "hat", Value.none()));
        impossible(why, new ParticipantPropertyRemoved(LOBBY, eve, "hat"));
        impossible(why, new ChatSent(LOBBY, new ChatMessage(1, eve, Name.of("Eve"), "Hello", LobbyTime.ZERO)));
        impossible("no entry", new ParticipantRenamed(LOBBY, eve, Name.of("Evie")));
        impossible(why, new RunStarted(LOBBY, start(unknownRun), List.of(host, eve)));
    }

    @Test
    void nobodyIsRenamedToATakenNameOrReadyWhileWatching() {
        impossible("name that is taken", new ParticipantRenamed(LOBBY, bob, Name.of("Host")));
        story.toggle(bob);
        impossible("cannot be ready", new ReadyChanged(LOBBY, bob, true));
    }

    @Test
    void teamsAndPlacesAreThoseOfTheSettings() {
        impossible("no such team", new TeamChanged(LOBBY, bob, Optional.of(Name.of("Red"))));
        story.join("Carol");
        impossible("more people", new SettingsChanged(LOBBY, LobbySettings.DEFAULT.withCapacity(2)));
    }

    @Test
    void propertiesStayWithinTheirBounds() {
        impossible("no such property", new LobbyPropertyRemoved(LOBBY, "map"));
        impossible("no such property", new ParticipantPropertyRemoved(LOBBY, bob, "hat"));
        impossible(
                "another scope",
                new LobbyPropertySet(LOBBY, new Property("map", Value.none(), PropertyAccess.OWNER), host));
        impossible("weighs over", new LobbyPropertySet(LOBBY, new Property("map", HEAVY, PropertyAccess.HOST), host));
        impossible("weighs over", new ParticipantPropertySet(LOBBY, bob, "hat", HEAVY));
        impossible("letters, digits", new ParticipantPropertySet(LOBBY, bob, "a hat", Value.none()));
        for (int i = 0; i < LobbyLimits.PARTICIPANT_PROPERTIES_MAX; i++) {
            story.happens(new ParticipantPropertySet(LOBBY, bob, "k" + i, Value.none()));
        }
        impossible("at most 16", new ParticipantPropertySet(LOBBY, bob, "more", Value.none()));
    }

    @Test
    void chatIsNumberedWithoutGaps() {
        story.happens(new ChatSent(LOBBY, new ChatMessage(1, bob, Name.of("Bob"), "Hello", LobbyTime.ZERO)));
        impossible(
                "expected chat message 2, got 3",
                new ChatSent(LOBBY, new ChatMessage(3, bob, Name.of("Bob"), "Hello", LobbyTime.ZERO)));
        impossible(
                "expected chat message 2, got 1",
                new ChatSent(LOBBY, new ChatMessage(1, bob, Name.of("Bob"), "Hello", LobbyTime.ZERO)));
    }

    @Test
    void theQueueHoldsEverythingOnceAndWithinItsBound() {
        impossible("not queued", new QueuedActivityRemoved(LOBBY, echo.id()));
        impossible("no such activity", new QueuedActivityMoved(LOBBY, echo.id(), 0));
        story.happens(new ActivityQueued(LOBBY, echo));
        impossible("there already", new ActivityQueued(LOBBY, echo));
        impossible("no such activity or place", new QueuedActivityMoved(LOBBY, echo.id(), 1));
        impossible("no such activity or place", new QueuedActivityMoved(LOBBY, echo.id(), -1));
        for (int i = 1; i < LobbyLimits.QUEUE_MAX; i++) {
            story.queueEcho("activity " + i);
        }
        impossible(
                "queue is full",
                new ActivityQueued(LOBBY, EchoChallenge.challenge(new ActivityId(story.nextId()), "more")));
        story.happens(new RunStarted(LOBBY, start(unknownRun), List.of(host)));
        impossible("there already", new ActivityQueued(LOBBY, echo));
    }

    @Test
    void aCountdownRunsOnceAndTowardsSomething() {
        var countdown = new CountdownStarted(LOBBY, new Countdown(LobbyTime.ZERO, LobbyTime.ZERO));
        impossible("nothing to count down to", countdown);
        impossible("no countdown", new CountdownCancelled(LOBBY, CountdownCancelReason.HOST));
        story.happens(new ActivityQueued(LOBBY, echo));
        story.happens(countdown);
        impossible("running already", countdown);
        impossible("nothing to count down to", new QueuedActivityRemoved(LOBBY, echo.id()));
        story.happens(new RunStarted(LOBBY, start(unknownRun), List.of(host)));
        story.queueEcho("next");
        impossible("nothing to count down to", countdown);
    }

    @Test
    void aRunStartsWhereNoneIsAndForSomebodyEachOnce() {
        impossible("somebody to play it", new RunStarted(LOBBY, start(unknownRun), List.of()));
        assertThrows(IllegalArgumentException.class, () -> new RunStarted(LOBBY, start(unknownRun), List.of(bob, bob)));
        story.startEcho("Hello");
        impossible("in progress already", new RunStarted(LOBBY, start(unknownRun), List.of(bob)));
    }

    @Test
    void resultsComeOnceFromWhoIsRequiredInThisRun() {
        impossible("no such run", new ResultSubmitted(LOBBY, unknownRun, result(unknownRun, bob)));
        ParticipantId carol = story.join("Carol");
        story.toggle(carol);
        RunId run = story.startEcho("Hello");
        impossible("no such run", new ResultSubmitted(LOBBY, unknownRun, result(unknownRun, bob)));
        impossible("result of run", new ResultSubmitted(LOBBY, run, result(unknownRun, bob)));
        impossible("not in the lobby", new ResultSubmitted(LOBBY, run, result(run, eve)));
        impossible("only where required", new ResultSubmitted(LOBBY, run, result(run, carol)));
        story.happens(new ResultSubmitted(LOBBY, run, result(run, bob)));
        impossible("submits once", new ResultSubmitted(LOBBY, run, result(run, bob)));
        impossible("not required", new SubmitterRemoved(LOBBY, run, carol, false));
        impossible("no such run", new SubmitterRemoved(LOBBY, unknownRun, bob, false));
    }

    @Test
    void aRunEndsWithTheResultsThatCameIn() {
        impossible("not those of the run", ended(unknownRun, List.of()));
        RunId run = story.startEcho("Hello");
        impossible("not those of the run", ended(run, List.of(result(run, bob))));
        impossible("no such run", ended(unknownRun, List.of()));
        story.happens(ended(run, List.of()));
    }

    private static RunEnded ended(RunId run, List<ActivityResult> results) {
        return new RunEnded(LOBBY, run, RunEndReason.CANCELLED_BY_HOST, results, LobbyTime.ZERO);
    }
}
