package dev.muster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.muster.log.CollectedLog;
import dev.muster.simulation.Signal;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.PeerId;
import dev.muster.wire.FarewellCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rule 40. */
class StrangersTest {
    private final CollectedLog log = CollectedLog.of(Links.class);
    private final LinkWorld world = new LinkWorld(21);
    private final LinkPeer host = world.add(world.machine("host"), world.local("host", 0, true));

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void theOldestHalfOpenConnectionGoesForTheNinth() {
        List<RawPeer> crowd = crowd(9);
        List<ConnectionId> knocks = new ArrayList<>();
        for (RawPeer one : crowd) {
            knocks.add(one.connect(host.id()));
            world.runSeconds(0.2);
        }
        assertTrue(crowd.get(0).isClosed(knocks.get(0)), "the oldest went");
        for (int i = 1; i < 9; i++) {
            assertTrue(crowd.get(i).isOpen(knocks.get(i)), "number " + i + " is still awaited");
        }
    }

    @Test
    void twentyStrangersAMinuteAreAnsweredAndTheNextMinuteTwentyMore() {
        List<RawPeer> crowd = crowd(30);
        List<ConnectionId> knocks = new ArrayList<>();
        for (RawPeer one : crowd) {
            knocks.add(one.connect(host.id()));
            world.runSeconds(0.1);
        }
        world.runSeconds(12);
        long answered = IntStream.range(0, 30)
                .filter(i -> !crowd.get(i).heard(knocks.get(i)).isEmpty())
                .count();
        assertTrue(answered >= 20 && answered <= 22, () -> answered + " were answered");
        world.runSeconds(60);
        RawPeer late = crowd.get(29);
        ConnectionId again = late.connect(host.id());
        world.runSeconds(1);
        assertFalse(late.heard(again).isEmpty());
    }

    @Test
    void aRoomFullOfFakesStopsNobodyWhoIsLinkedAndLeavesNothingBehind() {
        LinkPeer guest = world.guest("guest");
        host.links().dial(guest.id());
        world.awaitLinks(host, List.of(guest));
        for (int i = 0; i < 2_000; i++) {
            var fake = new PeerId(new UUID(i, 1));
            world.network().signalling().inject(Signal.forgedOffer(fake, host.id()));
            world.network().signalling().inject(Signal.announce(new PeerId(new UUID(i, 2)), host.id()));
            host.links().dial(new PeerId(new UUID(i, 2)));
            if (i % 50 == 0) {
                host.links().send(guest.actor(), LinkWorld.document(i));
                world.runSeconds(0.1);
            }
        }
        world.runSeconds(30);
        assertEquals(40, guest.heardFrom(host).size());
        assertEquals(List.of("Linked"), host.story(guest));
        assertTrue(host.links().counters().strangersDropped() > 3_000);
    }

    @Test
    void whoIsLinkedComesBackHoweverManyStrangersKnock() {
        LinkPeer guest = world.guest("guest");
        host.links().dial(guest.id());
        world.awaitLinks(host, List.of(guest));
        for (int i = 0; i < 100; i++) {
            world.network().signalling().inject(Signal.forgedOffer(new PeerId(new UUID(i, 1)), host.id()));
        }
        guest.machine().changeAddress();
        world.network().signalling().cutOff(guest.machine());
        world.runSeconds(6);
        world.network().signalling().reconnect(guest.machine());
        for (int i = 100; i < 200; i++) {
            world.network().signalling().inject(Signal.forgedOffer(new PeerId(new UUID(i, 1)), host.id()));
        }
        world.await("restored under another id", Duration.ofSeconds(20), () -> host.isLinkedTo(guest));
    }

    @Test
    void dialsBeyondTheLimitsWaitTheirTurn() {
        var patient = new LinkWorld(22).with(LinkWorld.CONFIG.withLimits(LinkLimits.DEFAULT.withPeers(80, 3, 100)));
        LinkPeer one = patient.host();
        List<LinkPeer> guests = patient.guests(12);
        patient.awaitLinks(one, guests);
        assertEquals(0, one.links().counters().strangersDropped());
    }

    @Test
    void whoComesToAFullHouseIsToldSo() {
        var small = new LinkWorld(23).with(LinkWorld.CONFIG.withLimits(LinkLimits.DEFAULT.withPeers(2, 8, 100)));
        LinkPeer one = small.host();
        List<LinkPeer> guests = small.guests(2);
        small.awaitLinks(one, guests);
        LinkPeer third = small.guest("third");
        small.await("refused", () -> third.count(LinkEvent.Refused.class) == 1);
        assertEquals(
                FarewellCode.FULL,
                third.events(LinkEvent.Refused.class).get(0).farewell().code());
        guests.get(0).machine().crash();
        small.await("a place is free", () -> one.count(LinkEvent.Removed.class) == 1);
        third.links().dial(one.id());
        small.awaitLinks(one, List.of(third));
    }

    @Test
    void manySilentStrangersAreOneWarning() {
        RawPeer raw = new RawPeer(world.machine("raw"));
        for (int i = 0; i < 4; i++) {
            raw.connect(host.id());
            world.runSeconds(6);
        }
        assertEquals(4, host.count(LinkEvent.Refused.class));
        assertEquals(1, log.lines(Level.WARN).size(), log.lines(Level.WARN)::toString);
    }

    private List<RawPeer> crowd(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new RawPeer(world.machine("stranger" + i)))
                .toList();
    }
}
