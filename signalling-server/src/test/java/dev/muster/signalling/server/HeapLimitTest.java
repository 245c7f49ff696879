package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What waits, and the connections it waits for, have to fit into the heap. */
class HeapLimitTest {
    private static final long MEGABYTE = 1_048_576;

    private static void assertFits(Limits limits, long room) {
        limits.requireConsistent();
        long each = limits.get(Limit.RESERVED_BYTES);
        assertTrue(limits.get(Limit.BUFFERED_BYTES) + limits.get(Limit.CONNECTIONS) * each < room, limits.toString());
    }

    @Test
    void aLargeHeapChangesNothing() throws StartException {
        Limits limits = Limits.standard();
        assertSame(limits, HeapLimit.fit(limits, true, 1_024 * MEGABYTE));
        assertSame(limits, HeapLimit.fit(limits, false, 256 * MEGABYTE));
        assertSame(limits, HeapLimit.fit(limits, false, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource({"8,false", "16,true", "64,false", "128,false", "128,true", "190,false"})
    void aSmallHeapMakesSmallLimits(long megabytes, boolean tls) throws StartException {
        Limits fitted = HeapLimit.fit(Limits.standard(), tls, megabytes * MEGABYTE);
        assertFits(fitted, megabytes * MEGABYTE * 3 / 4);
        assertTrue(fitted.get(Limit.BUFFERED_BYTES) >= megabytes * MEGABYTE * 3 / 16, fitted.toString());
        assertTrue(fitted.get(Limit.CONNECTIONS) > 100, fitted.toString());
    }

    @Test
    void messagesGiveWayBeforeConnectionsDo() throws StartException {
        Limits fitted = HeapLimit.fit(Limits.standard(), false, 160 * MEGABYTE);
        assertEquals(10_000, fitted.get(Limit.CONNECTIONS));
        assertTrue(fitted.get(Limit.BUFFERED_BYTES) < Limit.BUFFERED_BYTES.standard());
        assertEquals(fitted.get(Limit.BUFFERED_BYTES) / 8, fitted.get(Limit.BUFFERED_BYTES_PER_ADDRESS));
    }

    @Test
    void whatIsSetStaysAndTheRestGivesWay() throws StartException {
        Limits connections = Limits.standard().with(Limit.CONNECTIONS, 10_000);
        Limits fitted = HeapLimit.fit(connections, false, 128 * MEGABYTE);
        assertEquals(10_000, fitted.get(Limit.CONNECTIONS));
        assertFits(fitted, 96 * MEGABYTE);
        Limits share = Limits.standard().with(Limit.BUFFERED_BYTES_PER_ADDRESS, 40_000_000);
        fitted = HeapLimit.fit(share, false, 128 * MEGABYTE);
        assertEquals(40_000_000, fitted.get(Limit.BUFFERED_BYTES_PER_ADDRESS));
        assertFits(fitted, 96 * MEGABYTE);
    }

    @Test
    void whatIsSetTooHighIsOneClearSentence() {
        Limits memory = Limits.standard().with(Limit.BUFFERED_BYTES, 200 * MEGABYTE);
        StartException refusal = assertThrows(StartException.class, () -> HeapLimit.fit(memory, false, 128 * MEGABYTE));
        assertEquals(
                "buffered-bytes (209715200) and 1 connections of 8192 bytes are more than 100663296, three quarters of"
                        + " the heap: give it more (-Xmx), or set buffered-bytes, connections or reserved-bytes lower",
                refusal.getMessage());
        assertEquals(StartException.Problem.BAD_CONFIGURATION, refusal.problem());
        Limits connections = Limits.standard().with(Limit.CONNECTIONS, 100_000);
        assertThrows(StartException.class, () -> HeapLimit.fit(connections, false, 128 * MEGABYTE));
        Limits reserves =
                Limits.standard().with(Limit.RESERVED_BYTES, 1_048_576).with(Limit.CONNECTIONS, 1_000);
        assertThrows(StartException.class, () -> HeapLimit.fit(reserves, false, 128 * MEGABYTE));
    }
}
