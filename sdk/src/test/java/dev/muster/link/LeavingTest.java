package dev.muster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.simulation.LinkConditions;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeavingTest {
    private static final Farewell BYE = new Farewell(FarewellCode.LEFT, "Good night");

    private final LinkWorld world = new LinkWorld(81);
    private final LinkPeer host = world.host();

    @Test
    void whoLeavesTellsEverybodyAndReportsNothingMore() {
        List<LinkPeer> guests = world.guests(5);
        world.awaitLinks(host, guests);
        int before = host.events().size();
        host.links().leave(BYE);
        assertFalse(host.links().hasLeft());
        world.await("out", Duration.ofSeconds(3), () -> host.links().hasLeft());
        for (LinkPeer guest : guests) {
            LinkEvent.Removed removed = guest.events(LinkEvent.Removed.class).get(0);
            assertEquals(RemovalReason.PEER, removed.reason());
            assertEquals(Optional.of(FarewellCode.LEFT), removed.code());
            assertEquals("Good night", removed.sentence());
        }
        world.guest("late");
        world.runSeconds(15);
        assertEquals(before, host.events().size());
        assertEquals(List.of(), host.links().statuses());
    }

    @Test
    void aFarewellArrivesOverABadNetworkAfterAllThatWasSentBefore() {
        int told = 0;
        for (int seed = 300; seed < 330; seed++) {
            var rough = new LinkWorld(seed);
            rough.network().conditions(LinkConditions.internet().withLoss(0.03));
            LinkPeer one = rough.host();
            LinkPeer guest = rough.guest("guest");
            rough.awaitLinks(one, List.of(guest));
            rough.runSeconds(2);
            for (int i = 0; i < 20; i++) {
                one.links().send(guest.actor(), LinkWorld.document(i));
            }
            one.links().close(guest.actor(), BYE);
            rough.await("the end", Duration.ofSeconds(45), () -> guest.count(LinkEvent.Removed.class) == 1);
            if (guest.events(LinkEvent.Removed.class).get(0).reason() == RemovalReason.PEER) {
                told++;
                assertEquals(20, guest.heardFrom(one).size());
            }
        }
        assertTrue(told >= 29, told + " of 30 were told");
    }

    @Test
    void aFarewellToSomebodyWhoIsAwayCostsNoTime() {
        LinkPeer guest = world.guest("guest");
        world.awaitLinks(host, List.of(guest));
        world.network().isolate(guest.machine());
        world.await("broken", () -> host.count(LinkEvent.Broken.class) == 1);
        host.links().close(guest.actor(), BYE);
        world.runSeconds(0.2);
        assertEquals(List.of("Linked", "Degraded", "Broken", "Removed"), host.story(guest));
        host.links().leave(BYE);
        world.await("left", Duration.ofSeconds(3), () -> host.links().hasLeft());
    }

    @Test
    void commandsForWhoIsNotLinkedDoNothing() {
        LinkPeer guest = world.guest("guest");
        world.awaitLinks(host, List.of(guest));
        var stranger = world.local("stranger", 0, false).actor();
        host.links().close(stranger, BYE);
        host.links().seek(stranger);
        assertFalse(host.links().send(stranger, LinkWorld.document(1)));
        world.runSeconds(1);
        assertEquals(List.of("Linked"), host.story(guest));
    }

    @Test
    void whoWasRemovedMayBeLinkedAnew() {
        LinkPeer guest = world.guest("guest");
        world.awaitLinks(host, List.of(guest));
        guest.links().close(host.actor(), BYE);
        world.await("removed", () -> host.count(LinkEvent.Removed.class) == 1);
        guest.links().dial(host.id());
        world.awaitLinks(host, List.of(guest));
        assertEquals(List.of("Linked", "Removed", "Linked"), host.story(guest));
        assertEquals(List.of("Linked", "Removed", "Linked"), guest.story(host));
    }
}
