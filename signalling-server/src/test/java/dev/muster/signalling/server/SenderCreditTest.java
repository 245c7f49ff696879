package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SenderCreditTest {
    private final List<Boolean> changes = new ArrayList<>();
    private final SenderCredit credit = new SenderCredit(100, this::changed);

    private void changed() {
        changes.add(credit.isExhausted());
    }

    @Test
    void whoStaysWithinItsCreditIsNeverStopped() {
        for (int i = 0; i < 1_000; i++) {
            credit.queued(100);
            credit.gone(100);
        }
        assertEquals(List.of(), changes);
    }

    @Test
    void whoGoesBeyondItGoesOnWhenHalfHasGone() {
        credit.queued(100);
        assertFalse(credit.isExhausted());
        credit.queued(50);
        assertTrue(credit.isExhausted());
        credit.queued(50);
        credit.gone(149);
        assertTrue(credit.isExhausted());
        credit.gone(1);
        assertFalse(credit.isExhausted());
        assertEquals(List.of(true, false), changes);
    }

    @Test
    void aFullReaderStopsItUntilThatHasRoom() {
        credit.queued(50);
        credit.readerIsFull();
        credit.readerIsFull();
        assertTrue(credit.isExhausted());
        credit.gone(50);
        credit.readerHasRoom();
        assertTrue(credit.isExhausted());
        credit.readerHasRoom();
        assertFalse(credit.isExhausted());
        assertEquals(List.of(true, false), changes);
    }

    @Test
    void aLittleIsNotWorthStoppingFor() {
        credit.queued(6);
        assertFalse(credit.isConsiderable());
        credit.queued(1);
        assertTrue(credit.isConsiderable());
    }

    @Test
    void whoHasGoneHoldsNobodyUpAndHearsNothing() {
        credit.queued(150);
        credit.close();
        assertFalse(credit.isExhausted());
        credit.gone(150);
        assertEquals(List.of(true), changes);
    }
}
