package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void everyLimitHasADefaultInItsRangeAndWordsOfItsOwn() {
        for (Limit limit : Limit.values()) {
            assertTrue(limit.min() <= limit.standard() && limit.standard() <= limit.max(), limit.name());
            assertEquals(limit.standard(), Limits.standard().get(limit));
            assertTrue(limit.description().length() > 10, limit.name());
            assertTrue(limit.optionName().matches("[a-z-]+"), limit.optionName());
            assertEquals("MUSTER_" + limit.name(), limit.variableName());
        }
        assertEquals(
                Limit.values().length,
                Arrays.stream(Limit.values()).map(Limit::description).distinct().count());
    }

    @Test
    void valuesOutOfRangeAreRefusedWithTheRange() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> Limits.standard().with(Limit.FRAME_BYTES, 5));
        assertEquals("frame-bytes must be from 1024 to 16777216, not 5", refusal.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Limits.standard().with(Limit.ROOMS, Long.MAX_VALUE));
    }

    @Test
    void limitsAreValues() {
        Limits changed = Limits.standard().with(Limit.ROOMS, 5);
        assertEquals(10_000, Limits.standard().get(Limit.ROOMS));
        assertEquals(5, changed.get(Limit.ROOMS));
        assertEquals(changed, Limits.standard().with(Limit.ROOMS, 5));
        assertEquals(changed.hashCode(), Limits.standard().with(Limit.ROOMS, 5).hashCode());
        assertNotEquals(changed, Limits.standard());
        assertEquals("Limits{ROOMS=5}", changed.toString());
    }

    @Test
    void limitsThatContradictEachOtherDoNotStart() {
        StartException refusal = assertThrows(
                StartException.class,
                () -> SignallingServer.builder()
                        .port(0)
                        .limit(Limit.IDLE_MILLIS, 1_000)
                        .start());
        assertEquals("idle-millis (1000) must be larger than ping-millis (25000)", refusal.getMessage());
        assertEquals(StartException.Problem.BAD_CONFIGURATION, refusal.problem());
    }

    /** Else a single connection could fill what all have, and there would be nobody else to throw out. */
    @Test
    void noConnectionMayHoldAllThatAnAddressMayHold() {
        Limits limits = Limits.standard().with(Limit.BUFFERED_BYTES_PER_ADDRESS, 400_000);
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, limits::requireConsistent);
        assertEquals(
                "buffered-bytes-per-address (400000) must be at least 524288: "
                        + "reader-bytes or sender-bytes and thrice frame-bytes, which one connection can hold",
                refusal.getMessage());
        Limits.standard().requireConsistent();
    }

    @Test
    void theSystemsFileLimitIsRespected() throws StartException {
        assertEquals(10_000, FileLimit.fit(Limits.standard(), 20_000).get(Limit.CONNECTIONS));
        assertEquals(512, FileLimit.fit(Limits.standard(), 1_024).get(Limit.CONNECTIONS));
        assertEquals(1, FileLimit.fit(Limits.standard(), 1).get(Limit.CONNECTIONS));
        Limits wish = Limits.standard().with(Limit.CONNECTIONS, 1_000);
        StartException refusal = assertThrows(StartException.class, () -> FileLimit.fit(wish, 1_024));
        assertTrue(String.valueOf(refusal.getMessage()).contains("ulimit -n"), refusal.getMessage());
    }
}
