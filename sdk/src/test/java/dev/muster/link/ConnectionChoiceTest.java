package dev.muster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.simulation.Latency;
import dev.muster.simulation.LinkConditions;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.Transport;
import dev.muster.wire.FarewellCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One link per actor and one actor per person, whatever connections there are. */
class ConnectionChoiceTest {
    private final LinkWorld world = new LinkWorld(11);
    private final List<WrappedTransport> transports = new ArrayList<>();

    @Test
    void twoDialsAtOnceEndOnOneConnectionAtBoth() {
        for (int seed = 0; seed < 40; seed++) {
            var glare = new LinkWorld(seed);
            Latency slow = Latency.uniform(Duration.ofMillis(1), Duration.ofMillis(80));
            glare.network().conditions(LinkConditions.perfect(slow));
            LinkPeer one = glare.add(glare.machine("one" + seed), glare.local("one" + seed, 0, false), this::counted);
            LinkPeer two = glare.add(glare.machine("two"), glare.local("two", 0, false), this::counted);
            glare.await("ids", () -> two.machine().localId().isPresent());
            one.links().dial(two.id());
            two.links().dial(one.id());
            glare.awaitLinks(one, List.of(two));
            one.links().send(two.actor(), LinkWorld.document(1));
            two.links().send(one.actor(), LinkWorld.document(2));
            glare.runSeconds(10);
            assertEquals(List.of("Linked"), one.story(two), "seed " + seed);
            assertEquals(List.of("Linked"), two.story(one), "seed " + seed);
            assertEquals(List.of(LinkWorld.message(1)), two.heardFrom(one));
            assertEquals(List.of(LinkWorld.message(2)), one.heardFrom(two));
            assertEquals(1, open(one), "seed " + seed);
            assertEquals(1, open(two), "seed " + seed);
        }
        assertTrue(transports.stream().anyMatch(transport -> transport.connectionsMade() == 2), "there was glare");
    }

    @Test
    void twoDialsAtOnceOverABadNetworkEndOnOneConnectionToo() {
        for (int seed = 200; seed < 240; seed++) {
            var glare = new LinkWorld(seed);
            glare.network().conditions(LinkConditions.mobile().withLoss(0.1));
            LinkPeer one = glare.add(glare.machine("one" + seed), glare.local("one" + seed, 0, false));
            LinkPeer two = glare.add(glare.machine("two"), glare.local("two", 0, false));
            one.links().dial(two.id());
            two.links().dial(one.id());
            glare.awaitLinks(one, List.of(two));
            glare.runSeconds(15);
            glare.awaitLinks(one, List.of(two));
            assertEquals(1, open(one), "seed " + seed);
            assertEquals(1, open(two), "seed " + seed);
            one.links().send(two.actor(), LinkWorld.document(1));
            glare.await("arrives", () -> two.heardFrom(one).size() == 1);
        }
    }

    @Test
    void aSecondConnectionToALinkThatWorksLeavesItAlone() {
        LinkPeer host = world.host();
        LinkPeer guest = world.guest("guest");
        world.awaitLinks(host, List.of(guest));
        // The guest's address is unknown to the host's book: a server gave it another id without telling.
        for (int i = 0; i < 5; i++) {
            host.machine().transport().connect(guest.id());
            guest.machine().transport().connect(host.id());
            world.runSeconds(1);
        }
        assertEquals(List.of("Linked"), host.story(guest));
        assertEquals(List.of("Linked"), guest.story(host));
    }

    @Test
    void dialsOfWhoIsLinkedOrBeingDialledAreIgnored() {
        LinkPeer host = world.add(world.machine("host"), world.local("host", 0, true), this::counted);
        LinkPeer guest = world.guest("guest");
        for (int i = 0; i < 10; i++) {
            host.links().dial(guest.id());
            world.runSeconds(0.01);
        }
        world.awaitLinks(host, List.of(guest));
        for (int i = 0; i < 10; i++) {
            host.links().dial(guest.id());
            host.links().dial(host.id());
            world.runSeconds(0.2);
        }
        assertEquals(1, transports.get(0).connectionsMade());
    }

    @Test
    void aLinkThatBrokeGoesOnOverAnotherConnectionAndTheOldOneIsClosed() {
        for (int seed = 100; seed < 120; seed++) {
            var broken = new LinkWorld(seed);
            LinkPeer host = broken.host().seeksAll();
            LinkPeer guest = broken.guest("guest" + seed);
            broken.awaitLinks(host, List.of(guest));
            // The path dies for good; only a new connection helps. Both sides dial.
            guest.machine().changeAddress();
            broken.network().signalling().cutOff(guest.machine());
            broken.runSeconds(8);
            assertEquals(1, host.count(LinkEvent.Broken.class));
            broken.network().signalling().reconnect(guest.machine());
            broken.await("restored", Duration.ofSeconds(25), () -> host.isLinkedTo(guest) && guest.isLinkedTo(host));
            broken.runSeconds(20);
            assertEquals(1, open(host), "seed " + seed);
            assertEquals(1, open(guest), "seed " + seed);
            assertTrue(host.isLinkedTo(guest) && guest.isLinkedTo(host), "seed " + seed);
            assertEquals(0, host.count(LinkEvent.Removed.class), "seed " + seed);
            assertTrue(host.count(LinkEvent.Broken.class) <= 2, () -> "" + host.story(guest));
        }
    }

    @Test
    void anotherProcessOfAKeyThatIsHeardIsRefusedAndMayTryAgain() {
        LinkPeer host = world.host();
        LinkPeer first = world.guest("guest");
        world.awaitLinks(host, List.of(first));
        LinkPeer second = world.add(world.machine("second"), world.local("guest", 1, false));
        world.await("refused", () -> second.count(LinkEvent.Refused.class) == 1);
        LinkEvent.Refused refused = second.events(LinkEvent.Refused.class).get(0);
        assertEquals(FarewellCode.ALREADY_CONNECTED, refused.farewell().code());
        assertTrue(refused.byThem());
        world.runSeconds(10);
        assertEquals(List.of("Linked"), host.story(first));
        assertEquals(0, second.count(LinkEvent.Linked.class));
    }

    @Test
    void anotherProcessTakesTheSeatOfOneThatIsSilentWhichIsOutForGood() {
        LinkPeer host = world.host();
        LinkPeer first = world.guest("guest");
        world.awaitLinks(host, List.of(first));
        world.network().isolate(first.machine());
        world.await("degraded", () -> host.count(LinkEvent.Degraded.class) == 1);
        world.runSeconds(0.2);
        LinkPeer second = world.add(world.machine("second"), world.local("guest", 1, false));
        world.awaitLinks(host, List.of(second));
        LinkEvent.Removed removed = host.events(LinkEvent.Removed.class).get(0);
        assertEquals(RemovalReason.DISPLACED, removed.reason());
        assertEquals(first.actor(), removed.actor());
        world.network().heal();
        world.await("the old one is told", () -> first.count(LinkEvent.Removed.class) == 1);
        LinkEvent.Removed told = first.events(LinkEvent.Removed.class).get(0);
        assertEquals(Optional.of(FarewellCode.DISPLACED), told.code());
        first.links().dial(host.id());
        world.await("refused for good", () -> first.count(LinkEvent.Refused.class) == 1);
        assertEquals(
                FarewellCode.DISPLACED,
                first.events(LinkEvent.Refused.class).get(0).farewell().code());
        assertTrue(host.isLinkedTo(second));
    }

    @Test
    void aProcessThatWasKilledAndRestartedTakesItsSeatAsSoonAsTheOldOneIsSilent() {
        LinkPeer host = world.host();
        LinkPeer first = world.guest("guest");
        world.awaitLinks(host, List.of(first));
        first.machine().restart();
        world.await("the machine is back", () -> first.machine().localId().isPresent());
        LinkPeer second = world.add(first.machine(), world.local("guest", 1, false));
        // Whoever is refused while the old link still looks alive tries again.
        second.reacts(event -> {
            if (event instanceof LinkEvent.Refused refused) {
                world.network()
                        .at(
                                Duration.ofNanos(world.network().nowNanos()).plusSeconds(1),
                                "dials again",
                                () -> second.links().dial(refused.peer()));
            }
        });
        world.await("linked", Duration.ofSeconds(6), () -> host.isLinkedTo(second));
        assertEquals(List.of("Linked", "Degraded", "Removed"), host.story(first));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void everyLinkEndsOnOneConnectionHoweverOftenThePathsBreak(int seed) {
        var rough = new LinkWorld(seed);
        rough.network().conditions(LinkConditions.internet());
        LinkPeer host = rough.host();
        List<LinkPeer> guests = rough.guests(4);
        rough.awaitLinks(host, guests);
        for (int i = 0; i < 6; i++) {
            guests.get(i % 4).machine().changeAddress();
            rough.network().isolate(guests.get((i + seed) % 4).machine());
            rough.runSeconds(3 + i);
            rough.network().heal();
            rough.runSeconds(4);
        }
        rough.awaitLinks(host, guests);
        rough.runSeconds(15);
        assertEquals(4, open(host));
        guests.forEach(guest -> assertEquals(1, open(guest)));
        rough.awaitLinks(host, guests);
    }

    private Transport counted(Transport inner) {
        var counting = new WrappedTransport(inner);
        transports.add(counting);
        return counting;
    }

    /** How many connections are open at a peer: its transport numbers them from 1. */
    private static int open(LinkPeer peer) {
        int open = 0;
        for (int i = 1; i <= 200; i++) {
            if (peer.machine().transport().stats(new ConnectionId(i)).isPresent()) {
                open++;
            }
        }
        return open;
    }
}
