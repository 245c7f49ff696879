package dev.muster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.simulation.LinkConditions;
import dev.muster.wire.PeerJson;
import dev.muster.wire.RawJson;
import dev.muster.wire.SyncMessage;
import dev.muster.wire.SyncMessage.FullSyncResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that do not fit into one frame, and queues that are full. */
class LongDocumentsTest {
    private static final int MEBIBYTE = 1024 * 1024;

    private final LinkWorld world = new LinkWorld(41);
    private final LinkPeer host = world.host();
    private final LinkPeer guest = world.guest("guest");

    @ParameterizedTest
    @ValueSource(
            ints = {
                Outlet.FRAME_BYTES_MAX - 200,
                Outlet.FRAME_BYTES_MAX - 1,
                Outlet.FRAME_BYTES_MAX,
                Outlet.FRAME_BYTES_MAX + 1,
                45_984,
                45_985,
                91_968,
                91_969,
                300_000,
                4 * MEBIBYTE
            })
    void aDocumentOfAnyLengthArrivesAsItWas(int size) {
        world.awaitLinks(host, List.of(guest));
        SyncMessage message = messageOf(size);
        RawJson document = PeerJson.encode(message);
        assertEquals(size, document.size());
        assertTrue(host.links().send(guest.actor(), document));
        world.await("there is room", () -> host.links().send(guest.actor(), LinkWorld.document(2)));
        world.runSeconds(5);
        assertEquals(List.of(message, LinkWorld.message(2)), guest.heardFrom(host));
    }

    @Test
    void aLongDocumentOverASlowLinkDoesNotHoldUpThePings() {
        world.awaitLinks(host, List.of(guest));
        world.network().conditions(LinkConditions.internet().withBytesPerSecond(60_000));
        host.links().send(guest.actor(), PeerJson.encode(messageOf(2 * MEBIBYTE)));
        world.await(
                "arrives", Duration.ofMinutes(3), () -> guest.heardFrom(host).size() == 1);
        assertEquals(List.of("Linked"), host.story(guest));
        assertEquals(List.of("Linked"), guest.story(host));
        Duration rtt = host.statusOf(guest).orElseThrow().rtt().orElseThrow();
        assertTrue(rtt.toMillis() < 2_500, rtt::toString);
    }

    @Test
    void aFullQueueRefusesAndTellsWhenThereIsRoom() {
        world.awaitLinks(host, List.of(guest));
        world.network().conditions(LinkConditions.internet());
        RawJson document = PeerJson.encode(messageOf(40_000));
        List<Integer> refusedAt = new ArrayList<>();
        int sent = 0;
        for (int i = 0; i < 60; i++) {
            if (host.links().send(guest.actor(), document)) {
                sent++;
            } else {
                refusedAt.add(i);
            }
        }
        assertFalse(refusedAt.isEmpty());
        int queued = host.statusOf(guest).orElseThrow().queuedBytes();
        assertTrue(queued > 0 && queued <= LinkLimits.DEFAULT.queueBytes(), () -> queued + " bytes wait");
        assertEquals(0, host.count(LinkEvent.Writable.class));
        world.await("there is room", () -> host.count(LinkEvent.Writable.class) == 1);
        assertTrue(host.links().send(guest.actor(), document));
        world.runSeconds(10);
        assertEquals(sent + 1, guest.heardFrom(host).size());
        assertEquals(1, host.count(LinkEvent.Writable.class), "once for one run of refusals");
    }

    @Test
    void aSlowGuestStallsNobodyElse() {
        LinkPeer other = world.guest("other");
        world.awaitLinks(host, List.of(guest, other));
        world.network()
                .conditions(
                        host.machine(), guest.machine(), LinkConditions.lan().withBytesPerSecond(1_000));
        while (host.links().send(guest.actor(), PeerJson.encode(messageOf(50_000)))) {
            // Until its queue is full.
        }
        for (int i = 0; i < 100; i++) {
            host.links().send(other.actor(), LinkWorld.document(i));
        }
        world.runSeconds(0.5);
        assertEquals(100, other.heardFrom(host).size());
    }

    @Test
    void aDocumentThatIsTooLongForAnyPeerIsAMistakeOfTheCaller() {
        RawJson tooLong = RawJson.takeOver(new byte[LinkLimits.DEFAULT.documentBytes() + 1]);
        assertThrows(IllegalArgumentException.class, () -> host.links().send(guest.actor(), tooLong));
    }

    @Test
    void aBreakInTheMiddleOfALongDocumentLosesItAndTheNextConnectionBeginsAnew() {
        world.awaitLinks(host, List.of(guest));
        world.network().conditions(LinkConditions.internet().withBytesPerSecond(60_000));
        host.links().send(guest.actor(), PeerJson.encode(messageOf(MEBIBYTE)));
        world.runSeconds(3);
        guest.machine().changeAddress();
        world.network().signalling().cutOff(guest.machine());
        world.runSeconds(8);
        world.network().signalling().reconnect(guest.machine());
        world.await("restored", () -> host.isLinkedTo(guest) && guest.isLinkedTo(host));
        assertTrue(host.links().send(guest.actor(), LinkWorld.document(3)));
        world.await("arrives", () -> guest.heardFrom(host).contains(LinkWorld.message(3)));
        assertEquals(0, guest.links().counters().violations());
    }

    /** A message whose document has exactly so many bytes. */
    private static SyncMessage messageOf(int size) {
        int overhead = PeerJson.encode(answer(0)).size();
        return answer(size - overhead);
    }

    private static SyncMessage answer(int filler) {
        String snapshot = "{\"filler\":\"" + "x".repeat(filler) + "\"}";
        return new FullSyncResponse(
                RawJson.takeOver(snapshot.getBytes(StandardCharsets.UTF_8)), List.of(), Optional.empty());
    }
}
