package dev.muster.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Dialling in virtual time. Times in the expected logs are milliseconds. */
class HedgedDialTest {
    private static final Endpoint A = Endpoint.of("tcp", "a", 1).withLabel("a");
    private static final Endpoint B = Endpoint.of("tcp", "b", 1).withLabel("b");
    private static final Endpoint C = Endpoint.of("tcp", "c", 1).withLabel("c");
    private static final long MILLI = 1_000_000L;

    private final long[] clock = {0};
    private final EndpointPenalties shared = new EndpointPenalties(() -> clock[0]);
    private final DialTracker tracker = new DialTracker("me", shared);
    private final List<String> log = new ArrayList<>();
    /** What happens to the n-th attempt at an endpoint, at which delay; nothing listed means silence. */
    private final Map<String, Outcome> network = new TreeMap<>();

    private final Map<Integer, String> labels = new TreeMap<>();

    private record Outcome(long afterMillis, Optional<DialFailure> failure) {}

    @Test
    void theSecondIsDialledBesideAStalledFirstAndWins() {
        connects(B, 50);
        run(List.of(A, B), DialPolicy.DEFAULT);
        assertEquals(List.of("0 start a", "200 start b", "250 abandon a", "250 connected b"), log);
    }

    @Test
    void aFirstThatAnswersInTimeIsTheOnlyOneDialled() {
        connects(A, 199);
        connects(B, 1);
        run(List.of(A, B), DialPolicy.DEFAULT);
        assertEquals(List.of("0 start a", "199 connected a"), log);
    }

    @Test
    void neverMoreThanTwoAreDialledAtOnce() {
        connects(C, 10);
        run(List.of(A, B, C), DialPolicy.DEFAULT.withAttemptTimeout(Duration.ofSeconds(1)));
        assertEquals(
                List.of(
                        "0 start a",
                        "200 start b",
                        "1000 abandon a",
                        "1000 start c",
                        "1010 abandon b",
                        "1010 connected c"),
                log);
    }

    @Test
    void aFirstThatFailsAtOnceDoesNotMakeTheSecondWait() {
        fails(A, 5, DialFailure.hard("refused"));
        connects(B, 10);
        run(List.of(A, B), DialPolicy.DEFAULT);
        assertEquals(List.of("0 start a", "5 start b", "15 connected b"), log);
    }

    @Test
    void theDirectWayWinsAlthoughTheRelayIsFaster() {
        Endpoint relay = B.withPriority(2);
        connects(A, 400);
        connects(relay, 340);
        run(List.of(relay, A), DialPolicy.DEFAULT);
        assertEquals(List.of("0 start a", "400 connected a"), log, "the relay would start at 200 + 2 × 150 ms");
    }

    @Test
    void theRelayCarriesWhenNothingElseDoes() {
        Endpoint relay = C.withPriority(2);
        fails(A, 20, DialFailure.hard("refused"));
        fails(B, 30, DialFailure.hard("refused"));
        connects(relay, 50);
        run(List.of(A, relay, B), DialPolicy.DEFAULT);
        assertEquals(List.of("0 start a", "20 start b", "50 start c", "100 connected c"), log);
    }

    @Test
    void aDialThatNobodyAnswersEndsWithWhatHappenedAtEach() {
        fails(A, 5, DialFailure.hard("refused"));
        run(List.of(A, B), DialPolicy.DEFAULT.withAttemptTimeout(Duration.ofSeconds(1)));
        assertEquals(
                List.of(
                        "0 start a",
                        "5 start b",
                        "1005 abandon b",
                        "1005 gave up HARD {a=refused, b=no answer within PT1S}"),
                log);
    }

    @Test
    void aFailureThatCannotBeRepairedEndsEverythingAtOnce() {
        fails(A, 300, DialFailure.fatal("wrong key"));
        connects(B, 5_000);
        run(List.of(A, B), DialPolicy.DEFAULT.withRoundsMax(DialPolicy.FOR_EVER));
        assertEquals(List.of("0 start a", "200 start b", "300 abandon b", "300 gave up FATAL {a=wrong key}"), log);
    }

    @Test
    void aSingleServerIsTriedAgainWithGrowingPatience() {
        fails(A, 0, DialFailure.hard("refused"));
        DialPolicy policy = DialPolicy.DEFAULT
                .withRoundsMax(5)
                .withBackoff(new Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(1), 0));
        run(List.of(A), policy);
        assertEquals(
                List.of(
                        "0 start a",
                        "100 start a",
                        "300 start a",
                        "700 start a",
                        "1500 start a",
                        "1500 gave up HARD {a=refused}"),
                log);
    }

    @Test
    void anEndpointThatFailedAMomentAgoIsPassedOverWhileAnotherWorks() {
        fails(A, 5, DialFailure.hard("refused"));
        connects(B, 10);
        run(List.of(A, B), DialPolicy.DEFAULT);
        log.clear();
        connects(A, 10);
        run(List.of(A, B), DialPolicy.DEFAULT);
        assertEquals(List.of("15 start b", "25 connected b"), log);
        log.clear();
        clock[0] = Duration.ofSeconds(11).toNanos();
        run(List.of(A, B), DialPolicy.DEFAULT);
        assertEquals(List.of("11000 start a", "11010 connected a"), log, "the first is preferred again");
    }

    @Test
    void aWishToBeLeftAloneIsGrantedAlsoToASingleServer() {
        fails(A, 0, DialFailure.retryAfter("busy", Duration.ofSeconds(3)));
        run(List.of(A), DialPolicy.DEFAULT.withRoundsMax(2));
        assertEquals(List.of("0 start a", "3000 start a", "3000 gave up HARD {a=busy}"), log);
    }

    @Test
    void whatAnotherDialerWasToldCountsHereToo() {
        var other = new DialTracker("other", shared);
        other.onFailed(A, DialFailure.retryAfter("busy", Duration.ofSeconds(2)), 0);
        connects(A, 10);
        run(List.of(A), DialPolicy.DEFAULT);
        assertEquals(List.of("2000 start a", "2010 connected a"), log);
    }

    @Test
    void theBudgetEndsAStormAndGoesOnWhenTheWindowSlides() {
        fails(A, 0, DialFailure.hard("refused"));
        var quick = new Backoff(Duration.ofMillis(100), 1, Duration.ofMillis(100), 0);
        run(List.of(A), DialPolicy.DEFAULT.withRoundsMax(25).withBackoff(quick));
        List<Long> starts = log.stream()
                .filter(line -> line.endsWith("start a"))
                .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                .toList();
        assertEquals(25, starts.size());
        assertEquals(1_900, starts.get(19));
        assertEquals(60_000, starts.get(20), "the 21st waits until the first is a minute old");
    }

    @Test
    void oneEndpointIsDialledThirtyTimesAMinuteAtMost() {
        var roomy = new DialTracker("roomy", shared, new RetryBudget(1_000, Duration.ofMinutes(1)));
        for (int i = 0; i < DialTracker.DIALS_PER_MINUTE; i++) {
            assertTrue(roomy.tryDial(A, DialTracker.Alternatives.NONE, i));
        }
        assertFalse(roomy.tryDial(A, DialTracker.Alternatives.NONE, 1_000));
        assertTrue(roomy.tryDial(B, DialTracker.Alternatives.NONE, 1_000));
        assertEquals(Duration.ofMinutes(1).toNanos(), roomy.earliestNanos(A, DialTracker.Alternatives.NONE, 1_000));
    }

    @Test
    void aLateLoserIsToldToCloseWhatItConnected() {
        var dial = new HedgedDial(List.of(A, B), DialPolicy.DEFAULT, tracker, new SplittableRandom(1), 0);
        dial.poll(0);
        dial.poll(200 * MILLI);
        assertTrue(dial.onConnected(2, 210 * MILLI));
        assertFalse(dial.onConnected(1, 211 * MILLI));
        assertFalse(dial.onConnected(2, 212 * MILLI));
    }

    @Test
    void cancellingGivesUpWhatRunsAndStartsNothingMore() {
        var dial = new HedgedDial(List.of(A, B), DialPolicy.DEFAULT, tracker, new SplittableRandom(1), 0);
        dial.poll(0);
        dial.cancel();
        dial.cancel();
        assertEquals(Optional.of(new DialStep.Abandon(1)), dial.poll(0));
        assertTrue(dial.poll(0).orElseThrow() instanceof DialStep.GaveUp);
        assertEquals(Optional.empty(), dial.poll(10_000 * MILLI));
        assertEquals(HedgedDial.NO_DEADLINE, dial.nextDeadlineNanos(0));
    }

    @Test
    void underAnyNetworkItEndsOnceAndNeverDialsMoreThanTwoAtOnce() {
        for (int seed = 0; seed < 2_000; seed++) {
            log.clear();
            network.clear();
            var random = new SplittableRandom(seed);
            clock[0] = 0;
            shared.clear();
            List<Endpoint> endpoints = IntStream.range(0, 1 + random.nextInt(5))
                    .mapToObj(i -> Endpoint.of("tcp", "e" + i, 1).withPriority(random.nextInt(3)))
                    .toList();
            for (Endpoint endpoint : endpoints) {
                int fate = random.nextInt(4);
                if (fate == 0) {
                    connects(endpoint, random.nextInt(2_000));
                } else if (fate == 1) {
                    fails(endpoint, random.nextInt(2_000), DialFailure.hard("refused"));
                } else if (fate == 2) {
                    fails(endpoint, random.nextInt(2_000), DialFailure.retryAfter("busy", Duration.ofSeconds(1)));
                }
            }
            run(endpoints, DialPolicy.DEFAULT.withRoundsMax(1 + random.nextInt(3)), new DialTracker("seed", shared));
            checkLog(seed);
        }
    }

    @Test
    void aDialWithoutEndpointsIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new HedgedDial(List.of(), DialPolicy.DEFAULT, tracker, new SplittableRandom(1), 0));
    }

    private void checkLog(int seed) {
        int running = 0;
        int ends = 0;
        for (String line : log) {
            if (line.contains(" start ")) {
                running++;
            } else if (line.contains(" abandon ") || line.contains(" failed ")) {
                running--;
            } else {
                ends++;
            }
            assertTrue(running <= 2, () -> "seed " + seed + ": " + log);
        }
        assertEquals(1, ends, () -> "seed " + seed + ": " + log);
    }

    private void connects(Endpoint endpoint, long afterMillis) {
        network.put(endpoint.label(), new Outcome(afterMillis, Optional.empty()));
    }

    private void fails(Endpoint endpoint, long afterMillis, DialFailure failure) {
        network.put(endpoint.label(), new Outcome(afterMillis, Optional.of(failure)));
    }

    private void run(List<Endpoint> endpoints, DialPolicy policy) {
        run(endpoints, policy, tracker);
        log.removeIf(line -> line.contains(" failed "));
    }

    /** Drives a dial to its end, jumping from one thing to the next. */
    private void run(List<Endpoint> endpoints, DialPolicy policy, DialTracker remembering) {
        var dial = new HedgedDial(endpoints, policy, remembering, new SplittableRandom(1), clock[0]);
        TreeMap<Long, List<Runnable>> pending = new TreeMap<>();
        for (int step = 0; step < 10_000; step++) {
            Optional<DialStep> next = dial.poll(clock[0]);
            while (next.isPresent()) {
                if (carryOut(next.get(), dial, pending)) {
                    return;
                }
                next = dial.poll(clock[0]);
            }
            long deadline = dial.nextDeadlineNanos(clock[0]);
            long result = pending.isEmpty() ? Long.MAX_VALUE : pending.firstKey();
            clock[0] = Math.max(clock[0], Math.min(deadline, result));
            if (result <= clock[0]) {
                pending.pollFirstEntry().getValue().forEach(Runnable::run);
            }
        }
        throw new AssertionError("a dial that never ends: " + log);
    }

    private boolean carryOut(DialStep step, HedgedDial dial, Map<Long, List<Runnable>> pending) {
        long millis = clock[0] / MILLI;
        if (step instanceof DialStep.Start start) {
            log.add(millis + " start " + start.endpoint().label());
            labels.put(start.attempt(), start.endpoint().label());
            Outcome outcome = network.get(start.endpoint().label());
            if (outcome != null) {
                long at = clock[0] + outcome.afterMillis() * MILLI;
                pending.computeIfAbsent(at, time -> new ArrayList<>())
                        .add(() -> report(start.attempt(), outcome, dial));
            }
        } else if (step instanceof DialStep.Abandon abandon) {
            log.add(millis + " abandon " + labels.get(abandon.attempt()));
            labels.remove(abandon.attempt());
        } else if (step instanceof DialStep.Connected connected) {
            log.add(millis + " connected " + connected.endpoint().label());
            return true;
        } else if (step instanceof DialStep.GaveUp gaveUp) {
            log.add(millis + " gave up " + gaveUp.severity() + " " + gaveUp.detail());
            return true;
        }
        return false;
    }

    private void report(int attempt, Outcome outcome, HedgedDial dial) {
        if (outcome.failure().isPresent()) {
            if (labels.containsKey(attempt)) {
                log.add(clock[0] / MILLI + " failed " + labels.remove(attempt));
            }
            dial.onFailed(attempt, outcome.failure().get(), clock[0]);
        } else {
            dial.onConnected(attempt, clock[0]);
        }
    }
}
