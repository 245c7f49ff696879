package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.LifecycleEvent.LobbyCreated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The loop beside the plainest one there can be. */
class DomainLoopPropertiesTest {
    /**
     * The loop skips what is not due and answers when it wants to be polled; a simple one that asks every lobby each
     * time must hear the same events at the same times.
     */
    @Test
    void theLoopDoesWhatTheRulebookSaysAndWantsToBePolledInTime() {
        long deadlinesFired = 0;
        for (long seed = 1; seed <= 1_000; seed++) {
            var random = new SplittableRandom(seed);
            var teller = new CommandTeller(random);
            var tested = new DomainLoop(1, 100, Story.ids(), ActivityTypes.of(new EchoChallenge()));
            var plain = new PlainLoop();
            long now = 0;
            List<Story.Step> prelude = teller.prelude();
            for (int step = 0; step < 150; step++) {
                Story.Step next = step < prelude.size() ? prelude.get(step) : teller.next(tested.lobby(Story.LOBBY));
                now += next.laterMillis() + (random.nextInt(10) == 0 ? LobbyLimits.COUNTDOWN_DEFAULT.toMillis() : 0);
                tested.submit(next.sender(), next.command());
                plain.waiting.add(next);
                tested.poll(new LobbyTime(now));
                plain.poll(new LobbyTime(now));
                assertEquals(plain.drain(), tested.drainEvents(), "seed " + seed + ", step " + step);
                Optional<LobbyTime> due = tested.lobby(Story.LOBBY).flatMap(Lobby::nextDeadline);
                boolean inTime = due.isEmpty()
                        || (tested.nextDeadline().isPresent()
                                && !due.get().isBefore(tested.nextDeadline().get()));
                assertTrue(inTime, "seed " + seed + ", step " + step + ": due at " + due);
            }
            deadlinesFired += plain.deadlinesFired;
        }
        assertTrue(deadlinesFired > 300, "deadlines fired: " + deadlinesFired);
    }

    private static final class PlainLoop {
        private final Rulebook rulebook = new Rulebook(ActivityTypes.of(new EchoChallenge()));
        private final IdSource ids = Story.ids();
        private final List<Story.Step> waiting = new ArrayList<>();
        private final List<DomainEvent> events = new ArrayList<>();
        private Optional<Lobby> lobby = Optional.empty();
        private long submitted;
        private long deadlinesFired;

        void poll(LobbyTime now) {
            lobby.ifPresent(present -> {
                List<LoggedEvent> due = rulebook.tick(present, now, ids);
                deadlinesFired += due.size();
                due.forEach(this::happen);
            });
            for (Story.Step step : waiting) {
                submitted++;
                Decision decision = rulebook.decide(lobby, step.command(), step.sender(), now, ids);
                decision.events().forEach(this::happen);
                decision.refusal()
                        .ifPresent(refusal ->
                                events.add(new CommandFailed(new CorrelationId(submitted), step.command(), refusal)));
            }
            waiting.clear();
        }

        List<DomainEvent> drain() {
            List<DomainEvent> drained = List.copyOf(events);
            events.clear();
            return drained;
        }

        private void happen(LoggedEvent event) {
            events.add(event);
            lobby = Optional.of(
                    lobby.isEmpty()
                            ? Lobby.created((LobbyCreated) event)
                            : lobby.get().apply(event));
        }
    }
}
