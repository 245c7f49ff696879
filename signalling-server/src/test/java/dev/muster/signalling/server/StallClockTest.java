package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StallClockTest {
    private final StallClock clock = new StallClock();

    @Test
    void whereNothingWaitsNothingStalls() {
        clock.see(50, 50, 0);
        assertFalse(clock.isOver(100, 1_000_000));
    }

    @Test
    void aReaderThatTakesNothingIsStalled() {
        clock.see(50, 0, 0);
        clock.see(90, 0, 60);
        assertFalse(clock.isOver(100, 99));
        assertTrue(clock.isOver(100, 100));
    }

    @Test
    void whoeverAsksMayBeLessPatient() {
        clock.see(50, 0, 0);
        assertFalse(clock.isOver(100, 60));
        assertTrue(clock.isOver(60, 60));
    }

    @Test
    void aReaderThatTakesAByteNowAndThenIsStalledToo() {
        clock.see(50, 0, 0);
        for (int i = 1; i < 10; i++) {
            clock.see(50, i, i * 10L);
        }
        assertTrue(clock.isOver(100, 100));
    }

    @Test
    void aReaderThatIsNeverDoneButKeepsUpIsNotStalled() {
        long queued = 50;
        for (int i = 0; i < 100; i++) {
            clock.see(queued, queued - 50, i * 90L);
            assertFalse(clock.isOver(100, i * 90L + 89));
            queued += 50;
        }
    }
}
