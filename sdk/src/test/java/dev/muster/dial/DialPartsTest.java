package dev.muster.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DialPartsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Endpoint A = Endpoint.of("tcp", "a", 1);

    private final long[] clock = {0};
    private final EndpointPenalties penalties = new EndpointPenalties(() -> clock[0]);

    @Test
    void noWindowOfAMinuteHoldsMoreThanTheBudgetWhereverItBegins() {
        var budget = new RetryBudget();
        var random = new SplittableRandom(3);
        List<Long> taken = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 5_000; i++) {
            now += random.nextLong(2 * SECOND);
            if (budget.tryTake(now)) {
                taken.add(now);
            }
        }
        for (int i = RetryBudget.TRIES; i < taken.size(); i++) {
            long span = taken.get(i) - taken.get(i - RetryBudget.TRIES);
            assertTrue(span >= RetryBudget.WINDOW.toNanos(), "21 tries within a minute");
        }
        assertTrue(taken.size() > 1_500, "and the budget is used, not hoarded: " + taken.size());
    }

    @Test
    void aBurstAtTheEdgeOfAMinuteIsNotDoubled() {
        var budget = new RetryBudget();
        for (int i = 0; i < RetryBudget.TRIES; i++) {
            assertTrue(budget.tryTake(59 * SECOND));
        }
        assertFalse(budget.tryTake(60 * SECOND), "a counter reset on the minute would allow it");
        assertEquals(119 * SECOND, budget.nextNanos(60 * SECOND));
        assertTrue(budget.tryTake(119 * SECOND));
    }

    @Test
    void aSuccessGivesItsTryBack() {
        var budget = new RetryBudget(1, Duration.ofMinutes(1));
        assertTrue(budget.tryTake(0));
        budget.refund();
        assertEquals(1, budget.left(0));
        assertTrue(budget.tryTake(0));
        assertEquals(0, budget.left(0));
    }

    @Test
    void theBackOffGrowsToItsBoundAndStaysThere() {
        var plain = new Backoff(Duration.ofMillis(150), 1.5, Duration.ofSeconds(5), 0);
        var random = new SplittableRandom(1);
        List<Long> millis = new ArrayList<>();
        for (int failures = 1; failures <= 4; failures++) {
            millis.add(plain.delayNanos(failures, random) / 1_000_000);
        }
        assertEquals(List.of(150L, 225L, 337L, 506L), millis);
        assertEquals(Duration.ofSeconds(5).toNanos(), plain.delayNanos(Integer.MAX_VALUE, random));
    }

    @Test
    void jitterOnlyShortensAndSpreadsOverItsWholeShare() {
        var random = new SplittableRandom(1);
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 10_000; i++) {
            long delay = Backoff.SOFT.delayNanos(1, random);
            least = Math.min(least, delay);
            most = Math.max(most, delay);
        }
        long first = Backoff.SOFT.first().toNanos();
        assertTrue(least >= first / 2 && least < first * 0.51, "least " + least);
        assertTrue(most <= first && most > first * 0.99, "most " + most);
    }

    @Test
    void penaltiesMergeToTheWorstAndTheLatest() {
        assertTrue(penalise(DialFailure.hard("refused"), 10, "one"));
        assertFalse(penalise(DialFailure.hard("refused"), 5, "two"), "nothing changed");
        assertTrue(penalise(DialFailure.retryAfter("busy", Duration.ofSeconds(20)), 1, "two"));
        var penalty = penalties.find(A, "three").orElseThrow();
        assertEquals(FailureSeverity.HARD, penalty.severity());
        assertEquals(Duration.ofSeconds(20), penalty.remaining());
        assertTrue(penalty.fromRetryAfter());
    }

    @Test
    void aPenaltyEndsWhenItsTimeIsUpAndIsSweptLater() {
        penalise(DialFailure.hard("refused"), 10, "one");
        clock[0] = 10 * SECOND - 1;
        assertTrue(penalties.find(A, "two").isPresent());
        clock[0] = 10 * SECOND;
        assertEquals(Optional.empty(), penalties.find(A, "two"));
        clock[0] = 11 * SECOND;
        penalties.find(A, "two");
        assertEquals(0, penalties.size());
    }

    @Test
    void whoSubscribedIsToldWhatItWouldFindAndNothingAfterItsEnd() {
        List<String> told = new ArrayList<>();
        EndpointPenalties.Subscription subscription = penalties.subscribe(
                "two",
                (endpoint, penalty) -> told.add(endpoint + " " + penalty.severity() + " "
                        + penalty.remaining().toSeconds()));
        penalise(DialFailure.hard("refused"), 10, "one");
        penalise(DialFailure.hard("refused"), 5, "three");
        assertEquals(List.of("tcp:a:1 HARD 10"), told, "the second one changed nothing");
        penalise(DialFailure.hard("refused"), 20, "two");
        assertEquals(1, told.size(), "its own news");
        penalise(DialFailure.retryAfter("busy", Duration.ofSeconds(30)), 1, "two");
        assertEquals(List.of("tcp:a:1 HARD 10", "tcp:a:1 HARD 30"), told, "but a wish is told to all");

        penalties.clear();
        penalise(DialFailure.hard("refused"), 10, "one");
        assertEquals(3, told.size(), "clearing ends no subscription");
        subscription.close();
        subscription.close();
        penalise(DialFailure.hard("refused"), 60, "one");
        assertEquals(3, told.size());
    }

    @Test
    void aListenerThatFailsHarmsNeitherTheOthersNorWhoPenalises() {
        int[] told = {0};
        penalties.subscribe("two", (endpoint, penalty) -> {
            throw new IllegalStateException("a listener that fails, on purpose");
        });
        penalties.subscribe("three", (endpoint, penalty) -> {
            assertTrue(penalties.find(A, "three").isPresent(), "a listener may ask");
            told[0]++;
        });
        assertTrue(penalise(DialFailure.hard("refused"), 10, "one"));
        assertEquals(1, told[0]);
    }

    @Test
    void whoReportedAFailureIsNotToldItsOwnNewsButIsHeldToAWish() {
        penalise(DialFailure.hard("refused"), 10, "one");
        assertEquals(Optional.empty(), penalties.find(A, "one"));
        penalise(DialFailure.retryAfter("busy", Duration.ofSeconds(30)), 10, "one");
        assertTrue(penalties.find(A, "one").isPresent());
    }

    @Test
    void nobodyCanBanAnEndpointForDays() {
        penalise(DialFailure.retryAfter("go away", Duration.ofDays(24)), 1, "one");
        assertEquals(
                EndpointPenalties.DURATION_MAX,
                penalties.find(A, "two").orElseThrow().remaining());
        assertEquals(
                Duration.ZERO,
                DialFailure.retryAfter("odd", Duration.ofSeconds(-5))
                        .retryAfter()
                        .orElseThrow());
    }

    @Test
    void theRegistryIsBoundedAndForgetsWhatEndsFirst() {
        for (int i = 0; i <= EndpointPenalties.ENDPOINTS_MAX; i++) {
            Endpoint endpoint = Endpoint.of("tcp", "h" + i, 1);
            penalties.penalise(endpoint, DialFailure.hard("x"), Duration.ofSeconds(10 + i % 100), "one");
        }
        assertEquals(EndpointPenalties.ENDPOINTS_MAX, penalties.size());
        assertEquals(Optional.empty(), penalties.find(Endpoint.of("tcp", "h0", 1), "two"));
        assertTrue(penalties.find(Endpoint.of("tcp", "h1", 1), "two").isPresent());
        penalties.clear();
        assertEquals(0, penalties.size());
    }

    @Test
    void theProcessSharesOneRegistry() {
        Endpoint unique = Endpoint.of("tcp", "shared.test", 7);
        EndpointPenalties.shared().penalise(unique, DialFailure.hard("x"), Duration.ofSeconds(10), "one");
        assertTrue(EndpointPenalties.shared().find(unique, "two").isPresent());
    }

    @Test
    void anEndpointIsKnownByWhereItLeads() {
        assertEquals(
                "tcp:play.test:3536",
                Endpoint.of("TCP", "Play.Test", 3536).withPriority(2).key());
        for (Runnable bad : List.<Runnable>of(
                () -> Endpoint.of("", "a", 1),
                () -> Endpoint.of("tcp", " ", 1),
                () -> Endpoint.of("tcp", "a b", 1),
                () -> Endpoint.of("tcp", "a".repeat(254), 1),
                () -> Endpoint.of("tcp", "a", 0),
                () -> Endpoint.of("tcp", "a", 65_536),
                () -> A.withPriority(-1))) {
            assertThrows(IllegalArgumentException.class, bad::run);
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        for (Runnable bad : List.<Runnable>of(
                () -> new RetryBudget(0, Duration.ofSeconds(1)),
                () -> new RetryBudget(1, Duration.ZERO),
                () -> new Backoff(Duration.ZERO, 2, Duration.ofSeconds(1), 0),
                () -> new Backoff(Duration.ofSeconds(2), 2, Duration.ofSeconds(1), 0),
                () -> new Backoff(Duration.ofSeconds(1), 0.5, Duration.ofSeconds(1), 0),
                () -> new Backoff(Duration.ofSeconds(1), Double.NaN, Duration.ofSeconds(1), 0),
                () -> new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(1), 1.5),
                () -> Backoff.HARD.delayNanos(0, new SplittableRandom(1)),
                () -> DialPolicy.DEFAULT.withRoundsMax(0),
                () -> DialPolicy.DEFAULT.withAttemptTimeout(Duration.ZERO))) {
            assertThrows(IllegalArgumentException.class, bad::run);
        }
    }

    private boolean penalise(DialFailure failure, long seconds, String source) {
        return penalties.penalise(A, failure, Duration.ofSeconds(seconds), source);
    }
}
