package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.muster.domain.DomainEvent;
import dev.muster.domain.LifecycleCommand.RenameLobby;
import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.LifecycleEvent.LobbyRenamed;
import dev.muster.domain.Lobby;
import dev.muster.domain.Submission;
import dev.muster.log.CollectedLog;
import dev.muster.simulation.SimulatedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionRunnerTest {
    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<DomainEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Lobby> lobbies = new LinkedBlockingQueue<>();
    private final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final HostedSession hosted = new P2PLoopBuilder()
            .hostOver(new SimulatedNetwork(1).addPeer("alone").transport(), "Quiet", "Alice");
    private final SessionRunner runner = SessionRunner.start(hosted.loop(), executor, new SessionListener() {
        @Override
        public void happened(DomainEvent event) {
            threads.add(Thread.currentThread());
            events.add(event);
        }

        @Override
        public void lobbyChanged(Lobby lobby) {
            lobbies.add(lobby);
        }
    });

    @AfterEach
    void end() {
        runner.close();
        executor.shutdownNow();
    }

    @Test
    void commandsGoInAndEventsComeOutThroughTheExecutor() throws Exception {
        Submission submission =
                runner.submit(new RenameLobby(hosted.loop().lobbyId(), "Loud")).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertInstanceOf(Submission.Queued.class, submission);
        DomainEvent event;
        do {
            event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } while (event != null && !(event instanceof LobbyRenamed));
        assertInstanceOf(LobbyRenamed.class, event);
        Lobby lobby;
        do {
            lobby = lobbies.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } while (lobby != null && !lobby.name().value().equals("Loud"));
        assertEquals("Loud", runner.lobby().orElseThrow().name().value());
        assertTrue(threads.stream().noneMatch(one -> one.getName().equals("muster-session")));
    }

    @Test
    void whatHappenedBeforeTheStartIsToldFirst() throws Exception {
        assertInstanceOf(LobbyCreated.class, events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(
                "Quiet", lobbies.poll(PATIENCE_SECONDS, TimeUnit.SECONDS).name().value());
    }

    @Test
    void whoStartsOnTheThreadOfTheExecutorHearsNothingBeforeItHasTheRunner() throws Exception {
        SessionLoop loop = new P2PLoopBuilder()
                .hostOver(new SimulatedNetwork(2).addPeer("other").transport(), "Other", "Bob")
                .loop();
        List<SessionRunner> started = new ArrayList<>();
        BlockingQueue<Boolean> knows = new LinkedBlockingQueue<>();
        CountDownLatch isTelling = new CountDownLatch(1);
        Executor telling = task -> {
            executor.execute(task);
            isTelling.countDown();
        };
        executor.execute(() -> {
            SessionRunner second = SessionRunner.start(loop, telling, new SessionListener() {
                @Override
                public void happened(DomainEvent event) {
                    knows.add(!started.isEmpty());
                }
            });
            awaitQuietly(isTelling);
            started.add(second);
        });
        assertEquals(true, knows.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        started.get(0).close();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertTrue(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aListenerThatThrowsDoesNotEndTheSession() throws Exception {
        SessionLoop loop = new P2PLoopBuilder()
                .hostOver(new SimulatedNetwork(3).addPeer("third").transport(), "Third", "Carol")
                .loop();
        BlockingQueue<DomainEvent> heard = new LinkedBlockingQueue<>();
        try (var log = CollectedLog.of(SessionRunner.class)) {
            SessionRunner third = SessionRunner.start(loop, Runnable::run, new SessionListener() {
                @Override
                public void happened(DomainEvent event) {
                    heard.add(event);
                    throw new IllegalStateException("on purpose");
                }
            });
            assertInstanceOf(LobbyCreated.class, heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
            third.submit(new RenameLobby(loop.lobbyId(), "Renamed")).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertInstanceOf(LobbyRenamed.class, heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
            third.close();
            assertEquals(2, log.lines(Level.WARN).size());
        }
    }

    @Test
    void aCallThatThrowsFailsForItsCallerAlone() throws Exception {
        var failing = runner.call(loop -> {
            throw new IllegalStateException("on purpose");
        });
        assertThrows(ExecutionException.class, () -> failing.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(true, runner.call(SessionLoop::isHost).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void callsRunOnTheThreadOfTheLoop() throws Exception {
        Thread thread = runner.call(loop -> Thread.currentThread()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertNotEquals(Thread.currentThread(), thread);
        assertEquals("muster-session", thread.getName());
        runner.close();
        assertEquals(Thread.State.TERMINATED, thread.getState());
    }

    @Test
    void afterTheEndCallsFailAndASecondCloseDoesNothing() {
        runner.close();
        runner.close();
        var late = runner.submit(new RenameLobby(hosted.loop().lobbyId(), "Late"));
        var failure = assertThrows(ExecutionException.class, () -> late.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertInstanceOf(RejectedExecutionException.class, failure.getCause());
    }
}
