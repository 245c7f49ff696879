package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.StartCountdown;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.ActivityEvent.CountdownStarted;
import dev.muster.domain.ActivityEvent.RunEnded;
import dev.muster.domain.ActivityEvent.RunStarted;
import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.ParticipantCommand.ToggleParticipationMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the clock brings about in a {@link DomainLoop}: it is told in time, in order, and of every lobby. */
class DomainLoopClockTest {
    private static final LobbyId FIRST = new LobbyId(new UUID(0, 1));
    private static final LobbyId SECOND = new LobbyId(new UUID(0, 2));
    private static final ParticipantId ALICE = new ParticipantId(new UUID(1, 1));
    private static final long COUNTDOWN = LobbyLimits.COUNTDOWN_DEFAULT.toMillis();
    private static final long RUN = LobbyLimits.RUN_TIME_LIMIT_DEFAULT.toMillis();

    private final IdSource ids = Story.ids();
    private final DomainLoop loop = new DomainLoop(10, 100, ids, ActivityTypes.of(new EchoChallenge()));
    private final List<EmittedEvent> heard = new ArrayList<>();

    private void submits(DomainCommand... commands) {
        for (DomainCommand command : commands) {
            loop.submit(Sender.person(ALICE), command);
        }
    }

    private void makes(LobbyId lobby) {
        var echo = EchoChallenge.challenge(new ActivityId(lobby.value()), "Hello");
        submits(new CreateLobby(lobby, "Lobby", "Alice"), new QueueActivity(lobby, echo));
    }

    private List<Class<?>> heardAt(long millis) {
        loop.poll(new LobbyTime(millis));
        List<Class<?>> kinds = new ArrayList<>();
        loop.drainEvents().forEach(event -> kinds.add(event.getClass()));
        return kinds;
    }

    private void isDueAt(long millis) {
        assertEquals(Optional.of(new LobbyTime(millis)), loop.nextDeadline());
    }

    @Test
    void aCountdownAndThenTheTimeOfARunEndWhenTheyAreDueAndNotBefore() {
        EventReader reader = loop.attachSessionReader();
        makes(FIRST);
        loop.poll(LobbyTime.ZERO);
        assertEquals(Optional.empty(), loop.nextDeadline());
        submits(new StartCountdown(FIRST));
        heardAt(100);
        isDueAt(100 + COUNTDOWN);
        reader.readTo(event -> {});

        assertEquals(List.of(), heardAt(100 + COUNTDOWN - 1));
        assertEquals(List.of(RunStarted.class), heardAt(100 + COUNTDOWN));
        isDueAt(100 + COUNTDOWN + RUN);
        assertEquals(List.of(), heardAt(100 + COUNTDOWN + RUN - 1));
        assertEquals(List.of(RunEnded.class), heardAt(100 + COUNTDOWN + RUN + 7));
        assertEquals(Optional.empty(), loop.nextDeadline());

        reader.readTo(heard::add);
        assertEquals(
                List.of(Optional.empty(), Optional.empty()),
                heard.stream().map(EmittedEvent::cause).toList(),
                "nobody's command brought it about");
        assertEquals(
                List.of(new LobbyTime(100 + COUNTDOWN), new LobbyTime(100 + COUNTDOWN + RUN + 7)),
                heard.stream().map(EmittedEvent::at).toList());
    }

    @Test
    void aDeadlineThatIsFartherDoesNotHideOneThatIsNear() {
        makes(FIRST);
        makes(SECOND);
        submits(new StartNextRun(FIRST));
        heardAt(0);
        isDueAt(RUN);
        submits(new StartCountdown(SECOND));
        heardAt(10);
        isDueAt(10 + COUNTDOWN);
        assertEquals(List.of(RunStarted.class), heardAt(10 + COUNTDOWN));
        isDueAt(RUN);
    }

    @Test
    void whatIsDueInSeveralLobbiesAtOnceHappensInTheOrderInWhichTheyWereMade() {
        makes(FIRST);
        makes(SECOND);
        submits(new StartCountdown(SECOND), new StartCountdown(FIRST));
        heardAt(0);
        loop.poll(new LobbyTime(COUNTDOWN));
        assertEquals(
                List.of(FIRST, SECOND),
                loop.drainEvents().stream()
                        .map(RunStarted.class::cast)
                        .map(RunStarted::lobbyId)
                        .toList());
    }

    @Test
    void whatIsDueWhileTheSessionsReaderHasToCatchUpHappensAfterwards() {
        EventReader reader = loop.attachSessionReader();
        makes(FIRST);
        submits(new StartCountdown(FIRST));
        loop.poll(LobbyTime.ZERO);
        while (loop.counters().events() < DomainLoop.EVENTS_MAX - DomainLoop.EVENTS_PER_DECISION_MAX + 1) {
            submits(new ToggleParticipationMode(SECOND, ALICE, ALICE)); // Refused, as there is no such lobby.
            assertEquals(1, loop.poll(LobbyTime.ZERO));
        }
        submits(new ToggleParticipationMode(SECOND, ALICE, ALICE));
        assertEquals(0, loop.poll(new LobbyTime(COUNTDOWN)), "there is no room for all that a decision may lead to");
        assertTrue(loop.lobby(FIRST).orElseThrow().run().isEmpty(), "nor for what is due");

        reader.readTo(event -> {});
        assertEquals(1, loop.poll(new LobbyTime(COUNTDOWN)));
        reader.readTo(heard::add);
        assertEquals(RunStarted.class, heard.get(0).event().getClass());
    }

    @Test
    void aReaderHearsNothingFromBeforeItWasAttached() {
        makes(FIRST);
        loop.poll(LobbyTime.ZERO);
        EventReader reader = loop.attachSessionReader();
        submits(new StartCountdown(FIRST));
        loop.poll(LobbyTime.ZERO);
        reader.readTo(heard::add);
        assertEquals(1, heard.size());
        assertEquals(CountdownStarted.class, heard.get(0).event().getClass());
    }

    @Test
    void theCountersCountWhatHappened() {
        makes(FIRST);
        submits(new ToggleParticipationMode(FIRST, ALICE, ALICE), new StartNextRun(FIRST));
        loop.submit(Sender.person(new ParticipantId(new UUID(1, 2))), new StartNextRun(FIRST));
        assertEquals(new DomainCounters(0, 0, 0, 0, 0, 5, 0), loop.counters());
        loop.poll(LobbyTime.ZERO);
        assertEquals(new DomainCounters(3, 2, 0, 5, 0, 0, 5), loop.counters());
        assertEquals(LobbyCreated.class, loop.drainEvents().get(0).getClass());
        assertEquals(new DomainCounters(3, 2, 0, 5, 0, 0, 0), loop.counters());
    }
}
