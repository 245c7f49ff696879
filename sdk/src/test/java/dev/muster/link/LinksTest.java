package dev.muster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LinksTest {
    private final LinkWorld world = new LinkWorld(1);
    private final LinkPeer host = world.host();
    private final LinkPeer guest = world.guest("guest");

    @Test
    void twoPeersLinkAndTalkInOrder() {
        world.awaitLinks(host, List.of(guest));
        for (int i = 1; i <= 100; i++) {
            assertTrue(host.links().send(guest.actor(), LinkWorld.document(i)));
        }
        world.runSeconds(1);
        assertEquals(LongStream.rangeClosed(1, 100).mapToObj(LinkWorld::message).toList(), guest.heardFrom(host));
        assertEquals(List.of("Linked"), host.story(guest));
        assertEquals(List.of("Linked"), guest.story(host));
    }

    @Test
    void aCutLinkIsDegradedBrokenAndRestoredWhenItHeals() {
        world.awaitLinks(host, List.of(guest));
        world.network().isolate(guest.machine());
        world.runSeconds(10);
        assertEquals(List.of("Linked", "Degraded", "Broken"), guest.story(host));
        assertFalse(guest.links().send(host.actor(), LinkWorld.document(1)));
        world.network().heal();
        world.await("both are back", () -> host.isLinkedTo(guest) && guest.isLinkedTo(host));
        assertEquals(List.of("Linked", "Degraded", "Broken", "Restored"), guest.story(host));
        assertEquals(List.of("Linked", "Degraded", "Broken", "Restored"), host.story(guest));
    }

    @Test
    void whoDoesNotComeBackIsRemoved() {
        world.awaitLinks(host, List.of(guest));
        guest.machine().crash();
        world.await("guest is removed", () -> host.count(LinkEvent.Removed.class) == 1);
        assertEquals(List.of("Linked", "Degraded", "Broken", "Removed"), host.story(guest));
        LinkEvent.Removed removed = host.events(LinkEvent.Removed.class).get(0);
        assertEquals(RemovalReason.NOT_BACK, removed.reason());
        assertEquals(Optional.empty(), removed.code());
    }

    @Test
    void aFarewellArrivesWithItsCodeAndEndsTheLinkOnBothSides() {
        world.awaitLinks(host, List.of(guest));
        host.links().close(guest.actor(), new Farewell(FarewellCode.KICKED, "Out\u202e!\n"));
        world.run(Duration.ofSeconds(1));
        LinkEvent.Removed there = guest.events(LinkEvent.Removed.class).get(0);
        assertEquals(RemovalReason.PEER, there.reason());
        assertEquals(Optional.of(FarewellCode.KICKED), there.code());
        assertEquals("Out?!?", there.sentence());
        assertEquals(
                RemovalReason.LOCAL, host.events(LinkEvent.Removed.class).get(0).reason());
    }
}
