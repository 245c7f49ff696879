package dev.muster.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.Channel;
import dev.muster.transport.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutboxTest {
    private final Outbox outbox = new Outbox();

    @Test
    void channelsTakeTurnsSoThatALongTransferDelaysNobody() throws Exception {
        for (int i = 0; i < 3; i++) {
            outbox.offer(Frame.data(Channel.MESSAGES, Payload.ofUtf8("bulk " + i)));
        }
        outbox.offer(Frame.data(Channel.SYNC, Payload.ofUtf8("urgent")));
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            order.add(outbox.take().orElseThrow().payload().toUtf8());
        }
        assertEquals(List.of("urgent", "bulk 0", "bulk 1", "bulk 2"), order);
    }

    @Test
    void aChannelTakesUpToItsBoundAndOneLargeMessageWhenEmpty() {
        int bound = Channel.REALTIME.bufferBytesMax();
        assertTrue(outbox.offer(realtime(bound + 1)), "an empty buffer takes anything");
        assertFalse(outbox.offer(realtime(1)));
        assertEquals(bound + 1, outbox.bytes(Channel.REALTIME));
        assertTrue(outbox.offer(Frame.data(Channel.SYNC, Payload.ofUtf8("x"))), "each channel has its own");
    }

    @Test
    void whoWasRefusedHearsOfRoomOnceAtHalf() throws Exception {
        int quarter = Channel.REALTIME.bufferBytesMax() / 4;
        for (int i = 0; i < 4; i++) {
            assertTrue(outbox.offer(realtime(quarter)));
        }
        assertFalse(outbox.offer(realtime(1)));
        List<Boolean> signs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            signs.add(outbox.written(outbox.take().orElseThrow()));
        }
        assertEquals(List.of(false, true, false, false), signs);
    }

    @Test
    void aFinishedOutboxIsEmptiedAndThenEnds() throws Exception {
        outbox.offer(realtime(1));
        outbox.finish();
        assertFalse(outbox.offer(realtime(1)));
        assertTrue(outbox.take().isPresent());
        assertEquals(Optional.empty(), outbox.take());
    }

    private static Frame realtime(int size) {
        return Frame.data(Channel.REALTIME, Payload.takeOver(new byte[size]));
    }
}
