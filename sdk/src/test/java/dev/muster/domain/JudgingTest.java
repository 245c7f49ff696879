package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.log.CollectedLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Activity types are code of games: they may refuse, throw, and answer nonsense, and the lobby goes on. */
class JudgingTest {
    private static final LobbyId LOBBY = TestLobby.ID;

    /** A type that answers as the test says. */
    private static class Scripted implements ActivityType {
        private Optional<String> configProblem = Optional.empty();
        private Optional<String> resultProblem = Optional.empty();
        private Optional<Integer> score = Optional.empty();
        private Optional<Duration> timeLimit = Optional.empty();

        @Override
        public String id() {
            return "scripted";
        }

        @Override
        public Optional<String> problemWithConfig(Value config) {
            return configProblem;
        }

        @Override
        public Optional<String> problemWithResult(Value config, Value data) {
            return resultProblem;
        }

        @Override
        public Optional<Integer> score(Value config, Value data) {
            return score;
        }

        @Override
        public Optional<Duration> timeLimit(Value config) {
            return timeLimit;
        }
    }

    /** A type that fails where the test says, with whatever the test says. */
    private static final class Broken implements ActivityType {
        private String where = "";
        private Throwable what = new IllegalStateException("planted");

        @Override
        public String id() {
            return "broken";
        }

        @Override
        public Optional<String> problemWithConfig(Value config) {
            return failAt("problemWithConfig");
        }

        @Override
        public Optional<String> problemWithResult(Value config, Value data) {
            return failAt("problemWithResult");
        }

        @Override
        public Optional<Integer> score(Value config, Value data) {
            return failAt("score");
        }

        @Override
        public Optional<Duration> timeLimit(Value config) {
            return failAt("timeLimit");
        }

        private <T> Optional<T> failAt(String question) {
            if (where.equals(question)) {
                Broken.<RuntimeException>throwAnything(what);
            }
            return Optional.empty();
        }

        /** As other languages of the virtual machine do: nothing needs to be declared there. */
        @SuppressWarnings("unchecked")
        private static <E extends Throwable> void throwAnything(Throwable thrown) throws E {
            throw (E) thrown;
        }
    }

    /** One of each kind that a handler may forget. */
    static final List<Throwable> ANYTHING = List.of(
            new IllegalStateException("planted"),
            new IOException("planted, and nowhere declared"),
            new AssertionError("planted"),
            new StackOverflowError("planted"),
            new OutOfMemoryError("planted"),
            new NoClassDefFoundError("planted"),
            new ServiceConfigurationError("planted"),
            new InternalError("planted"),
            new Throwable("planted"));

    private final Scripted scripted = new Scripted();
    private final Broken broken = new Broken();
    private final TestLobby story =
            TestLobby.hostedBy("Host", LobbySettings.DEFAULT, scripted, broken, new EchoChallenge());
    private final ParticipantId host = story.host();

    private QueueActivity queue(String type, Value config) {
        return new QueueActivity(LOBBY, new ActivityConfig(new ActivityId(story.nextId()), type, "Title", config));
    }

    private RunId start(String type) {
        story.accepts(host, queue(type, Value.none()));
        return story.start();
    }

    private SubmitResult result(RunId run) {
        return new SubmitResult(LOBBY, run, host, Value.of("mine"));
    }

    @Test
    void aTypeRefusesAConfigurationAndAResultInItsOwnWords() {
        scripted.configProblem = Optional.of("Too few questions.");
        Refusal config = story.refuses(host, queue("scripted", Value.none()), RefusalCode.INVALID_CONFIG);
        assertEquals("Too few questions.", config.sentence());

        scripted.configProblem = Optional.empty();
        scripted.resultProblem = Optional.of("Answer all questions.");
        Refusal result = story.refuses(host, result(start("scripted")), RefusalCode.INVALID_RESULT);
        assertEquals("Answer all questions.", result.sentence());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "two\nlines", "\u202Eesrever", "\uD800", "bell\u0007"})
    void aTypeWhoseWordsCannotBeShownStillRefusesInASentence(String words) {
        scripted.configProblem = Optional.of(words);
        Refusal config = story.refuses(host, queue("scripted", Value.none()), RefusalCode.INVALID_CONFIG);
        assertEquals("This activity does not accept that.", config.sentence());
        scripted.configProblem = Optional.empty();
        scripted.resultProblem = Optional.of(words);
        Refusal result = story.refuses(host, result(start("scripted")), RefusalCode.INVALID_RESULT);
        assertEquals("This activity does not accept that.", result.sentence());
    }

    @Test
    @SuppressWarnings("NullAway")
    void aTypeThatAnswersNullHasFailed() {
        scripted.configProblem = null;
        story.refuses(host, queue("scripted", Value.none()), RefusalCode.INVALID_CONFIG);
        scripted.configProblem = Optional.empty();
        scripted.timeLimit = null;
        story.refuses(host, queue("scripted", Value.none()), RefusalCode.INVALID_CONFIG);
        scripted.timeLimit = Optional.empty();
        RunId run = start("scripted");
        scripted.score = null;
        story.refuses(host, result(run), RefusalCode.INVALID_RESULT);
        scripted.score = Optional.empty();
        scripted.resultProblem = null;
        story.refuses(host, result(run), RefusalCode.INVALID_RESULT);
    }

    @ParameterizedTest
    @FieldSource("ANYTHING")
    void whateverATypeThrowsTheCommandIsRefusedAndNothingElse(Throwable thrown) {
        broken.what = thrown;
        for (String question : List.of("problemWithConfig", "timeLimit")) {
            broken.where = question;
            Refusal refusal = story.refuses(host, queue("broken", Value.none()), RefusalCode.INVALID_CONFIG);
            assertTrue(refusal.sentence().startsWith("This activity failed to judge that"), refusal::sentence);
        }
        broken.where = "";
        RunId run = start("broken");
        for (String question : List.of("problemWithResult", "score")) {
            broken.where = question;
            story.refuses(host, result(run), RefusalCode.INVALID_RESULT);
            assertEquals(List.of(), story.run().results());
        }
        broken.where = "";
        story.accepts(host, result(run));
    }

    @ParameterizedTest
    @FieldSource("ANYTHING")
    void aTypeThatFailsOnlyAtTheStartDoesNotStopTheClock(Throwable thrown) {
        story.accepts(host, queue("broken", Value.none()));
        story.accepts(host, new ActivityCommand.StartCountdown(LOBBY));
        broken.where = "timeLimit";
        broken.what = thrown;
        story.passes(LobbyLimits.COUNTDOWN_DEFAULT);
        assertEquals(1, story.tick().size());
        assertEquals(
                Optional.of(story.now().plus(LobbyLimits.RUN_TIME_LIMIT_DEFAULT)),
                story.run().start().deadline());
    }

    @Test
    void theLogSaysOnceForEachQuestionThatATypeFailed() {
        try (var log = CollectedLog.of(Judging.class)) {
            RunId run = start("broken");
            for (String question : List.of("score", "problemWithResult", "score")) {
                broken.where = question;
                for (int i = 0; i < 100; i++) {
                    story.refuses(host, result(run), RefusalCode.INVALID_RESULT);
                }
            }
            broken.where = "problemWithConfig";
            story.refuses(host, queue("broken", Value.none()), RefusalCode.INVALID_CONFIG);
            assertEquals(2, log.lines(Level.WARN).size());
            assertTrue(log.lines(Level.WARN).get(0).contains("Broken failed at score"));
        }
    }

    @Test
    void aScoreIsTheHostsAndNeverBelowZero() {
        scripted.score = Optional.of(-1);
        RunId run = start("scripted");
        Refusal refusal = story.refuses(host, result(run), RefusalCode.INVALID_RESULT);
        assertEquals(
                "This activity failed to judge that; its makers find out why in the host's log.", refusal.sentence());
        scripted.score = Optional.of(0);
        story.accepts(host, result(run));
        assertEquals(
                Optional.of(0), story.lobby().history().get(0).results().get(0).score());
    }

    @ParameterizedTest
    @ValueSource(longs = {-5_000_000_000L, 0, 999_999, 86_400_000_000_001L})
    void aTimeLimitOutsideOfWhatALobbyAllowsIsRefusedAndAtTheStartCountsAsNone(long nanos) {
        scripted.timeLimit = Optional.of(Duration.ofNanos(nanos));
        Refusal refusal = story.refuses(host, queue("scripted", Value.none()), RefusalCode.INVALID_CONFIG);
        assertEquals("The time limit of an activity is 1 ms to 24 hours.", refusal.sentence());
        scripted.timeLimit = Optional.empty();
        story.accepts(host, queue("scripted", Value.none()));
        scripted.timeLimit = Optional.of(Duration.ofNanos(nanos));
        story.start();
        assertEquals(
                Optional.of(story.now().plus(LobbyLimits.RUN_TIME_LIMIT_DEFAULT)),
                story.run().start().deadline());
    }

    @Test
    void theShorterTimeLimitCounts() {
        scripted.timeLimit = Optional.of(Duration.ofMillis(1));
        start("scripted");
        assertEquals(Optional.of(new LobbyTime(1)), story.run().start().deadline());
        story.passes(Duration.ofMillis(1));
        story.tick();
        scripted.timeLimit = Optional.of(LobbyLimits.RUN_TIME_LIMIT_MAX);
        start("scripted");
        assertEquals(
                Optional.of(story.now().plus(LobbyLimits.RUN_TIME_LIMIT_DEFAULT)),
                story.run().start().deadline());
        story.accepts(host, result(story.run().id()));
        var unlimited = LobbySettings.DEFAULT.withRunTimeLimit(Optional.empty());
        story.accepts(host, new LifecycleCommand.ChangeSettings(LOBBY, unlimited));
        start("scripted");
        assertEquals(
                Optional.of(story.now().plus(LobbyLimits.RUN_TIME_LIMIT_MAX)),
                story.run().start().deadline());
    }

    @Test
    void aTypeThatIsNotKnownIsCarriedAsItIs() {
        Value config = Value.of("only the game knows");
        story.accepts(host, queue("somebody-elses-game", config));
        assertEquals(config, story.lobby().queue().get(0).config());
        story.accepts(host, result(story.start()));

        ActivityResult result = story.lobby().history().get(0).results().get(0);
        assertEquals(Value.of("mine"), result.data());
        assertEquals(Optional.empty(), result.score());
    }

    @Test
    void aTypeThatSaysNothingAcceptsEverything() {
        ActivityType silent = () -> "silent";
        assertEquals(Optional.empty(), silent.problemWithConfig(Value.none()));
        assertEquals(Optional.empty(), silent.problemWithResult(Value.none(), Value.none()));
        assertEquals(Optional.empty(), silent.score(Value.none(), Value.none()));
        assertEquals(Optional.empty(), silent.timeLimit(Value.none()));
    }

    @Test
    void anEchoChallengeNeedsAPromptAndAnswersThatAreText() {
        var echo = new EchoChallenge();
        Value prompt = Value.of(java.util.Map.of("prompt", Value.of("Hi")));
        assertEquals(Optional.of("An echo challenge needs a prompt."), echo.problemWithConfig(Value.none()));
        assertEquals(Optional.empty(), echo.problemWithConfig(prompt));
        for (Value limit : List.of(Value.of(0), Value.of(0.5), Value.of(-1), Value.of("5"), Value.of(true))) {
            Value config = Value.of(java.util.Map.of("prompt", Value.of("Hi"), "time_limit_ms", limit));
            assertEquals(
                    Optional.of("The time limit of an echo challenge is 1 to 86400000 ms."),
                    echo.problemWithConfig(config));
            assertEquals(Optional.empty(), echo.timeLimit(config));
        }
        Value least = Value.of(java.util.Map.of("prompt", Value.of("Hi"), "time_limit_ms", Value.of(1)));
        assertEquals(Optional.empty(), echo.problemWithConfig(least));
        assertEquals(Optional.of(Duration.ofMillis(1)), echo.timeLimit(least));
        assertEquals(Optional.of("An echo needs a response."), echo.problemWithResult(prompt, Value.of("Hi")));
        assertEquals(Optional.empty(), echo.problemWithResult(prompt, EchoChallenge.response("Hi")));
    }

    @Test
    void anEchoChallengeWhosePromptIsNoTitleIsStillTitled() {
        var id = new ActivityId(story.nextId());
        assertEquals("Echo", EchoChallenge.challenge(id, "two\nlines").name());
        assertEquals(
                "Echo: " + "x".repeat(94),
                EchoChallenge.challenge(id, "x".repeat(94)).name());
        assertEquals("Echo", EchoChallenge.challenge(id, "x".repeat(95)).name());
        assertEquals(Optional.of("two\nlines"), EchoChallenge.prompt(EchoChallenge.challenge(id, "two\nlines")));
        assertEquals(EchoChallenge.ID, new EchoChallenge().id());
    }
}
