package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for one reader, and what it counts for. */
class OutputTest {
    private static final int MAX = 10_000;

    private final MemoryBudget budget = new MemoryBudget(new MemoryBudget.Bounds(Long.MAX_VALUE, Long.MAX_VALUE, 0));
    private final MemoryAccount account = budget.open(InetAddress.getLoopbackAddress(), () -> {});
    private final Output output = new Output(account, MAX);

    private static SenderCredit sender() {
        return new SenderCredit(MAX, () -> {});
    }

    private void add(int bytes, SenderCredit sender) {
        output.add(ByteBuffer.allocate(bytes), sender);
    }

    /** Only this thread counts, so it does not matter what else runs here. */
    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 71, 300, 60_000})
    void whatIsCountedIsAtLeastWhatTheHeapHolds(int size) {
        SenderCredit sender = new SenderCredit(Long.MAX_VALUE, () -> {});
        Output longest = new Output(account, Long.MAX_VALUE);
        longest.add(ByteBuffer.allocate(size), sender); // Whatever the first one loads does not count.
        long counted = budget.held();
        long before = allocated();
        for (int i = 0; i < 1_000; i++) {
            longest.add(ByteBuffer.allocate(size), sender);
        }
        long heap = allocated() - before;
        counted = budget.held() - counted;
        assertTrue(heap <= counted, heap + " bytes are held, but only " + counted + " counted");
        longest.forget();
        assertEquals(0, budget.held());
    }

    @Test
    void whoWritesMuchToAFullReaderIsHeldBackUntilHalfHasGone() {
        List<SenderCredit> senders = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            SenderCredit sender = sender();
            senders.add(sender);
            add(3_000, sender);
        }
        assertEquals(
                List.of(false, false, false, true, true),
                senders.stream().map(SenderCredit::isExhausted).toList());
        assertTrue(output.holdsSomebodyBack());
        output.forget();
        assertTrue(senders.stream().noneMatch(SenderCredit::isExhausted));
        assertEquals(0, output.waiting());
    }

    @Test
    void whoWritesLittleToAFullReaderIsNotHeldBack() {
        add(MAX, SenderCredit.UNLIMITED);
        SenderCredit honest = sender();
        add(300, honest);
        assertFalse(honest.isExhausted());
        assertFalse(output.holdsSomebodyBack());
        add(300, honest);
        assertTrue(honest.isExhausted());
    }

    @Test
    void whatIsBegunStaysAndEverythingElseIsForgotten() {
        ByteBuffer begun = ByteBuffer.allocate(100);
        output.add(begun, sender());
        add(100, sender());
        begun.position(1);
        output.forgetUnbegun();
        assertTrue(output.isBegun());
        output.forget();
        assertTrue(output.isEmpty());
    }
}
