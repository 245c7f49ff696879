package dev.muster.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DialerTest {
    private static final Endpoint A = Endpoint.of("tcp", "a", 1).withLabel("a");
    private static final Endpoint B = Endpoint.of("tcp", "b", 1).withLabel("b");

    private final EndpointPenalties shared = new EndpointPenalties(System::nanoTime);
    private final Dialer dialer = new Dialer("test", new DialTracker("test", shared), new SplittableRandom(1));

    /** A connection that can be waited for to be closed. */
    private static final class Line implements AutoCloseable {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @AfterEach
    void close() {
        dialer.close();
    }

    @Test
    void theFirstThatAnswersIsHandedOut() throws Exception {
        Dialled<Line> dialled = dialer.dial(List.of(A, B), oneAfterTheOther(), (endpoint, timeout) -> new Line())
                .get();
        assertEquals(A, dialled.endpoint());
        assertEquals(1, dialled.connection().closed.getCount(), "and stays open");
    }

    @Test
    void aStalledFirstIsInterruptedWhenTheSecondWins() throws Exception {
        var interrupted = new CountDownLatch(1);
        Dialled<Line> dialled = dial(List.of(A, B), (endpoint, timeout) -> {
                    if (endpoint.equals(A)) {
                        waitForInterrupt(interrupted);
                    }
                    return new Line();
                })
                .get();
        assertEquals(B, dialled.endpoint());
        assertTrue(interrupted.await(10, TimeUnit.SECONDS));
    }

    @Test
    void aLoserThatConnectsNeverthelessIsClosed() throws Exception {
        var late = new CompletableFuture<Line>();
        var release = new CountDownLatch(1);
        Dialled<Line> dialled = dial(List.of(A, B), (endpoint, timeout) -> {
                    var line = new Line();
                    if (endpoint.equals(A)) {
                        awaitStubbornly(release);
                        late.complete(line);
                    }
                    return line;
                })
                .get();
        assertEquals(B, dialled.endpoint());
        release.countDown();
        assertTrue(late.get().closed.await(10, TimeUnit.SECONDS));
        assertEquals(1, dialled.connection().closed.getCount());
    }

    @Test
    void theFailureTellsWhatHappenedAtEach() {
        CompletableFuture<Dialled<Line>> dial = dial(List.of(A, B), (endpoint, timeout) -> {
            throw new IOException("refused by " + endpoint.label());
        });
        DialFailedException failure = failureOf(dial);
        assertTrue(failure.toString().contains("refused by a")
                && failure.toString().contains("refused by b"));
        assertEquals(FailureSeverity.HARD, failure.severity());
    }

    @Test
    void aRefusalForGoodEndsTheDial() {
        var dials = new AtomicInteger();
        CompletableFuture<Dialled<Line>> dial =
                dialer.dial(List.of(A, B), oneAfterTheOther().withRoundsMax(100), (endpoint, timeout) -> {
                    dials.incrementAndGet();
                    throw new DialRefusedException("wrong protocol");
                });
        assertEquals(FailureSeverity.FATAL, failureOf(dial).severity());
        assertEquals(1, dials.get());
    }

    @Test
    void aConnectorThatBreaksIsAFailedEndpointAndNotADeadDialer() throws Exception {
        Dialled<Line> dialled = dial(List.of(A, B), (endpoint, timeout) -> {
                    if (endpoint.equals(A)) {
                        throw new IllegalStateException("a bug");
                    }
                    return new Line();
                })
                .get();
        assertEquals(B, dialled.endpoint());
    }

    @Test
    void aWishToWaitIsSharedWithTheProcess() {
        CompletableFuture<Dialled<Line>> dial = dial(List.of(A), (endpoint, timeout) -> {
            throw new RetryAfterException("busy", Duration.ofSeconds(30));
        });
        assertThrows(ExecutionException.class, dial::get);
        assertTrue(shared.find(A, "somebody else").orElseThrow().fromRetryAfter());
    }

    @Test
    void cancellingInterruptsWhatRuns() throws Exception {
        var started = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        CompletableFuture<Dialled<Line>> dial = dial(List.of(A), (endpoint, timeout) -> {
            started.countDown();
            waitForInterrupt(interrupted);
            return new Line();
        });
        assertTrue(started.await(10, TimeUnit.SECONDS));
        dial.cancel(true);
        assertTrue(interrupted.await(10, TimeUnit.SECONDS));
    }

    @Test
    void closingFailsWhatRunsAndWhatComesAfter() throws Exception {
        var started = new CountDownLatch(1);
        CompletableFuture<Dialled<Line>> running = dial(List.of(A), (endpoint, timeout) -> {
            started.countDown();
            waitForInterrupt(new CountDownLatch(1));
            return new Line();
        });
        assertTrue(started.await(10, TimeUnit.SECONDS));
        dialer.close();
        assertThrows(ExecutionException.class, running::get);
        assertThrows(
                ExecutionException.class,
                () -> dial(List.of(A), (e, t) -> new Line()).get());
        dialer.close();
    }

    @Test
    void nonsenseFailsTheFuture() {
        assertThrows(
                ExecutionException.class,
                () -> dial(List.of(), (e, t) -> new Line()).get());
    }

    /** The second waits until the first failed, however long a busy machine takes to begin with the first. */
    private static DialPolicy oneAfterTheOther() {
        DialPolicy usual = DialPolicy.DEFAULT;
        return new DialPolicy(
                Duration.ofMinutes(1),
                usual.priorityDelay(),
                usual.concurrentMax(),
                usual.attemptTimeout(),
                usual.roundsMax(),
                usual.backoff());
    }

    private CompletableFuture<Dialled<Line>> dial(List<Endpoint> endpoints, Connector<Line> connector) {
        return dialer.dial(endpoints, DialPolicy.DEFAULT, connector);
    }

    private static DialFailedException failureOf(CompletableFuture<Dialled<Line>> dial) {
        Throwable cause = assertThrows(ExecutionException.class, dial::get).getCause();
        return assertInstanceOf(DialFailedException.class, cause);
    }

    private static void waitForInterrupt(CountDownLatch interrupted) throws InterruptedException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException expected) {
            interrupted.countDown();
            throw expected;
        }
    }

    /** As native code does: it does not care about interrupts. */
    private static void awaitStubbornly(CountDownLatch release) {
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException ignored) {
                // Waits on, as long as it takes.
            }
        }
    }
}
