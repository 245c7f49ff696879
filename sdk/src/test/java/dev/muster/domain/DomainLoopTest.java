package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.LifecycleCommand.EndLobby;
import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.ParticipantCommand.ToggleParticipationMode;
import dev.muster.log.CollectedLog;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DomainLoopTest {
    private static final LobbyId LOBBY = new LobbyId(new UUID(0, 1));
    private static final ParticipantId ALICE = new ParticipantId(new UUID(1, 1));
    private static final ParticipantId BOB = new ParticipantId(new UUID(1, 2));

    private long nextId = 1000;

    private DomainLoop loop(int batchSize, int queueSize) {
        return new DomainLoop(batchSize, queueSize, () -> new UUID(2, nextId++), ActivityTypes.of());
    }

    private static DomainLoop created(DomainLoop loop) {
        loop.submit(Sender.person(ALICE), new CreateLobby(LOBBY, "Friday night", "Alice"));
        loop.poll(LobbyTime.ZERO);
        return loop;
    }

    private static ToggleParticipationMode toggle(ParticipantId who) {
        return new ToggleParticipationMode(LOBBY, who, who);
    }

    @Test
    void aLobbyIsMadeAndJoinedInOrder() {
        DomainLoop loop = loop(10, 100);
        loop.submit(Sender.person(ALICE), new CreateLobby(LOBBY, "Friday night", "Alice"));
        loop.submit(Sender.person(BOB), new JoinLobby(LOBBY, "Bob"));

        assertEquals(2, loop.poll(LobbyTime.ZERO));

        List<DomainEvent> events = loop.drainEvents();
        assertInstanceOf(LobbyCreated.class, events.get(0));
        assertInstanceOf(GuestJoined.class, events.get(1));
        assertEquals(2, loop.lobby(LOBBY).orElseThrow().participants().size());
        assertEquals(List.of(), loop.drainEvents());
    }

    @Test
    void aPollHandlesOneBatchAndKeepsTheRestForTheNext() {
        DomainLoop loop = created(loop(2, 100));
        for (int i = 0; i < 5; i++) {
            loop.submit(Sender.person(ALICE), toggle(ALICE));
        }
        assertEquals(2, loop.poll(LobbyTime.ZERO));
        assertEquals(3, loop.counters().commandsPending());
        assertEquals(2, loop.poll(LobbyTime.ZERO));
        assertEquals(1, loop.poll(LobbyTime.ZERO));
        assertEquals(0, loop.poll(LobbyTime.ZERO));
    }

    @Test
    void aFullQueueRefusesInsteadOfDropping() {
        DomainLoop loop = created(loop(10, 2));
        assertInstanceOf(Submission.Queued.class, loop.submit(Sender.person(ALICE), toggle(ALICE)));
        assertInstanceOf(Submission.Queued.class, loop.submit(Sender.person(ALICE), toggle(ALICE)));

        var third = assertInstanceOf(Submission.Refused.class, loop.submit(Sender.person(ALICE), toggle(ALICE)));

        assertEquals(RefusalCode.QUEUE_FULL, third.refusal().code());
        assertTrue(third.refusal().sentence().contains("queueSize"));
        assertEquals(1, loop.counters().submissionsRefused());
        assertEquals(2, loop.poll(LobbyTime.ZERO));
        assertInstanceOf(Submission.Queued.class, loop.submit(Sender.person(ALICE), toggle(ALICE)));
    }

    @Test
    void aRefusalComesBackWithTheCorrelationIdOfItsCommand() {
        DomainLoop loop = created(loop(10, 100));
        loop.drainEvents();
        loop.submit(Sender.person(BOB), new JoinLobby(LOBBY, "Bob"));
        var queued = assertInstanceOf(Submission.Queued.class, loop.submit(Sender.person(BOB), new EndLobby(LOBBY)));
        loop.poll(LobbyTime.ZERO);

        var failed = assertInstanceOf(CommandFailed.class, loop.drainEvents().get(1));

        assertEquals(queued.correlationId(), failed.correlationId());
        assertEquals(new EndLobby(LOBBY), failed.command());
        assertEquals(RefusalCode.ONLY_HOST, failed.refusal().code());
        assertEquals("Only the host can end the lobby.", failed.refusal().sentence());
    }

    @Test
    void anApplicationThatNeverDrainsStallsNothingAndLosesTheOldest() {
        DomainLoop loop = created(loop(10, 100));
        for (int i = 0; i < DomainLoop.EVENTS_MAX; i++) {
            loop.submit(Sender.person(ALICE), toggle(ALICE));
            assertEquals(1, loop.poll(LobbyTime.ZERO));
        }
        assertEquals(1, loop.counters().eventsLost());
        List<DomainEvent> events = loop.drainEvents();
        assertEquals(DomainLoop.EVENTS_MAX, events.size());
        assertTrue(events.stream().noneMatch(LobbyCreated.class::isInstance), "the oldest went first");
    }

    @Test
    void theSessionsReaderLosesNothingAndTheLoopWaitsForIt() {
        DomainLoop loop = loop(10, 10_000);
        EventReader reader = loop.attachSessionReader();
        created(loop);
        for (int i = 0; i < 3_000; i++) {
            loop.submit(Sender.person(ALICE), toggle(ALICE));
        }
        int handled = 0;
        List<EmittedEvent> read = new ArrayList<>();
        while (read.size() < 3_001) {
            int handledNow;
            do {
                handledNow = loop.poll(LobbyTime.ZERO);
                handled += handledNow;
            } while (handledNow > 0);
            assertTrue(reader.readTo(read::add) > 0, "a full ring has something to read");
        }
        assertEquals(3_000, handled);
        for (int i = 0; i < read.size(); i++) {
            assertEquals(Optional.of(new CorrelationId(i + 1)), read.get(i).cause());
        }
        assertTrue(loop.counters().eventsLost() > 0, "the application, which did not read, lost some");
    }

    @Test
    void anApplicationThatNeverDrainsStallsNothingAndIsToldSoOnce() {
        try (var log = CollectedLog.of(DomainLoop.class)) {
            DomainLoop loop = created(loop(10, 100));
            for (int i = 0; i < 2 * DomainLoop.EVENTS_MAX; i++) {
                assertEquals(
                        i < DomainLoop.EVENTS_MAX ? 0 : 1, log.lines(Level.WARN).size());
                loop.submit(Sender.person(ALICE), toggle(ALICE));
                loop.poll(LobbyTime.ZERO);
            }
            assertEquals(1 + 2 * DomainLoop.EVENTS_MAX, loop.counters().commandsAccepted());
            assertEquals(1 + DomainLoop.EVENTS_MAX, loop.counters().eventsLost());
            assertEquals(DomainLoop.EVENTS_MAX, loop.drainEvents().size());
            assertEquals(1, log.lines(Level.WARN).size());
            assertTrue(log.lines(Level.WARN).get(0).contains("drainEvents()"));
        }
    }

    /** A stranger's refused command is as large as it is allowed to be; it must not stay for what was long read. */
    @Test
    void whatEveryReaderHasPassedIsLetGo() {
        DomainLoop loop = created(loop(10, 100));
        EventReader reader = loop.attachSessionReader();
        loop.submit(Sender.person(BOB), new JoinLobby(LOBBY, "x".repeat(LobbyLimits.COMMAND_TEXT_CHARS_MAX)));
        loop.poll(LobbyTime.ZERO);
        var held = new ArrayList<WeakReference<DomainEvent>>();
        reader.readTo(emitted -> held.add(new WeakReference<>(emitted.event())));
        assertEquals(1, held.size());
        assertTrue(isHeld(held.get(0)), "the application has not read it yet");
        loop.drainEvents();
        assertFalse(isHeld(held.get(0)));
        assertEquals(1, loop.lobbies().size(), "the loop itself is still in use");
    }

    @Test
    void itIsLetGoWhoeverReadsLast() {
        DomainLoop loop = created(loop(10, 100));
        EventReader reader = loop.attachSessionReader();
        loop.submit(Sender.person(BOB), new JoinLobby(LOBBY, "x".repeat(LobbyLimits.COMMAND_TEXT_CHARS_MAX)));
        loop.poll(LobbyTime.ZERO);
        var held = new WeakReference<>(loop.drainEvents().get(1));
        assertTrue(isHeld(held), "the session has not read it yet");
        reader.readTo(emitted -> {});
        assertFalse(isHeld(held));
        assertEquals(1, loop.lobbies().size(), "the loop itself is still in use");
    }

    private static boolean isHeld(WeakReference<?> reference) {
        for (int i = 0; i < 20 && reference.get() != null; i++) {
            System.gc();
        }
        return reference.get() != null;
    }

    @Test
    void sizesThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> loop(0, 1));
        assertThrows(IllegalArgumentException.class, () -> loop(1, 0));
        assertThrows(IllegalArgumentException.class, () -> loop(1, DomainLoop.QUEUE_SIZE_MAX + 1));
        assertEquals(0, loop(Integer.MAX_VALUE, DomainLoop.QUEUE_SIZE_MAX).poll(LobbyTime.ZERO));
        assertEquals(0, loop(1, 1).poll(LobbyTime.ZERO));
    }

    @Test
    void aSecondSessionReaderIsRefusedBecauseEachWouldMissWhatTheOtherRead() {
        DomainLoop loop = loop(10, 100);
        loop.attachSessionReader();
        assertThrows(IllegalStateException.class, loop::attachSessionReader);
    }

    /** Nobody may take over the id of a lobby, nor lose it room, by asking for one that is not there. */
    @Test
    void aRefusedCommandLeavesEveryLobbyWhereItWas() {
        DomainLoop loop = loop(100, 100);
        for (int i = 1; i <= DomainLoop.LOBBIES_MAX; i++) {
            var id = new LobbyId(new UUID(0, i));
            loop.submit(Sender.person(ALICE), new CreateLobby(id, "Lobby " + i, "Alice"));
        }
        loop.submit(Sender.person(ALICE), new EndLobby(LOBBY));
        loop.submit(Sender.person(BOB), new JoinLobby(new LobbyId(new UUID(9, 9)), "Bob"));
        loop.submit(Sender.person(BOB), new CreateLobby(new LobbyId(new UUID(9, 9)), "Mine", "Bob"));
        loop.poll(LobbyTime.ZERO);
        loop.poll(LobbyTime.ZERO);

        assertEquals(DomainLoop.LOBBIES_MAX, loop.lobbies().size());
        assertTrue(loop.lobby(LOBBY).orElseThrow().isEnded());
        assertEquals(2, loop.counters().commandsRefused());
    }

    @Test
    void aPollWithNothingToDoAllocatesNothing() {
        DomainLoop loop = created(loop(10, 100));
        var now = new LobbyTime(1_000);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertEquals(0, loop.poll(now), "the first poll warms up");
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            loop.poll(now);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 10_000, "10,000 polls allocated " + allocated + " bytes, the measuring included");
    }

    @Test
    void aReaderThatThrowsDoesNotGetTheSameEventAgain() {
        DomainLoop loop = loop(10, 100);
        EventReader reader = loop.attachSessionReader();
        created(loop);
        assertThrows(
                IllegalStateException.class,
                () -> reader.readTo(event -> {
                    throw new IllegalStateException("planted");
                }));
        assertEquals(0, reader.readTo(event -> {}));
    }

    @Test
    void lobbyTimeNeverFalls() {
        DomainLoop loop = loop(10, 100);
        EventReader reader = loop.attachSessionReader();
        loop.poll(new LobbyTime(500));
        loop.submit(Sender.person(ALICE), new CreateLobby(LOBBY, "Friday night", "Alice"));
        loop.poll(new LobbyTime(100));
        reader.readTo(emitted -> assertEquals(new LobbyTime(500), emitted.at()));
        assertEquals(new LobbyTime(500), loop.lobby(LOBBY).orElseThrow().host().joinedAt());
    }

    @Test
    void severalLobbiesLiveInOneLoopUntilOneIsForgotten() {
        DomainLoop loop = loop(100, 100);
        for (int i = 1; i <= DomainLoop.LOBBIES_MAX; i++) {
            loop.submit(Sender.person(ALICE), new CreateLobby(new LobbyId(new UUID(0, i)), "Lobby " + i, "Alice"));
        }
        loop.poll(LobbyTime.ZERO);
        assertEquals(DomainLoop.LOBBIES_MAX, loop.lobbies().size());
        loop.drainEvents();

        var oneMore = new CreateLobby(new LobbyId(new UUID(0, 999)), "One more", "Alice");
        loop.submit(Sender.person(ALICE), oneMore);
        loop.poll(LobbyTime.ZERO);
        var refused = assertInstanceOf(CommandFailed.class, loop.drainEvents().get(0));
        assertEquals(RefusalCode.TOO_MANY_LOBBIES, refused.refusal().code());

        var seventh = new LobbyId(new UUID(0, 7));
        assertFalse(loop.forget(seventh), "only what has ended is let go");
        loop.submit(Sender.person(ALICE), new EndLobby(seventh));
        loop.poll(LobbyTime.ZERO);
        assertTrue(loop.forget(seventh));
        loop.submit(Sender.person(ALICE), oneMore);
        loop.poll(LobbyTime.ZERO);
        assertTrue(loop.lobby(oneMore.lobbyId()).isPresent());
        assertTrue(loop.lobby(seventh).isEmpty());
    }

    @Test
    void aBatchOrQueueOfNothingIsRefusedAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> loop(0, 100));
        assertThrows(IllegalArgumentException.class, () -> loop(10, 0));
    }
}
