package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.muster.transport.Channel;
import dev.muster.transport.IceServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebRtcConfigTest {
    @Test
    void byDefaultNoServerIsContacted() {
        assertEquals(List.of(), WebRtcConfig.defaults().iceServers());
    }

    @Test
    void limitsAndRangesAreCheckedWhereTheyAreMade() {
        var defaults = WebRtcConfig.defaults();
        var many = Collections.nCopies(17, IceServer.stun("stun:host"));
        assertThrows(IllegalArgumentException.class, () -> defaults.withIceServers(many));
        assertThrows(IllegalArgumentException.class, () -> defaults.withConnectTimeout(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> defaults.withConnectTimeout(Duration.ofHours(1)));
        assertThrows(IllegalArgumentException.class, () -> new WebRtcConfig.PortRange(80, 90));
        assertThrows(IllegalArgumentException.class, () -> new WebRtcConfig.PortRange(5_000, 4_999));
        assertThrows(IllegalArgumentException.class, () -> new WebRtcConfig.PortRange(5_000, 70_000));
        assertThrows(IllegalArgumentException.class, () -> new WebRtcConfig.Limits(0, 1, 1, 1));
    }

    @Test
    void theChannelsOnTheWireAreTheOnesOfTheDesign() {
        // The library crashes over ids above 1023, over an id used twice, and over two limits at once; these are all
        // there are.
        assertEquals(
                List.of("0 matchbox_socket_0 true", "1 muster_messages true", "2 muster_realtime false"),
                Arrays.stream(Channel.values())
                        .map(channel -> channel.id() + " " + channel.label() + " " + channel.reliable())
                        .toList());
    }
}
