package dev.muster.p2p;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.CorrelationId;
import dev.muster.domain.LobbyId;
import dev.muster.domain.ParticipantCommand.SetReady;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.RefusalCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CommandOutboxTest {
    private static final SetReady COMMAND =
            new SetReady(new LobbyId(new UUID(1, 1)), new ParticipantId(new UUID(2, 2)), true);

    private final CommandOutbox outbox = new CommandOutbox(3, 0);

    private void submit(long id, long nowNanos) {
        assertEquals(Optional.empty(), outbox.submit(new CorrelationId(id), COMMAND, Optional.empty(), nowNanos));
    }

    private List<Long> due(long nowNanos) {
        return outbox.due(0, nowNanos).stream().map(Map.Entry::getKey).toList();
    }

    @Test
    void commandsAreNumberedFromOneAndSentInOrder() {
        submit(10, 0);
        submit(11, 0);
        assertEquals(List.of(1L, 2L), due(0));
        outbox.sent(1, 0);
        assertEquals(List.of(2L), due(0));
    }

    @Test
    void whatGotNoAnswerIsSentAgain() {
        submit(10, 0);
        outbox.sent(1, 0);
        long again = CommandOutbox.RESEND_AFTER.toNanos();
        assertEquals(again, outbox.resendDeadlineNanos());
        assertEquals(List.of(), due(again - 1));
        assertEquals(List.of(1L), due(again));
        outbox.sent(1, again);
        assertEquals(List.of(), due(again));
        outbox.sendAllAgain();
        assertEquals(List.of(1L), due(again));
    }

    @Test
    void aFullOutboxRefusesAndSaysWhatToTurn() {
        submit(1, 0);
        submit(2, 0);
        submit(3, 0);
        var refusal = outbox.submit(new CorrelationId(4), COMMAND, Optional.empty(), 0)
                .orElseThrow();
        assertEquals(RefusalCode.QUEUE_FULL, refusal.code());
        assertTrue(refusal.sentence().contains("queueSize"));
        outbox.accepted(1, 5);
        submit(5, 0);
        assertEquals(List.of(2L, 3L, 4L), outbox.numbers());
    }

    @Test
    void aCommandEndsOnce() {
        submit(10, 0);
        assertEquals(Optional.of(new CorrelationId(10)), outbox.accepted(1, 5));
        assertEquals(Optional.empty(), outbox.accepted(1, 6));
        assertEquals(Optional.empty(), outbox.refused(1));
        assertEquals(List.of(), outbox.discardAll());
    }

    @Test
    void aLongWaitIsToldOnceAndIsNoOutcome() {
        submit(10, 0);
        long late = CommandOutbox.UNDECIDED_AFTER.toNanos();
        assertEquals(late, outbox.undecidedDeadlineNanos());
        assertEquals(List.of(), outbox.newlyUndecided(late - 1));
        assertEquals(List.of(new CorrelationId(10)), outbox.newlyUndecided(late));
        assertEquals(List.of(), outbox.newlyUndecided(late + Duration.ofHours(1).toNanos()));
        assertEquals(Long.MAX_VALUE, outbox.undecidedDeadlineNanos());
        assertEquals(Optional.of(new CorrelationId(10)), outbox.refused(1).map(CommandOutbox.Ended::id));
    }

    @Test
    void replicationIsCountedUpAndNeverDown() {
        submit(10, 0);
        outbox.accepted(1, 7);
        assertEquals(Map.of(), outbox.replicated(List.of(6L, 5L)));
        assertEquals(Map.of(new CorrelationId(10), 1), outbox.replicated(List.of(7L, 5L)));
        assertEquals(Map.of(), outbox.replicated(List.of(9L, 5L)));
        assertEquals(Map.of(new CorrelationId(10), 2), outbox.replicated(List.of(9L, 8L, 2L)));
        assertEquals(Map.of(), outbox.replicated(List.of()));
    }

    @Test
    void replicationIsWatchedForABoundedNumber() {
        var large = new CommandOutbox(CommandOutbox.OUTSTANDING_MAX, 0);
        for (long i = 1; i <= CommandOutbox.WATCHED_MAX + 1; i++) {
            large.submit(new CorrelationId(i), COMMAND, Optional.empty(), 0);
            large.accepted(i, i);
        }
        assertEquals(
                CommandOutbox.WATCHED_MAX,
                large.replicated(List.of(Long.MAX_VALUE)).size());
    }

    @Test
    void whatWasTakenBackIsProposedAgainUnderItsNumberAndToldOnce() {
        submit(10, 0);
        submit(11, 0);
        outbox.accepted(1, 5);
        outbox.accepted(2, 6);
        outbox.takenBack(5, number -> number == 2);
        assertEquals(List.of(2L), due(0));
        assertTrue(outbox.hasUnsent());
        assertEquals(Optional.empty(), outbox.accepted(2, 8), "it was told before");
        assertEquals(0, outbox.outstanding());
    }

    @Test
    void aNewHostTakesOverItsOwnCommands() {
        submit(10, 0);
        submit(11, 0);
        outbox.accepted(1, 5);
        outbox.takenBack(4, number -> true);
        List<CommandOutbox.Own> own = outbox.takeAll();
        assertEquals(
                List.of(1L, 2L), own.stream().map(CommandOutbox.Own::number).toList());
        assertEquals(
                List.of(true, false),
                own.stream().map(CommandOutbox.Own::wasAccepted).toList());
        assertEquals(0, outbox.outstanding());
        assertEquals(2, outbox.lastNumber());
    }
}
