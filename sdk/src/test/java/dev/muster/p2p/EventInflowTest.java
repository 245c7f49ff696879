package dev.muster.p2p;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.p2p.EventInflow.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventInflowTest {
    private static final long SECOND = 1_000_000_000L;

    private final EventLog log = new EventLog();
    private final EventInflow inflow = new EventInflow(log);

    private List<Long> taken(LogEntry entry) {
        return inflow.take(entry).stream().map(LogEntry::sequence).toList();
    }

    @Test
    void whatIsNextIsTakenWithAllThatWaitedForIt() {
        List<LogEntry> chain = Chains.chain(5);
        assertEquals(List.of(1L), taken(chain.get(0)));
        assertEquals(List.of(), taken(chain.get(2)));
        assertEquals(List.of(), taken(chain.get(3)));
        assertEquals(2, inflow.early());
        assertEquals(List.of(2L, 3L, 4L), taken(chain.get(1)));
        assertEquals(List.of(), taken(chain.get(1)), "twice is once");
        assertEquals(List.of(5L), taken(chain.get(4)));
        assertEquals(0, inflow.early());
    }

    @Test
    void aGapIsAskedForOnceAndEverLessOften() {
        List<LogEntry> chain = Chains.chain(10);
        assertEquals(Optional.empty(), inflow.gapToAskFor(0));
        inflow.take(chain.get(3));
        inflow.take(chain.get(7));
        List<Long> asked = new ArrayList<>();
        for (long millis = 0; millis < 60_000; millis += 10) {
            Optional<Gap> gap = inflow.gapToAskFor(millis * 1_000_000);
            if (gap.isPresent()) {
                assertEquals(new Gap(1, 3), gap.get());
                asked.add(millis);
            }
        }
        assertEquals(List.of(0L, 250L, 750L, 1_750L, 3_750L, 7_750L, 15_750L), asked.subList(0, 7));
        assertEquals(8_000, asked.get(asked.size() - 1) - asked.get(asked.size() - 2));
    }

    @Test
    void whoGetsAnAnswerAsksForTheNextGapAtOnce() {
        List<LogEntry> chain = Chains.chain(10);
        inflow.take(chain.get(3));
        inflow.take(chain.get(7));
        assertEquals(Optional.of(new Gap(1, 3)), inflow.gapToAskFor(0));
        assertEquals(Optional.of(EventInflow.FIRST_PAUSE.toNanos()), inflow.nextDeadlineNanos());
        chain.subList(0, 3).forEach(inflow::take);
        assertEquals(4, log.lastSequence());
        assertEquals(Optional.of(new Gap(5, 7)), inflow.gapToAskFor(1));
        chain.subList(4, 7).forEach(inflow::take);
        assertEquals(8, log.lastSequence());
        assertEquals(Optional.empty(), inflow.gapToAskFor(SECOND));
        assertEquals(Optional.empty(), inflow.nextDeadlineNanos());
    }

    @Test
    void whatWaitsIsBounded() {
        List<LogEntry> chain = Chains.chain(EventInflow.EARLY_MAX + 10);
        chain.subList(1, chain.size()).forEach(inflow::take);
        assertEquals(EventInflow.EARLY_MAX, inflow.early());
        inflow.take(chain.get(0));
        assertEquals(EventInflow.EARLY_MAX + 1, log.lastSequence(), "the rest is asked for when its turn comes");
        inflow.take(Chains.entry(log.lastSequence() + EventInflow.AHEAD_MAX + 1, EventLog.ORIGIN, "far ahead"));
        assertEquals(0, inflow.early(), "nothing waits for what may never come");
    }

    @Test
    void anEntryOfAnotherStoryIsCountedAndDoesNotStopTheTrueOne() {
        List<LogEntry> chain = Chains.chain(3);
        inflow.take(chain.get(0));
        assertEquals(List.of(), taken(Chains.entry(2, EventLog.ORIGIN, "a lie")));
        assertEquals(1, inflow.astray());
        assertEquals(List.of(), taken(Chains.entry(3, EventLog.ORIGIN, "a lie that waits")));
        assertEquals(List.of(2L), taken(chain.get(1)));
        assertEquals(2, inflow.astray());
        assertEquals(List.of(3L), taken(chain.get(2)));
    }

    @Test
    void ofTwoThatWaitForTheSamePlaceTheFirstCounts() {
        List<LogEntry> chain = Chains.chain(2);
        inflow.take(chain.get(1));
        inflow.take(Chains.entry(2, chain.get(0).hash(), "a later thought"));
        inflow.take(chain.get(0));
        assertEquals(chain.get(1).hash(), log.lastHash());
    }

    @Test
    void whatASnapshotCoversDoesNotWaitAnyMore() {
        List<LogEntry> chain = Chains.chain(10);
        inflow.take(chain.get(4));
        inflow.take(chain.get(8));
        inflow.take(chain.get(9));
        log.restartAt(8, chain.get(7).hash(), chain.get(7).at());
        assertEquals(
                List.of(9L, 10L),
                inflow.restarted().stream().map(LogEntry::sequence).toList());
        assertEquals(0, inflow.early());
    }

    /** A network that loses, repeats and reorders, and a host that answers questions over the same network. */
    @Test
    void everyEventIsTakenOnceAndInOrderOverTheWorstNetwork() {
        List<LogEntry> chain = Chains.chain(400);
        for (long seed = 1; seed <= 200; seed++) {
            var random = new SplittableRandom(seed);
            var guest = new EventLog();
            var guestInflow = new EventInflow(guest);
            List<LogEntry> onTheWay = new ArrayList<>();
            List<LogEntry> taken = new ArrayList<>();
            int sent = 0;
            long questions = 0;
            for (long millis = 0; guest.lastSequence() < chain.size() && millis < 600_000; millis += 50) {
                // The host goes on making events; the last one is told again, or nobody would miss it.
                sent = Math.min(chain.size(), sent + random.nextInt(4));
                onTheWay.addAll(chain.subList(Math.max(0, sent - 2), sent));
                Optional<Gap> gap = guestInflow.gapToAskFor(millis * 1_000_000);
                if (gap.isPresent() && random.nextInt(3) > 0) {
                    onTheWay.addAll(chain.subList(
                            (int) gap.get().first() - 1, (int) gap.get().last()));
                }
                questions += gap.isPresent() ? 1 : 0;
                for (int i = random.nextInt(8); i > 0 && !onTheWay.isEmpty(); i--) {
                    LogEntry arriving = onTheWay.get(random.nextInt(onTheWay.size()));
                    if (random.nextInt(5) > 0) {
                        onTheWay.remove(arriving);
                    }
                    if (random.nextInt(3) > 0) {
                        taken.addAll(guestInflow.take(arriving));
                    }
                }
            }
            assertEquals(chain, taken, "seed " + seed);
            assertTrue(questions < 400, "seed " + seed + " asked " + questions + " times");
        }
    }
}
