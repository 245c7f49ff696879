package dev.muster.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.TransportEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InboxTest {
    private final Inbox inbox = new Inbox();

    @Test
    void anOwnerThatSleepsUntilItIsWokenMissesNothing() throws Exception {
        int threads = 4;
        int each = 50_000;
        var woken = new Semaphore(0);
        inbox.hook(woken::release);
        List<Thread> producers = IntStream.range(0, threads)
                .mapToObj(i -> new Thread(() -> {
                    for (int n = 0; n < each; n++) {
                        assertTrue(inbox.add(() -> inbox.emit(new TransportEvent.NetworkChanged())));
                    }
                }))
                .toList();
        producers.forEach(Thread::start);
        int taken = 0;
        while (taken < threads * each) {
            if (inbox.poll().isPresent()) {
                taken++;
            } else {
                assertTrue(woken.tryAcquire(20, TimeUnit.SECONDS), "asleep although something came");
            }
        }
        for (Thread producer : producers) {
            producer.join();
        }
        assertEquals(Optional.empty(), inbox.poll());
    }

    @Test
    void nobodyIsWokenWhileTheOwnerIsAwake() {
        int[] woken = {0};
        inbox.hook(() -> woken[0]++);
        inbox.poll();
        assertTrue(inbox.add(() -> {}));
        assertTrue(inbox.add(() -> {}));
        assertEquals(1, woken[0]);
    }

    @Test
    void whatWasLeftBeforeTheEndIsStillDoneAndWhatComesLaterIsRefused() {
        int[] done = {0};
        assertTrue(inbox.add(() -> done[0]++));
        inbox.close();
        assertEquals(1, done[0], "a task may hand over a socket, which somebody has to close");
        assertFalse(inbox.add(() -> done[0]++), "and who comes too late is told, for the same reason");
        assertEquals(1, done[0]);
    }

    @Test
    void afterTheEndNothingComesOut() {
        inbox.emit(new TransportEvent.NetworkChanged());
        assertTrue(inbox.add(() -> inbox.emit(new TransportEvent.NetworkChanged())));
        inbox.close();
        inbox.emit(new TransportEvent.NetworkChanged());
        assertEquals(Optional.empty(), inbox.poll());
    }
}
