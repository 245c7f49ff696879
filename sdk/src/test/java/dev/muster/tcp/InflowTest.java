package dev.muster.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InflowTest {
    private final Inflow inflow = new Inflow();

    @Test
    void framesWithoutAByteAreNotFree() throws Exception {
        var entered = new AtomicInteger();
        var reader = new Thread(() -> {
            try {
                while (inflow.enter(0)) {
                    assertTrue(entered.incrementAndGet() <= Inflow.BYTES_MAX, "there is no bound");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        reader.start();
        while (reader.isAlive() && reader.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertTrue(reader.isAlive(), "the reader waits");
        int bound = Inflow.BYTES_MAX / Inflow.FRAME_COST_BYTES;
        assertEquals(bound, entered.get());

        inflow.leave(0);
        while (entered.get() == bound) {
            Thread.onSpinWait();
        }
        inflow.close();
        reader.join();
        assertEquals(bound + 1, entered.get());
    }

    @Test
    void aFrameLongerThanTheBoundPassesAlone() throws Exception {
        assertTrue(inflow.enter(2 * Inflow.BYTES_MAX));
        inflow.leave(2 * Inflow.BYTES_MAX);
        assertTrue(inflow.enter(1));
    }
}
