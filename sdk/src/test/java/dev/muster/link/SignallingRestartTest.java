package dev.muster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.simulation.Signal;
import dev.muster.transport.PeerId;
import dev.muster.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links live on when signalling does not, and are found under the ids that it gives out next. */
class SignallingRestartTest {
    private final List<WrappedTransport> transports = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53, 55, 56, 57, 58, 59})
    void aRestartUnderEightLinksLeavesNoSecondConnectionAndNoBreak(long seed) {
        var world = new LinkWorld(seed);
        LinkPeer host = world.add(world.machine("host"), world.local("host", 0, true), this::counted)
                .dialsNewcomers();
        List<LinkPeer> guests = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            guests.add(world.add(world.machine("guest" + i), world.local("guest" + i, 0, false), this::counted)
                    .seeksAll()
                    .dialsNewcomers());
        }
        List<LinkPeer> all = new ArrayList<>(guests);
        all.add(host);
        for (LinkPeer peer : all) {
            world.awaitLinks(peer, all.stream().filter(other -> other != peer).toList());
        }
        Set<PeerId> before = ids(all);
        List<Long> made = made();
        world.network().signalling().stop();
        world.runSeconds(8);
        world.network().signalling().start();
        world.runSeconds(20);
        assertTrue(ids(all).stream().noneMatch(before::contains), "everybody has another id");
        for (LinkPeer peer : all) {
            assertEquals(1, peer.count(LinkEvent.SignallingLost.class));
            assertEquals(1, peer.count(LinkEvent.SignallingRestored.class));
            assertEquals(2, peer.count(LinkEvent.LocalIdAssigned.class));
            for (LinkPeer other : all) {
                if (other != peer) {
                    assertEquals(List.of("Linked"), peer.story(other));
                    assertEquals(other.id(), peer.statusOf(other).orElseThrow().peer());
                }
            }
        }
        assertEquals(made, made(), "no connection was made for it");
    }

    @Test
    void aPathIsFoundAgainThroughTheNewIds() {
        var world = new LinkWorld(60);
        LinkPeer host = world.host();
        LinkPeer guest = world.guest("guest");
        world.awaitLinks(host, List.of(guest));
        world.network().signalling().stop();
        world.runSeconds(3);
        world.network().signalling().start();
        world.runSeconds(5);
        guest.machine().changeAddress();
        world.runSeconds(10);
        assertTrue(host.isLinkedTo(guest) && guest.isLinkedTo(host));
        assertEquals(0, host.count(LinkEvent.Broken.class), "the path was mended before it was missed");
    }

    @Test
    void aLinkThatBrokeDuringTheRestartIsFoundUnderAnotherId() {
        for (int seed = 70; seed < 80; seed++) {
            var world = new LinkWorld(seed);
            LinkPeer host = world.host();
            LinkPeer guest = world.guest("guest" + seed);
            world.awaitLinks(host, List.of(guest));
            world.network().signalling().stop();
            guest.machine().changeAddress();
            world.runSeconds(12);
            assertEquals(1, host.count(LinkEvent.Broken.class));
            world.network().signalling().start();
            world.await("restored", Duration.ofSeconds(20), () -> host.isLinkedTo(guest) && guest.isLinkedTo(host));
            assertEquals(0, host.count(LinkEvent.Removed.class));
        }
    }

    @Test
    void aServerThatLiesAboutWhoLeftBreaksNothing() {
        var world = new LinkWorld(61);
        LinkPeer host = world.host();
        List<LinkPeer> guests = world.guests(3);
        world.awaitLinks(host, guests);
        for (LinkPeer guest : guests) {
            world.network().signalling().inject(Signal.withdraw(guest.id(), host.id()));
            world.network().signalling().inject(Signal.withdraw(host.id(), guest.id()));
        }
        world.runSeconds(10);
        guests.forEach(guest -> assertEquals(List.of("Linked"), host.story(guest)));
        assertEquals(3, host.count(LinkEvent.PeerWithdrawn.class), "told as the hint that it is");
        LinkPeer late = world.guest("late");
        world.awaitLinks(host, List.of(late));
    }

    @Test
    void aServerThatShufflesIdsBetweenPeersConfusesNobody() {
        var world = new LinkWorld(62);
        LinkPeer host = world.host();
        List<LinkPeer> guests = world.guests(3);
        world.awaitLinks(host, guests);
        world.network().signalling().filter(signal -> {
            if (signal.kind() == Signal.Kind.OFFER || signal.kind() == Signal.Kind.ANNOUNCE) {
                return List.of(signal.withFrom(guests.get(0).id()));
            }
            return List.of(signal);
        });
        world.network().isolate(guests.get(1).machine());
        world.runSeconds(7);
        world.network().heal();
        world.runSeconds(30);
        world.awaitLinks(host, guests);
        for (LinkPeer guest : List.of(guests.get(0), guests.get(2))) {
            assertEquals(List.of("Linked"), host.story(guest));
        }
    }

    private static Set<PeerId> ids(List<LinkPeer> peers) {
        Set<PeerId> ids = new LinkedHashSet<>();
        peers.forEach(peer -> ids.add(peer.id()));
        return ids;
    }

    private List<Long> made() {
        return transports.stream().map(WrappedTransport::connectionsMade).toList();
    }

    private Transport counted(Transport inner) {
        var counting = new WrappedTransport(inner);
        transports.add(counting);
        return counting;
    }
}
