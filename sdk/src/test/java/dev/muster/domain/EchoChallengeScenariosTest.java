package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.SubmitResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A host with Alice and Bob, all of whom play. */
class EchoChallengeScenariosTest {
    private final TestLobby story = TestLobby.hostedBy("Host");
    private final ParticipantId host = story.host();
    private final ParticipantId alice = story.join("Alice");
    private final ParticipantId bob = story.join("Bob");

    private int scoreOf(ParticipantId who) {
        return story.run().results().stream()
                .filter(result -> result.participantId().equals(who))
                .flatMap(result -> result.score().stream())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anEchoChallengeIsTitledAfterItsPrompt() {
        story.queueEcho("Hello Rust");

        ActivityConfig queued = story.lobby().queue().get(0);
        assertEquals("echo-challenge-v1", queued.activityType());
        assertEquals("Echo: Hello Rust", queued.name());
        assertEquals(Optional.of("Hello Rust"), EchoChallenge.prompt(queued));
    }

    @Test
    void aStartedEchoChallengeWaitsForEverybodyWhoPlays() {
        story.startEcho("Hello Rust");
        assertEquals(List.of(host, alice, bob), story.run().waitingFor());
    }

    @Test
    void theExactTextEarnsAHundredPoints() {
        story.startEcho("Hello Rust");
        story.submit(alice, "Hello Rust");
        assertEquals(100, scoreOf(alice));
    }

    @Test
    void theWrongCaseEarnsNothing() {
        story.startEcho("Hello Rust");
        story.submit(alice, "hello rust");
        assertEquals(0, scoreOf(alice));
    }

    @Test
    void aPartOfTheTextEarnsNothing() {
        story.startEcho("Hello Rust");
        story.submit(alice, "Hello");
        assertEquals(0, scoreOf(alice));
    }

    @Test
    void theChallengeCompletesWithThreeResults() {
        story.startEcho("Hello Rust");
        story.submit(host, "Hello Rust");
        story.submit(alice, "Hello Rust");
        story.submit(bob, "Hello Rust");

        RunRecord record = story.lobby().history().get(0);
        assertEquals(RunEndReason.ALL_SUBMITTED, record.reason());
        assertEquals(3, record.results().size());
    }

    @Test
    void aSpectatorsEchoIsRefused() {
        story.toggle(bob);
        RunId run = story.startEcho("Hello Rust");

        story.refuses(
                bob,
                new SubmitResult(TestLobby.ID, run, bob, EchoChallenge.response("Hello Rust")),
                RefusalCode.NOT_REQUIRED);
    }

    @Test
    void theTimeTakenIsRecorded() {
        RunId run = story.startEcho("Hello Rust");
        story.passes(Duration.ofSeconds(2));
        Optional<Duration> taken = Optional.of(Duration.ofMillis(1_500));

        story.accepts(alice, new SubmitResult(TestLobby.ID, run, alice, EchoChallenge.response("Hello Rust"), taken));

        assertEquals(taken, story.run().results().get(0).timeTaken());
    }

    @Test
    void anAnswerWithinTheTimeLimitCountsAndTheLimitEndsTheRun() {
        var limited = EchoChallenge.challenge(
                new ActivityId(story.nextId()), "Hello Rust", Optional.of(Duration.ofSeconds(5)));
        story.accepts(host, new QueueActivity(TestLobby.ID, limited));
        story.start();
        story.passes(Duration.ofSeconds(3));

        story.submit(alice, "Hello Rust");

        assertEquals(100, scoreOf(alice));
        assertEquals(Optional.of(new LobbyTime(5_000)), story.lobby().nextDeadline());
        story.passes(Duration.ofSeconds(2));
        assertEquals(1, story.tick().size());
        assertEquals(RunEndReason.TIME_LIMIT, story.lobby().history().get(0).reason());
    }

    @Test
    void theResultsOfAnEarlierChallengeOutliveTheNext() {
        for (String prompt : List.of("first", "second")) {
            story.startEcho(prompt);
            story.submit(host, prompt);
            story.submit(alice, prompt);
            story.submit(bob, "first");
        }

        List<RunRecord> history = story.lobby().history();
        assertEquals(
                List.of("Echo: first", "Echo: second"),
                history.stream().map(record -> record.start().config().name()).toList());
        assertEquals(Optional.of(100), history.get(0).results().get(2).score());
        assertEquals(Optional.of(0), history.get(1).results().get(2).score());
    }

    @Test
    void theConfigurationIsPlainDataThatReadsBackAsItWas() {
        ActivityConfig challenge = EchoChallenge.challenge(
                new ActivityId(story.nextId()), "Hello Rust", Optional.of(Duration.ofSeconds(5)));

        ActivityConfig readBack = new ActivityConfig(
                challenge.id(),
                challenge.activityType(),
                challenge.name(),
                challenge.config().match(new ValueCopy()));

        assertEquals(challenge, readBack);
        assertEquals(Value.of(5_000), readBack.config().at("time_limit_ms"));
        assertEquals(Optional.of(Duration.ofSeconds(5)), new EchoChallenge().timeLimit(readBack.config()));
    }

    @Test
    void anEmptyPromptIsAllowed() {
        story.startEcho("");
        story.submit(alice, "");
        story.submit(bob, " ");

        assertEquals(100, scoreOf(alice));
        assertEquals(0, scoreOf(bob));
        assertTrue(story.run().waitingFor().contains(host));
    }
}
