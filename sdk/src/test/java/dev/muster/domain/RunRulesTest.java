package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityCommand.CancelRun;
import dev.muster.domain.ActivityCommand.RemoveSubmitter;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.ActivityCommand.SyncRunStarted;
import dev.muster.domain.ActivityEvent.RunEnded;
import dev.muster.domain.ActivityEvent.RunStarted;
import dev.muster.domain.ActivityEvent.SubmitterRemoved;
import dev.muster.domain.LifecycleCommand.ChangeSettings;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MembershipEvent.GuestKicked;
import dev.muster.domain.MembershipEvent.GuestLeft;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunRulesTest {
    private static final LobbyId LOBBY = TestLobby.ID;

    private final TestLobby story = TestLobby.hostedBy("Host");
    private final ParticipantId host = story.host();
    private final ParticipantId bob = story.join("Bob");
    private final RunId unknown = new RunId(story.nextId());

    private SubmitResult result(RunId run, ParticipantId who, Value data) {
        return new SubmitResult(LOBBY, run, who, data);
    }

    @Test
    void nothingStartsWhereNothingIsQueued() {
        story.refuses(host, new StartNextRun(LOBBY), RefusalCode.QUEUE_EMPTY);
    }

    @Test
    void whoComesDuringARunPlaysFromTheNextOneOn() {
        RunId run = story.startEcho("Hello");
        ParticipantId late = story.join("Late");

        assertTrue(story.participant(late).isActive());
        assertFalse(story.run().requires(late));
        story.refuses(late, result(run, late, EchoChallenge.response("Hello")), RefusalCode.NOT_REQUIRED);
        assertEquals(1, story.accepts(late, new LeaveLobby(LOBBY, late)).size(), "the run does not notice");
    }

    @Test
    void aResultIsHandedInOnceForTheRunInProgress() {
        story.refuses(bob, result(unknown, bob, Value.none()), RefusalCode.NO_SUCH_RUN);
        RunId run = story.startEcho("Hello");
        story.refuses(bob, result(unknown, bob, EchoChallenge.response("Hello")), RefusalCode.NO_SUCH_RUN);
        story.submit(bob, "Hello");
        story.refuses(bob, result(run, bob, EchoChallenge.response("Hello")), RefusalCode.ALREADY_SUBMITTED);
    }

    @Test
    void aResultWeighsNoMoreThanItMay() {
        RunId run = story.startEcho("Hello");
        int overhead = EchoChallenge.response("").weight();
        String longest = "x".repeat(LobbyLimits.RESULT_DATA_WEIGHT_MAX - overhead);
        story.refuses(bob, result(run, bob, EchoChallenge.response(longest + "x")), RefusalCode.VALUE_TOO_LARGE);
        story.submit(bob, longest);
    }

    @Test
    void aClaimedTimeIsNeverLongerThanTheRunHasLasted() {
        RunId run = story.startEcho("Hello");
        story.passes(Duration.ofSeconds(2));
        var year = Optional.of(Duration.ofDays(365));
        story.accepts(bob, new SubmitResult(LOBBY, run, bob, EchoChallenge.response("Hello"), year));
        story.submit(host, "Hello");

        List<ActivityResult> results = story.lobby().history().get(0).results();
        assertEquals(Optional.of(Duration.ofSeconds(2)), results.get(0).timeTaken());
        assertEquals(Optional.empty(), results.get(1).timeTaken());
    }

    @Test
    void aRunIsCancelledOnlyWhileItIsInProgress() {
        story.refuses(host, new CancelRun(LOBBY, unknown), RefusalCode.NO_SUCH_RUN);
        story.startEcho("Hello");
        story.refuses(host, new CancelRun(LOBBY, unknown), RefusalCode.NO_SUCH_RUN);
    }

    @Test
    void theHostStopsWaitingForSomebodyAndKeepsTheResult() {
        RunId run = story.startEcho("Hello");
        story.submit(bob, "Hello");
        story.refuses(host, new RemoveSubmitter(LOBBY, unknown, bob), RefusalCode.NO_SUCH_RUN);
        story.refuses(host, new RemoveSubmitter(LOBBY, run, TestLobby.person("Eve")), RefusalCode.NOT_REQUIRED);

        assertEquals(
                List.of(new SubmitterRemoved(LOBBY, run, bob, false)),
                story.accepts(host, new RemoveSubmitter(LOBBY, run, bob)));

        assertEquals(1, story.run().results().size());
        story.refuses(host, new RemoveSubmitter(LOBBY, run, bob), RefusalCode.NOT_REQUIRED);
        story.submit(host, "Hello");
        assertEquals(2, story.lobby().history().get(0).results().size());
    }

    @Test
    void aRunThatNobodyIsLeftForIsCancelled() {
        RunId run = story.startEcho("Hello");
        story.accepts(host, new RemoveSubmitter(LOBBY, run, host));

        assertEquals(
                List.of(
                        new SubmitterRemoved(LOBBY, run, bob, false),
                        new RunEnded(LOBBY, run, RunEndReason.NOBODY_LEFT, List.of(), story.now()),
                        new GuestLeft(LOBBY, bob, LeaveReason.LEFT)),
                story.accepts(bob, new LeaveLobby(LOBBY, bob)));
        assertEquals(RunStatus.CANCELLED, story.lobby().history().get(0).status());
    }

    @Test
    void aRunThatOnlyResultsAreLeftOfIsCompleted() {
        RunId run = story.startEcho("Hello");
        story.submit(bob, "Hello");
        story.accepts(bob, new LeaveLobby(LOBBY, bob));
        assertEquals(1, story.run().results().size());

        story.accepts(host, new RemoveSubmitter(LOBBY, run, host));

        RunRecord record = story.lobby().history().get(0);
        assertEquals(RunEndReason.ALL_SUBMITTED, record.reason());
        assertEquals("Bob", record.results().get(0).participantName().value());
        assertEquals(bob, story.lobby().leaderboard().get(0).participantId());
    }

    @Test
    void aKickOfTheLastOneDiscardsTheOnlyResultAndCancelsTheRun() {
        story.toggle(host);
        RunId run = story.startEcho("Hello");
        ParticipantId carol = story.join("Carol");

        assertEquals(
                List.of(
                        new SubmitterRemoved(LOBBY, run, bob, true),
                        new RunEnded(LOBBY, run, RunEndReason.NOBODY_LEFT, List.of(), story.now()),
                        new GuestKicked(LOBBY, bob, host, true)),
                story.accepts(host, new KickGuest(LOBBY, host, bob, true)));
        assertEquals(List.of("Host", "Carol"), story.names());
        assertTrue(story.participant(carol).isActive());
    }

    @Test
    void theSessionTakesOverARunThatStartedElsewhere() {
        ActivityId queued = story.queueEcho("Hello");
        story.queueEcho("next");
        ActivityConfig config = story.lobby().queue().get(0);
        var sync = new SyncRunStarted(LOBBY, unknown, config, List.of(bob));
        Sender session = Sender.session();
        story.refuses(session, new SyncRunStarted(LOBBY, unknown, config, List.of()), RefusalCode.NOBODY_ACTIVE);
        story.refuses(
                session,
                new SyncRunStarted(LOBBY, unknown, config, List.of(bob, TestLobby.person("Eve"))),
                RefusalCode.NO_SUCH_PARTICIPANT);

        var start = new RunStart(unknown, config, story.now(), Optional.of(new LobbyTime(1_800_000)));
        assertEquals(List.of(new RunStarted(LOBBY, start, List.of(bob))), story.accepts(session, sync));

        assertEquals(1, story.lobby().queue().size(), "what is played has left the queue");
        assertFalse(story.lobby().stage().isQueued(queued));
        story.refuses(session, sync, RefusalCode.RUN_IN_PROGRESS);
        story.submit(bob, "Hello");
        story.refuses(session, sync, RefusalCode.NO_SUCH_RUN);
        story.toggle(bob);
        var another = new SyncRunStarted(LOBBY, new RunId(story.nextId()), config, List.of(bob));
        story.refuses(session, another, RefusalCode.NOT_ACTIVE);
    }

    @Test
    void aRunWithoutATimeLimitNeverEndsByItself() {
        story.accepts(host, new ChangeSettings(LOBBY, LobbySettings.DEFAULT.withRunTimeLimit(Optional.empty())));
        story.startEcho("Hello");
        assertEquals(Optional.empty(), story.lobby().nextDeadline());
        story.passes(Duration.ofDays(1000));
        assertEquals(List.of(), story.tick());
    }

    @Test
    void theRunEndsAtItsLimitToTheMillisecond() {
        story.accepts(
                host,
                new ChangeSettings(LOBBY, LobbySettings.DEFAULT.withRunTimeLimit(Optional.of(Duration.ofMillis(1)))));
        RunId run = story.startEcho("Hello");
        assertEquals(List.of(), story.tick());
        story.passes(Duration.ofMillis(1));
        assertEquals(List.of(new RunEnded(LOBBY, run, RunEndReason.TIME_LIMIT, List.of(), story.now())), story.tick());
    }

    @Test
    void theHistoryKeepsTheLastTenRuns() {
        for (int i = 1; i <= LobbyLimits.HISTORY_MAX + 2; i++) {
            RunId run = story.startEcho("run " + i);
            story.accepts(host, new CancelRun(LOBBY, run));
        }
        List<RunRecord> history = story.lobby().history();
        assertEquals(LobbyLimits.HISTORY_MAX, history.size());
        assertEquals("Echo: run 3", history.get(0).start().config().name());
        assertEquals("Echo: run 12", history.get(9).start().config().name());
    }
}
