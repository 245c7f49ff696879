package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.Channel;
import dev.muster.transport.Payload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyMessagesTest {
    private final EarlyMessages early = new EarlyMessages();

    @Test
    void theyComeOutAsTheyCameInAndOnce() {
        assertTrue(early.keep(Channel.SYNC, Payload.ofUtf8("a")));
        assertTrue(early.keep(Channel.REALTIME, Payload.ofUtf8("b")));
        var out = new ArrayList<String>();
        early.release((channel, payload) -> out.add(channel + " " + payload.toUtf8()));
        early.release((channel, payload) -> out.add("again"));
        assertEquals(List.of("SYNC a", "REALTIME b"), out);
    }

    @Test
    void theirNumberIsBounded() {
        for (int i = 0; i < EarlyMessages.MESSAGES_MAX; i++) {
            assertTrue(early.keep(Channel.SYNC, Payload.ofUtf8("x")));
        }
        assertFalse(early.keep(Channel.SYNC, Payload.ofUtf8("x")));
    }

    @Test
    void whatMayBeLostIsDroppedAndIsNeverTooMuch() {
        for (int i = 0; i < EarlyMessages.MESSAGES_MAX + 1; i++) {
            assertTrue(early.keep(Channel.REALTIME, Payload.ofUtf8("x")));
        }
        assertFalse(early.keep(Channel.SYNC, Payload.ofUtf8("x")));
        var out = new ArrayList<Payload>();
        early.release((channel, payload) -> out.add(payload));
        assertEquals(EarlyMessages.MESSAGES_MAX, out.size());
    }

    @Test
    void theirBytesAreBounded() {
        Payload quarter = Payload.takeOver(new byte[EarlyMessages.BYTES_MAX / 4]);
        for (int i = 0; i < 4; i++) {
            assertTrue(early.keep(Channel.MESSAGES, quarter));
        }
        assertFalse(early.keep(Channel.SYNC, Payload.ofUtf8("x")));
        early.forget();
        assertTrue(early.keep(Channel.SYNC, quarter));
    }
}
