package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityCommand.CancelRun;
import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.RemoveQueuedActivity;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.ActivityEvent.ActivityQueued;
import dev.muster.domain.ActivityEvent.QueuedActivityRemoved;
import dev.muster.domain.ActivityEvent.ResultSubmitted;
import dev.muster.domain.ActivityEvent.RunEnded;
import dev.muster.domain.ActivityEvent.RunStarted;
import dev.muster.domain.ActivityEvent.SubmitterRemoved;
import dev.muster.domain.MembershipCommand.RemoveLostGuest;
import dev.muster.domain.MembershipEvent.GuestLeft;
import dev.muster.domain.ParticipantCommand.ToggleParticipationMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A host with Alice and Bob, who play, and Carol, who watches. */
class ActivityLifecycleScenariosTest {
    private final TestLobby story = TestLobby.hostedBy("Host");
    private final ParticipantId host = story.host();
    private final ParticipantId alice = story.join("Alice");
    private final ParticipantId bob = story.join("Bob");
    private final ParticipantId carol = story.join("Carol");

    ActivityLifecycleScenariosTest() {
        story.toggle(carol);
    }

    @Test
    void anActivityIsPlannedByQueueingIt() {
        ActivityConfig trivia =
                new ActivityConfig(new ActivityId(story.nextId()), "trivia-v2", "Round one", Value.of("rivers"));

        List<LoggedEvent> events = story.accepts(host, new QueueActivity(TestLobby.ID, trivia));

        assertEquals(List.of(new ActivityQueued(TestLobby.ID, trivia)), events);
        assertEquals(List.of(trivia), story.lobby().queue());
        assertEquals(Optional.empty(), story.lobby().run());
    }

    @Test
    void aStartedActivityIsInProgressFromThatMomentOn() {
        ActivityId planned = story.queueEcho("Hello");
        ActivityConfig config = story.lobby().queue().get(0);
        story.passes(Duration.ofSeconds(90));

        List<LoggedEvent> events = story.accepts(host, new StartNextRun(TestLobby.ID));

        var start = new RunStart(
                story.run().id(),
                config,
                new LobbyTime(90_000),
                Optional.of(story.now().plus(LobbyLimits.RUN_TIME_LIMIT_DEFAULT)));
        assertEquals(List.of(new RunStarted(TestLobby.ID, start, List.of(host, alice, bob))), events);
        assertEquals(planned, story.run().config().id());
        assertEquals(List.of(), story.lobby().queue());
    }

    @Test
    void aSecondRunIsRefusedWhileOneIsInProgress() {
        story.queueEcho("first");
        story.queueEcho("second");
        story.start();

        story.refuses(host, new StartNextRun(TestLobby.ID), RefusalCode.RUN_IN_PROGRESS);

        assertEquals(1, story.lobby().queue().size(), "the second one waits");
    }

    @Test
    void resultsAreCollectedWhileTheHostIsStillToSubmit() {
        story.startEcho("Hello");

        story.submit(alice, "Hello");
        story.submit(bob, "hello");

        assertEquals(2, story.run().results().size());
        assertEquals(List.of(host), story.run().waitingFor());
    }

    @Test
    void aRunCompletesWithTheLastActiveParticipantTheHostIncluded() {
        RunId run = story.startEcho("Hello");
        story.submit(alice, "Hello");
        story.submit(bob, "Hello");
        story.passes(Duration.ofSeconds(3));

        List<LoggedEvent> events = story.submit(host, "Hello");

        RunRecord record = story.lobby().history().get(0);
        ActivityResult last = record.results().get(2);
        assertEquals(
                List.of(
                        new ResultSubmitted(TestLobby.ID, run, last),
                        new RunEnded(
                                TestLobby.ID, run, RunEndReason.ALL_SUBMITTED, record.results(), new LobbyTime(3_000))),
                events);
        assertEquals(RunStatus.COMPLETED, record.status());
        assertEquals(new LobbyTime(3_000), record.endedAt());
        assertEquals(Optional.empty(), story.lobby().run());
    }

    @Test
    void aSpectatorIsNotWaitedFor() {
        story.startEcho("Hello");
        assertFalse(story.run().requires(carol));

        story.submit(host, "Hello");
        story.submit(alice, "Hello");
        story.submit(bob, "Hello");

        assertTrue(story.lobby().run().isEmpty());
        assertEquals(3, story.lobby().history().get(0).results().size());
    }

    @Test
    void theHostCancelsARunAndWhatWasSubmittedIsKept() {
        RunId run = story.startEcho("Hello");
        story.submit(alice, "Hello");

        List<LoggedEvent> events = story.accepts(host, new CancelRun(TestLobby.ID, run));

        List<ActivityResult> results = story.lobby().history().get(0).results();
        assertEquals(
                List.of(new RunEnded(TestLobby.ID, run, RunEndReason.CANCELLED_BY_HOST, results, story.now())), events);
        assertEquals(1, results.size());
        assertEquals(RunStatus.CANCELLED, story.lobby().history().get(0).status());
    }

    @Test
    void aPlannedActivityIsTakenOutOfTheQueue() {
        ActivityId first = story.queueEcho("first");
        ActivityId second = story.queueEcho("second");

        List<LoggedEvent> events = story.accepts(host, new RemoveQueuedActivity(TestLobby.ID, first));

        assertEquals(List.of(new QueuedActivityRemoved(TestLobby.ID, first)), events);
        assertEquals(
                List.of(second),
                story.lobby().queue().stream().map(ActivityConfig::id).toList());
    }

    @Test
    void aGuestCannotStartToWatchDuringARunAndStaysRequired() {
        story.startEcho("Hello");

        story.refuses(alice, new ToggleParticipationMode(TestLobby.ID, alice, alice), RefusalCode.RUN_IN_PROGRESS);

        assertTrue(story.run().requires(alice));
    }

    @Test
    void aGuestWhoIsLostIsNotRequiredAnyMore() {
        RunId run = story.startEcho("Hello");
        story.submit(host, "Hello");
        story.submit(alice, "Hello");

        List<LoggedEvent> events = story.accepts(Sender.session(), new RemoveLostGuest(TestLobby.ID, bob));

        List<ActivityResult> results = story.lobby().history().get(0).results();
        assertEquals(
                List.of(
                        new SubmitterRemoved(TestLobby.ID, run, bob, false),
                        new RunEnded(TestLobby.ID, run, RunEndReason.ALL_SUBMITTED, results, story.now()),
                        new GuestLeft(TestLobby.ID, bob, LeaveReason.LOST)),
                events);
    }

    @Test
    void theLeaderboardCountsACompletedRunAndNoSpectator() {
        story.startEcho("Hello");
        story.submit(alice, "Hello");
        story.submit(bob, "Hallo");
        story.submit(host, "Hello");

        assertEquals(
                List.of(
                        new LeaderboardEntry(alice, Name.of("Alice"), 100, 1, 1),
                        new LeaderboardEntry(host, Name.of("Host"), 100, 1, 1),
                        new LeaderboardEntry(bob, Name.of("Bob"), 0, 1, 0)),
                story.lobby().leaderboard());
    }

    @Test
    void aRunThatTakesTooLongIsCancelledAndKeepsItsPartialResults() {
        RunId run = story.startEcho("Hello");
        story.submit(alice, "Hello");
        story.passes(Duration.ofMinutes(30).minusMillis(1));
        assertEquals(List.of(), story.tick());
        story.passes(Duration.ofMinutes(5));

        List<LoggedEvent> events = story.tick();

        List<ActivityResult> results = story.lobby().history().get(0).results();
        assertEquals(List.of(new RunEnded(TestLobby.ID, run, RunEndReason.TIME_LIMIT, results, story.now())), events);
        assertEquals(1, results.size());
        assertEquals(List.of(), story.lobby().leaderboard(), "a cancelled run does not count");
        assertEquals(List.of(), story.tick(), "once is enough");
    }
}
