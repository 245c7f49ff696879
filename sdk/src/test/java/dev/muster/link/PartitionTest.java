package dev.muster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.simulation.LinkConditions;
import dev.muster.wire.SessionMessage;
import dev.muster.wire.SyncMessage.Confirmation;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One outage is one break and one restore on both ends, whatever was on its way and whoever dialled meanwhile. */
class PartitionTest {
    private static final List<String> ONCE = List.of("Linked", "Degraded", "Broken", "Restored");
    private static final int SEEDS = 60;

    @ParameterizedTest
    @ValueSource(ints = {5_600, 7_300, 9_900, 14_000, 22_000})
    void oneOutageIsOneBreakAndOneRestore(int millis) {
        for (int seed = 0; seed < SEEDS; seed++) {
            var world = new LinkWorld(seed);
            world.network().conditions(seed % 2 == 0 ? LinkConditions.lan() : LinkConditions.internet());
            LinkPeer host = world.host();
            LinkPeer guest = world.guest("guest" + seed);
            if (seed % 3 == 0) {
                host.seeksAll();
            }
            world.awaitLinks(host, List.of(guest));
            world.runSeconds(2);
            talk(world, host, guest, 5);
            world.network().isolate(guest.machine());
            talk(world, host, guest, millis / 100);
            world.network().heal();
            talk(world, host, guest, 200);
            String which = "seed " + seed + ", " + millis + " ms";
            assertEquals(ONCE, host.story(guest), which);
            assertEquals(ONCE, guest.story(host), which);
            assertTrue(host.isLinkedTo(guest) && guest.isLinkedTo(host), which);
        }
    }

    /** Both send something ten times a second, as a game does. */
    private static void talk(LinkWorld world, LinkPeer one, LinkPeer other, int times) {
        for (int i = 0; i < times; i++) {
            one.links().send(other.actor(), LinkWorld.document(i));
            other.links().send(one.actor(), LinkWorld.document(i));
            world.runSeconds(0.1);
        }
    }

    @Test
    void aDirectionThatComesBackAloneRestoresNothing() {
        var world = new LinkWorld(3);
        LinkPeer host = world.host();
        LinkPeer guest = world.guest("guest");
        world.awaitLinks(host, List.of(guest));
        world.runSeconds(2);
        world.network().isolate(guest.machine());
        talk(world, host, guest, 80);
        world.network().signalling().cutOff(guest.machine());
        world.network().heal();
        world.network().cut(guest.machine(), host.machine());
        world.runSeconds(10);
        assertEquals(List.of("Linked", "Degraded", "Broken"), guest.story(host));
        assertEquals(List.of("Linked", "Degraded", "Broken"), host.story(guest));
    }

    @Test
    void whatWasOnItsWayWhenTheLinkBrokeArrivesOnceAndInOrderWhenItIsBack() {
        var world = new LinkWorld(4);
        LinkPeer host = world.host();
        LinkPeer guest = world.guest("guest");
        world.awaitLinks(host, List.of(guest));
        world.runSeconds(2);
        world.network().signalling().cutOff(guest.machine());
        world.network().isolate(guest.machine());
        for (int i = 0; i < 20; i++) {
            assertTrue(host.links().send(guest.actor(), LinkWorld.document(i)));
        }
        world.runSeconds(9);
        assertEquals(List.of("Linked", "Degraded", "Broken"), guest.story(host));
        world.network().heal();
        world.await("restored", () -> guest.isLinkedTo(host) && host.isLinkedTo(guest));
        world.runSeconds(2);
        List<Long> numbers =
                guest.heardFrom(host).stream().map(PartitionTest::number).toList();
        assertEquals(LongStream.range(0, 20).boxed().toList(), numbers);
        int restored = indexOf(guest, LinkEvent.Restored.class);
        assertTrue(restored < indexOf(guest, LinkEvent.Received.class), "reported when it is back, and not before");
    }

    @Test
    void aSignOfLifeIsAskedForAsSoonAsALinkBreaks() {
        var pulse = new Pulse(LinkTimes.DEFAULT);
        pulse.begin(0, true);
        ControlFrame before = pulse.pingIfDue(0).orElseThrow();
        pulse.doubt();
        assertFalse(pulse.isAnswered());
        ControlFrame since = pulse.pingIfDue(1).orElseThrow();
        pulse.heardPong(ControlFrame.of(ControlFrame.Kind.PONG, before.timestamp(), before.number()), 2);
        assertFalse(pulse.isAnswered(), "an answer to an earlier ping proves nothing about now");
        pulse.heardPong(ControlFrame.of(ControlFrame.Kind.PONG, since.timestamp(), since.number()), 3);
        assertTrue(pulse.isAnswered());
        assertEquals(Optional.empty(), pulse.pingIfDue(3));
    }

    private static long number(SessionMessage message) {
        return ((Confirmation) message).sequence();
    }

    private static int indexOf(LinkPeer peer, Class<? extends LinkEvent> kind) {
        return peer.events().indexOf(peer.events(kind).get(0));
    }
}
