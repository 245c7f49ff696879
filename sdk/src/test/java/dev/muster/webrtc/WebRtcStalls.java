package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.Payload;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.TransportEvent;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections over which nothing moves any more. Run by {@link WebRtcTest} in a process of its own. */
class WebRtcStalls {
    private final Crowd crowd = new Crowd();

    @AfterEach
    void end() {
        crowd.close();
    }

    @Test
    void aConnectionThatCarriesNothingAlthoughItsPathAnswersEndsAndANewOneCarriesOn() throws Exception {
        try (var detour = new Detour(InetAddress.getByName("10.66.0.1"))) {
            crowd.room.onTheWay(detour::lead);
            Crowd.Pair pair = crowd.connected();
            assertEquals(SendOutcome.TAKEN, pair.send(Channel.SYNC, Payload.ofUtf8("before")));
            crowd.until("the detour carries", () -> pair.answerer().received().size() == 1);

            detour.swallow();
            // More than can be under way at once, so that some of it has to wait.
            for (int i = 0; i < 4; i++) {
                assertEquals(SendOutcome.TAKEN, pair.send(Channel.SYNC, Payload.takeOver(new byte[200_000])));
            }
            crowd.until("the stall is told", () -> {
                crowd.skip(StallWatch.LOOK_INTERVAL);
                return pair.offerer().closed(pair.offered()).isPresent();
            });
            assertEquals(Optional.of(CloseReason.STALLED), pair.offerer().closed(pair.offered()));
            assertFalse(
                    pair.offerer()
                            .all(TransportEvent.ReachabilityChanged.class)
                            .findAny()
                            .isPresent(),
                    "the path was there all the time");

            crowd.room.onTheWay(Optional::of);
            Crowd.Pair next = crowd.connect(pair.offerer(), pair.answerer());
            assertEquals(SendOutcome.TAKEN, next.send(Channel.SYNC, Payload.ofUtf8("after")));
            crowd.until("the new one carries", () -> pair.answerer().received().size() == 2);
        }
    }

    @Test
    void aConnectionOverWhichNothingWaitsLivesOnForEver() throws Exception {
        Crowd.Pair pair = crowd.connected();
        for (int i = 0; i < 3; i++) {
            assertEquals(SendOutcome.TAKEN, pair.send(Channel.SYNC, Payload.ofUtf8("one")));
            int expected = i + 1;
            crowd.until("it arrived", () -> pair.answerer().received().size() == expected);
            for (int second = 0; second < 2 * StallWatch.PATIENCE.toSeconds(); second++) {
                crowd.skip(StallWatch.LOOK_INTERVAL);
                pair.offerer().fetch(crowd.now());
            }
        }
        assertTrue(pair.offerer().closed(pair.offered()).isEmpty());
    }
}
