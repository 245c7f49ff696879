package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.ActivityEvent.RunEnded;
import dev.muster.domain.ActivityEvent.SubmitterRemoved;
import dev.muster.domain.LifecycleCommand.ChangePassword;
import dev.muster.domain.LifecycleCommand.EndLobby;
import dev.muster.domain.LifecycleEvent.LobbyEnded;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MembershipCommand.ReplaceLostHost;
import dev.muster.domain.MembershipEvent.GuestKicked;
import dev.muster.domain.MembershipEvent.GuestLeft;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EdgeCaseScenariosTest {
    private final TestLobby story = TestLobby.hostedBy("Host");
    private final ParticipantId host = story.host();
    private final ParticipantId alice = story.join("Alice");
    private final ParticipantId bob = story.join("Bob");

    @Test
    void aHostWhoseGuestsAllWatchPlaysAlone() {
        story.toggle(alice);
        story.toggle(bob);
        RunId run = story.startEcho("Hello");

        assertEquals(List.of(host), story.run().required());
        story.refuses(
                alice,
                new SubmitResult(TestLobby.ID, run, alice, EchoChallenge.response("Hello")),
                RefusalCode.NOT_REQUIRED);
        story.submit(host, "Hello");
        assertEquals(1, story.lobby().history().size());
    }

    @Test
    void aLobbyThatEverybodyIsLostFromIsEndedByTheSession() {
        List<LoggedEvent> events = story.accepts(Sender.session(), new EndLobby(TestLobby.ID));

        assertEquals(List.of(new LobbyEnded(TestLobby.ID)), events);
        assertTrue(story.lobby().isEnded());
    }

    @Test
    void aNewcomerDuringTheGracePeriodStandsBehindTheOlderGuests() {
        ParticipantId dave = story.join("Dave");

        assertEquals(
                List.of(alice, bob, dave),
                story.lobby().guests().stream().map(Participant::id).toList());
        story.accepts(
                Sender.session(),
                new ReplaceLostHost(TestLobby.ID, story.lobby().guests().get(0).id()));
        assertEquals(alice, story.host());
    }

    @Test
    void aResultAfterTheEndOfTheRunIsRefused() {
        RunId run = story.startEcho("Hello");
        story.submit(host, "Hello");
        story.submit(alice, "Hello");
        story.submit(bob, "Hello");

        Refusal refusal = story.refuses(
                bob,
                new SubmitResult(TestLobby.ID, run, bob, EchoChallenge.response("Hello")),
                RefusalCode.NO_SUCH_RUN);

        assertEquals("That run is not in progress; it may have ended.", refusal.sentence());
    }

    @Test
    void theOthersFinishWhenAGuestLeavesDuringARun() {
        RunId run = story.startEcho("Hello");

        List<LoggedEvent> events = story.accepts(alice, new LeaveLobby(TestLobby.ID, alice));

        assertEquals(
                List.of(
                        new SubmitterRemoved(TestLobby.ID, run, alice, false),
                        new GuestLeft(TestLobby.ID, alice, LeaveReason.LEFT)),
                events);
        story.submit(host, "Hello");
        story.submit(bob, "Hello");
        assertEquals(RunEndReason.ALL_SUBMITTED, story.lobby().history().get(0).reason());
    }

    @Test
    void aKickDuringARunDiscardsThePartialResultAndTheRunGoesOn() {
        RunId run = story.startEcho("Hello");
        story.submit(alice, "Hello");

        List<LoggedEvent> events = story.accepts(host, new KickGuest(TestLobby.ID, host, alice));

        assertEquals(
                List.of(
                        new SubmitterRemoved(TestLobby.ID, run, alice, true),
                        new GuestKicked(TestLobby.ID, alice, host, false)),
                events);
        assertEquals(List.of(), story.run().results());
        assertEquals(List.of(host, bob), story.run().waitingFor());
    }

    @Test
    void aLobbyWhoseGuestsAreAllKickedStaysOpen() {
        story.accepts(host, new KickGuest(TestLobby.ID, host, alice));
        story.accepts(host, new KickGuest(TestLobby.ID, host, bob));

        assertEquals(LobbyStatus.OPEN, story.lobby().status());
        assertEquals(List.of("Host"), story.names());
        story.join("Alice");
        assertEquals(List.of("Host", "Alice"), story.names());
    }

    @Test
    void aChangedPasswordConcernsNewcomersOnly() {
        story.lockWith("old");
        ParticipantId carol = TestLobby.person("Carol");
        story.accepts(TestLobby.knowing(carol, "old"), new JoinLobby(TestLobby.ID, "Carol"));

        story.accepts(host, new ChangePassword(TestLobby.ID, Optional.of(TestLobby.lock("new"))));

        assertEquals(List.of("Host", "Alice", "Bob", "Carol"), story.names());
        ParticipantId dave = TestLobby.person("Dave");
        story.refuses(TestLobby.knowing(dave, "old"), new JoinLobby(TestLobby.ID, "Dave"), RefusalCode.WRONG_PASSWORD);
        story.accepts(TestLobby.knowing(dave, "new"), new JoinLobby(TestLobby.ID, "Dave"));
    }

    @Test
    void theRunEndsTogetherWithTheLobby() {
        RunId run = story.startEcho("Hello");

        List<LoggedEvent> events = story.accepts(host, new EndLobby(TestLobby.ID));

        assertEquals(
                List.of(
                        new RunEnded(TestLobby.ID, run, RunEndReason.LOBBY_ENDED, List.of(), story.now()),
                        new LobbyEnded(TestLobby.ID)),
                events);
    }
}
