package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.muster.domain.ActivityCommand.StartCountdown;
import dev.muster.domain.ActivityEvent.ResultSubmitted;
import dev.muster.domain.ActivityEvent.RunEnded;
import dev.muster.domain.ActivityEvent.RunStarted;
import dev.muster.domain.ActivityEvent.SubmitterRemoved;
import dev.muster.domain.ParticipantCommand.SetReady;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A host may vanish between the events of one decision; whoever follows finds what is still to be said. */
class InterruptedHostTest {
    private final TestLobby story = TestLobby.hostedBy("Host");
    private final ParticipantId host = story.host();
    private final ParticipantId bob = story.join("Bob");

    @Test
    void aRunWhoseLastResultIsInEndsEvenIfNobodySaidSo() {
        RunId run = story.startEcho("Hello");
        story.submit(host, "Hello");
        story.happens(new ResultSubmitted(TestLobby.ID, run, resultOf(bob, run)));

        assertEquals(Optional.of(LobbyTime.ZERO), story.lobby().nextDeadline());
        RunEnded ended = assertInstanceOf(RunEnded.class, story.tick().get(0));

        assertEquals(RunEndReason.ALL_SUBMITTED, ended.reason());
    }

    @Test
    void aRunThatNobodyIsLeftInEndsEvenIfNobodySaidSo() {
        RunId run = story.startEcho("Hello");
        story.happens(new SubmitterRemoved(TestLobby.ID, run, host, false));
        story.happens(new SubmitterRemoved(TestLobby.ID, run, bob, false));

        RunEnded ended = assertInstanceOf(RunEnded.class, story.tick().get(0));

        assertEquals(RunEndReason.NOBODY_LEFT, ended.reason());
    }

    @Test
    void whoComesInDuringTheCountdownIsNotRequired() {
        story.queueEcho("Hello");
        story.accepts(bob, new SetReady(TestLobby.ID, bob, true));
        story.accepts(host, new StartCountdown(TestLobby.ID));
        story.join("Carol");
        story.passes(Duration.ofSeconds(5));

        RunStarted started = assertInstanceOf(RunStarted.class, story.tick().get(0));

        assertEquals(List.of(host, bob), started.requiredSubmitters());
    }

    private static ActivityResult resultOf(ParticipantId who, RunId run) {
        Value data = EchoChallenge.response("Hello");
        return new ActivityResult(run, who, Name.of("Bob"), data, Optional.of(100), Optional.empty());
    }
}
