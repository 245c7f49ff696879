package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityCommand.CancelCountdown;
import dev.muster.domain.ActivityCommand.MoveQueuedActivity;
import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.RemoveQueuedActivity;
import dev.muster.domain.ActivityCommand.StartCountdown;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.ActivityEvent.CountdownCancelled;
import dev.muster.domain.ActivityEvent.CountdownStarted;
import dev.muster.domain.ActivityEvent.QueuedActivityMoved;
import dev.muster.domain.ActivityEvent.QueuedActivityRemoved;
import dev.muster.domain.ActivityEvent.RunStarted;
import dev.muster.domain.LifecycleCommand.ChangeSettings;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.ReclaimHost;
import dev.muster.domain.MembershipCommand.ReplaceLostHost;
import dev.muster.domain.MembershipEvent.HostDelegated;
import dev.muster.domain.ParticipantCommand.SetReady;
import dev.muster.domain.ParticipantEvent.ReadyChanged;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The queue, and the countdown to its first activity. */
class QueueRulesTest {
    private static final LobbyId LOBBY = TestLobby.ID;

    private final TestLobby story = TestLobby.hostedBy("Host");
    private final ParticipantId host = story.host();
    private final ParticipantId bob = story.join("Bob");

    private List<ActivityId> queue() {
        return story.lobby().queue().stream().map(ActivityConfig::id).toList();
    }

    private void ready(ParticipantId who) {
        story.accepts(who, new SetReady(LOBBY, who, true));
    }

    private void count() {
        ready(bob);
        story.accepts(host, new StartCountdown(LOBBY));
    }

    private CountdownCancelled cancelled(CountdownCancelReason reason) {
        return new CountdownCancelled(LOBBY, reason);
    }

    /** Its host may play without being ready, so under another host somebody would be left out without a word. */
    @Test
    void aCountdownEndsWithTheReignOfItsHost() {
        var settings = LobbySettings.DEFAULT.withHostReclaim(HostReclaim.ORIGINAL_HOST);
        story.accepts(host, new ChangeSettings(LOBBY, settings));
        story.queueEcho("Hello");
        ready(bob);
        story.accepts(host, new StartCountdown(LOBBY));
        stopsAndHands(host, new DelegateHost(LOBBY, host, bob));
        ready(host);
        story.accepts(bob, new StartCountdown(LOBBY));
        stopsAndHands(host, new ReclaimHost(LOBBY, host));
        story.accepts(host, new StartCountdown(LOBBY));
        assertEquals(
                cancelled(CountdownCancelReason.HOST_CHANGED),
                story.accepts(Sender.session(), new ReplaceLostHost(LOBBY, bob)).get(0));
    }

    private void stopsAndHands(ParticipantId sender, DomainCommand handOver) {
        List<LoggedEvent> events = story.accepts(sender, handOver);
        assertEquals(2, events.size());
        assertEquals(cancelled(CountdownCancelReason.HOST_CHANGED), events.get(0));
        assertTrue(events.get(1) instanceof HostDelegated);
        assertEquals(Optional.empty(), story.lobby().countdown());
    }

    @Test
    void anActivityIsQueuedOnceAndNotWhileItIsPlayed() {
        story.queueEcho("Hello");
        ActivityConfig config = story.lobby().queue().get(0);
        story.refuses(host, new QueueActivity(LOBBY, config), RefusalCode.ACTIVITY_EXISTS);
        story.start();
        story.refuses(host, new QueueActivity(LOBBY, config), RefusalCode.ACTIVITY_EXISTS);
        story.submit(host, "Hello");
        story.submit(bob, "Hello");
        story.accepts(host, new QueueActivity(LOBBY, config));
    }

    @Test
    void theQueueHasABoundAndGrowsDuringARun() {
        story.startEcho("now");
        for (int i = 0; i < LobbyLimits.QUEUE_MAX; i++) {
            story.queueEcho("activity " + i);
        }
        ActivityConfig more = EchoChallenge.challenge(new ActivityId(story.nextId()), "more");
        Refusal refusal = story.refuses(host, new QueueActivity(LOBBY, more), RefusalCode.TOO_MANY_ACTIVITIES);
        assertEquals("32 activities are queued already; play or remove one first.", refusal.sentence());
        assertEquals(LobbyLimits.QUEUE_MAX, queue().size());
    }

    @Test
    void whatIsNotQueuedIsNeitherRemovedNorMoved() {
        ActivityId unknown = new ActivityId(story.nextId());
        story.refuses(host, new RemoveQueuedActivity(LOBBY, unknown), RefusalCode.NO_SUCH_ACTIVITY);
        story.refuses(host, new MoveQueuedActivity(LOBBY, unknown, 0), RefusalCode.NO_SUCH_ACTIVITY);
    }

    @Test
    void anActivityMovesToAPlaceThatTheQueueHas() {
        ActivityId first = story.queueEcho("first");
        ActivityId second = story.queueEcho("second");
        ActivityId third = story.queueEcho("third");

        Refusal refusal = story.refuses(host, new MoveQueuedActivity(LOBBY, first, 3), RefusalCode.NO_SUCH_POSITION);
        assertEquals("The queue has the places 0 to 2.", refusal.sentence());
        story.refuses(host, new MoveQueuedActivity(LOBBY, first, -1), RefusalCode.NO_SUCH_POSITION);
        story.refuses(host, new MoveQueuedActivity(LOBBY, first, 0), RefusalCode.NOTHING_TO_CHANGE);
        assertEquals(
                List.of(new QueuedActivityMoved(LOBBY, first, 2)),
                story.accepts(host, new MoveQueuedActivity(LOBBY, first, 2)));
        assertEquals(List.of(second, third, first), queue());
        story.accepts(host, new MoveQueuedActivity(LOBBY, first, 0));
        assertEquals(List.of(first, second, third), queue());
    }

    @Test
    void theCountdownStartsWhenEveryGuestWhoPlaysIsReady() {
        ParticipantId carol = story.join("Carol");
        story.toggle(story.join("Watcher"));
        story.refuses(host, new StartCountdown(LOBBY), RefusalCode.QUEUE_EMPTY);
        story.queueEcho("Hello");
        Refusal refusal = story.refuses(host, new StartCountdown(LOBBY), RefusalCode.NOT_READY);
        assertEquals("Not ready yet: Bob, Carol.", refusal.sentence());
        ready(bob);
        ready(carol);

        var countdown = new Countdown(LobbyTime.ZERO, new LobbyTime(5_000));
        assertEquals(List.of(new CountdownStarted(LOBBY, countdown)), story.accepts(host, new StartCountdown(LOBBY)));
        assertEquals(Optional.of(countdown), story.lobby().countdown());
        assertEquals(Optional.of(new LobbyTime(5_000)), story.lobby().nextDeadline());
        story.refuses(host, new StartCountdown(LOBBY), RefusalCode.COUNTDOWN_RUNNING);
    }

    @Test
    void noCountdownStartsDuringARunOrForNobody() {
        story.startEcho("now");
        story.queueEcho("next");
        story.refuses(host, new StartCountdown(LOBBY), RefusalCode.RUN_IN_PROGRESS);
        story.submit(host, "now");
        story.submit(bob, "now");
        story.toggle(host);
        story.toggle(bob);
        story.refuses(host, new StartCountdown(LOBBY), RefusalCode.NOBODY_ACTIVE);
        story.refuses(host, new StartNextRun(LOBBY), RefusalCode.NOBODY_ACTIVE);
    }

    @Test
    void theRunStartsWhenTheCountdownIsOverAndNotBefore() {
        ActivityId queued = story.queueEcho("Hello");
        count();
        story.passes(Duration.ofMillis(4_999));
        assertEquals(List.of(), story.tick());
        story.passes(Duration.ofMillis(1));

        List<LoggedEvent> events = story.tick();

        assertEquals(
                List.of(RunStarted.class), events.stream().map(Object::getClass).toList());
        assertEquals(queued, story.run().config().id());
        assertEquals(List.of(host, bob), story.run().required());
        assertEquals(Optional.empty(), story.lobby().countdown());
        assertEquals(List.of(), story.tick());
    }

    @Test
    void aCountdownOfNothingIsOverAtOnce() {
        story.accepts(host, new ChangeSettings(LOBBY, LobbySettings.DEFAULT.withCountdown(Duration.ZERO)));
        story.queueEcho("Hello");
        count();
        assertEquals(1, story.tick().size());
        assertTrue(story.lobby().run().isPresent());
    }

    @Test
    void theHostCancelsTheCountdown() {
        story.queueEcho("Hello");
        story.refuses(host, new CancelCountdown(LOBBY), RefusalCode.NO_COUNTDOWN);
        count();
        assertEquals(List.of(cancelled(CountdownCancelReason.HOST)), story.accepts(host, new CancelCountdown(LOBBY)));
        assertTrue(story.participant(bob).ready(), "who was ready still is");
    }

    @Test
    void whoIsNotReadyAnyMoreCancelsTheCountdown() {
        story.queueEcho("Hello");
        count();
        assertEquals(
                List.of(cancelled(CountdownCancelReason.NOT_READY), new ReadyChanged(LOBBY, bob, false)),
                story.accepts(bob, new SetReady(LOBBY, bob, false)));
    }

    @Test
    void theHostBecomingReadyDoesNotCancelTheCountdown() {
        story.queueEcho("Hello");
        count();
        ready(host);
        assertTrue(story.lobby().countdown().isPresent());
    }

    @Test
    void whoIsKickedOrStartsToWatchCancelsTheCountdown() {
        story.queueEcho("Hello");
        count();
        assertEquals(
                cancelled(CountdownCancelReason.SOMEBODY_LEFT),
                story.accepts(host, new KickGuest(LOBBY, host, bob)).get(0));
        story.accepts(host, new StartCountdown(LOBBY));
        story.toggle(host);
        assertEquals(Optional.empty(), story.lobby().countdown());
    }

    @Test
    void anotherFirstActivityCancelsTheCountdownAndAnotherLaterOneDoesNot() {
        ActivityId first = story.queueEcho("first");
        ActivityId second = story.queueEcho("second");
        ActivityId third = story.queueEcho("third");
        count();
        assertEquals(
                1, story.accepts(host, new MoveQueuedActivity(LOBBY, third, 1)).size());
        assertEquals(
                1, story.accepts(host, new RemoveQueuedActivity(LOBBY, second)).size());
        assertEquals(
                List.of(cancelled(CountdownCancelReason.QUEUE_CHANGED), new QueuedActivityMoved(LOBBY, third, 0)),
                story.accepts(host, new MoveQueuedActivity(LOBBY, third, 0)));
        story.accepts(host, new StartCountdown(LOBBY));
        assertEquals(
                List.of(cancelled(CountdownCancelReason.QUEUE_CHANGED), new QueuedActivityMoved(LOBBY, third, 1)),
                story.accepts(host, new MoveQueuedActivity(LOBBY, third, 1)));
        story.accepts(host, new StartCountdown(LOBBY));
        assertEquals(
                List.of(cancelled(CountdownCancelReason.QUEUE_CHANGED), new QueuedActivityRemoved(LOBBY, first)),
                story.accepts(host, new RemoveQueuedActivity(LOBBY, first)));
    }

    @Test
    void theHostMayStartAtOnceAndTheCountdownIsOver() {
        story.queueEcho("Hello");
        count();
        assertEquals(1, story.accepts(host, new StartNextRun(LOBBY)).size());
        assertEquals(Optional.empty(), story.lobby().countdown());
    }

    @Test
    void aCountdownThatFindsNobodyToPlayIsCancelled() {
        story.queueEcho("Hello");
        story.toggle(host);
        story.toggle(bob);
        story.happens(new CountdownStarted(LOBBY, new Countdown(LobbyTime.ZERO, LobbyTime.ZERO)));
        assertEquals(List.of(cancelled(CountdownCancelReason.NOT_READY)), story.tick());
    }
}
