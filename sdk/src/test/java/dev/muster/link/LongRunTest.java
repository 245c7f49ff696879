package dev.muster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.simulation.LinkConditions;
import dev.muster.simulation.SimulatedClock.InSleep;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only shows after a long time, or with many seeds. */
class LongRunTest {
    @Test
    void sixteenLinksOverABadNetworkStayOpenForAnHourAndNothingGrows() {
        var world = new LinkWorld(91);
        LinkPeer host = world.host().forgets();
        List<LinkPeer> guests = world.guests(16);
        guests.forEach(LinkPeer::forgets);
        world.awaitLinks(host, guests);
        world.network().conditions(LinkConditions.internet().withLoss(0.02));
        for (int minute = 0; minute < 60; minute++) {
            for (LinkPeer guest : guests) {
                host.links().send(guest.actor(), LinkWorld.document(minute));
            }
            world.runSeconds(60);
        }
        for (LinkStatus status : host.links().statuses()) {
            assertEquals(LinkState.OPEN, status.state());
            assertEquals(0, status.queuedBytes());
            assertEquals(0.02, status.lossEstimate(), 0.15);
        }
        assertEquals(16, host.links().statuses().size());
        LinkCounters counters = host.links().counters();
        assertEquals(16, counters.linked());
        assertEquals(0, counters.removed());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverHappensTheGrammarHoldsAndThoseWhoAreThereAreLinkedInTheEnd(long seed) {
        var random = new SplittableRandom(seed);
        var world = new LinkWorld(seed);
        LinkPeer host = world.host();
        List<LinkPeer> guests = new ArrayList<>(world.guests(5));
        for (int step = 0; step < 25; step++) {
            LinkPeer unlucky = guests.get(random.nextInt(guests.size()));
            switch (random.nextInt(9)) {
                case 0 -> world.network().isolate(unlucky.machine());
                case 1 -> world.network().cut(unlucky.machine(), host.machine());
                case 2 -> world.network().heal();
                case 3 -> unlucky.machine().changeAddress();
                case 4 -> unlucky.machine().pause(random.nextBoolean() ? InSleep.RUNS : InSleep.STANDS_STILL);
                case 5 -> guests.forEach(guest -> guest.machine().resume());
                case 6 -> world.network().signalling().stop();
                case 7 -> world.network().signalling().start();
                default -> world.network().conditions(LinkConditions.mobile());
            }
            host.links().send(unlucky.actor(), LinkWorld.document(step));
            unlucky.links().send(host.actor(), LinkWorld.document(step));
            world.runSeconds(random.nextDouble() * 8);
        }
        world.network().heal();
        world.network().conditions(LinkConditions.lan());
        world.network().signalling().start();
        guests.forEach(guest -> guest.machine().resume());
        world.runSeconds(45);
        // Whoever was removed meanwhile knocks again, as a player would.
        for (LinkPeer guest : guests) {
            if (!guest.isLinkedTo(host)) {
                guest.links().dial(host.id());
            }
        }
        world.awaitLinks(host, guests);
        world.runSeconds(30);
        world.awaitLinks(host, guests);
        assertEquals(5, host.links().statuses().size());
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        assertEquals(trace(17), trace(17));
    }

    @Test
    void anIdlePollAllocatesNothing() {
        var world = new LinkWorld(92);
        LinkPeer host = world.host();
        List<LinkPeer> guests = world.guests(4);
        world.awaitLinks(host, guests);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long now = host.now();
        long self = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getThreadAllocatedBytes(self);
            for (int i = 0; i < 1_000; i++) {
                host.links().poll(now);
                host.links().nextDeadlineNanos();
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(self) - before);
        }
        assertTrue(least < 1_000, least + " bytes in a thousand polls");
    }

    private static List<LinkEvent> trace(long seed) {
        var world = new LinkWorld(seed);
        world.network().conditions(LinkConditions.mobile());
        LinkPeer host = world.host();
        List<LinkPeer> guests = world.guests(4);
        world.awaitLinks(host, guests);
        world.network().isolate(guests.get(2).machine());
        world.run(Duration.ofSeconds(20));
        world.network().heal();
        world.run(Duration.ofSeconds(20));
        return host.events();
    }
}
