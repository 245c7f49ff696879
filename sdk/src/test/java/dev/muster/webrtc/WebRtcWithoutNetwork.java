package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Run by {@link WebRtcTest} where there is only loopback. */
class WebRtcWithoutNetwork {
    @Test
    void withLoopbackAloneOpeningFailsWithAReasonThatCanBeActedOn() {
        var room = new MemoryRoom();
        var unavailable = assertThrows(
                WebRtcUnavailableException.class,
                () -> WebRtcTransport.open(WebRtcConfig.defaults(), room.join(), new SplittableRandom(1)));
        assertEquals(WebRtcUnavailableException.Reason.NO_NETWORK, unavailable.reason());
        assertTrue(String.valueOf(unavailable.getMessage()).contains("TCP"), unavailable.getMessage());
    }
}
