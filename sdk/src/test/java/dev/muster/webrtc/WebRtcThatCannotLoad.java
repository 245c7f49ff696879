package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Run by {@link WebRtcTest} where the library finds no place to unpack itself. */
class WebRtcThatCannotLoad {
    @Test
    void theFirstReasonIsGivenEveryTime() {
        String first = refusal();
        assertTrue(first.contains("/proc/no-such-place"), first);
        assertTrue(first.contains("java.io.tmpdir"), first);
        assertEquals(first, refusal());
    }

    private static String refusal() {
        var room = new MemoryRoom();
        var unavailable = assertThrows(
                WebRtcUnavailableException.class,
                () -> WebRtcTransport.open(WebRtcConfig.defaults(), room.join(), new SplittableRandom(1)));
        assertEquals(WebRtcUnavailableException.Reason.NATIVE_LIBRARY, unavailable.reason());
        return String.valueOf(unavailable.getMessage());
    }
}
