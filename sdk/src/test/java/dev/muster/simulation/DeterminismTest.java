package dev.muster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeterminismTest {
    @Test
    void theSameSeedGivesTheSameTraceByteForByte() {
        for (long seed = 0; seed < 10; seed++) {
            String first = chaos(seed, true).trace().toString();
            assertEquals(first, chaos(seed, true).trace().toString());
            assertTrue(first.length() > 10_000, "a run with something in it");
        }
    }

    @Test
    void theHashIsTheSameWhetherLinesAreKeptOrNot() {
        for (long seed = 0; seed < 10; seed++) {
            SimulationTrace with = chaos(seed, true).trace();
            SimulationTrace without = chaos(seed, false).trace();
            assertEquals(with.hash(), without.hash());
            assertEquals(with.count(), without.count());
            assertEquals(List.of(), without.lines());
        }
    }

    @Test
    void anotherSeedGivesAnotherRun() {
        Set<Long> hashes = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            hashes.add(chaos(seed, false).trace().hash());
        }
        assertEquals(20, hashes.size());
    }

    @Test
    void oneMorePeerDoesNotChangeTheFateOfALink() {
        var alone = new SplittableRandom[] {Chance.stream(5, "link a to b"), Chance.stream(5, "link a to c")};
        assertEquals(Chance.stream(5, "link a to b").nextLong(), alone[0].nextLong());
        assertNotEquals(alone[0].nextLong(), alone[1].nextLong());
    }

    @Test
    void aTraceReadsLikeASentencePerLine() {
        var network = new SimulatedNetwork(1);
        network.trace().record(true);
        SimulatedPeer alice = network.addPeer("alice");
        network.at(Duration.ofSeconds(1), "the lid closes", () -> alice.pause(SimulatedClock.InSleep.STANDS_STILL));
        network.runFor(Duration.ofSeconds(2));
        List<String> lines = network.trace().lines();
        assertEquals("      0.000000000  alice    starts", lines.get(0));
        assertTrue(lines.contains("      1.000000000  network  script: the lid closes"), lines::toString);
        assertTrue(lines.contains("      1.000000000  alice    falls asleep, clock STANDS_STILL"), lines::toString);
    }

    /** Two minutes of five peers with every fault there is, all of it drawn from the seed. */
    private static SimulatedNetwork chaos(long seed, boolean record) {
        var network = new SimulatedNetwork(seed);
        network.trace().record(record);
        network.conditions(LinkConditions.mobile());
        var random = new SplittableRandom(seed);
        List<SimulatedPeer> peers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            SimulatedPeer peer = network.addPeer("peer" + i);
            peer.clock().drift(random.nextDouble(-0.01, 0.01));
            run(network, peer);
            peers.add(peer);
        }
        for (int i = 0; i < 60; i++) {
            SimulatedPeer one = peers.get(random.nextInt(peers.size()));
            SimulatedPeer two = peers.get(random.nextInt(peers.size()));
            int fault = random.nextInt(9);
            network.at(Duration.ofSeconds(2L * i), "fault " + fault, () -> fault(network, fault, one, two));
        }
        network.runFor(Duration.ofMinutes(2));
        return network;
    }

    private static void fault(SimulatedNetwork network, int fault, SimulatedPeer one, SimulatedPeer two) {
        switch (fault) {
            case 0 -> one.pause(SimulatedClock.InSleep.RUNS);
            case 1 -> one.resume();
            case 2 -> {
                one.restart();
                run(network, one);
            }
            case 3 -> network.isolate(one);
            case 4 -> network.heal();
            case 5 -> one.changeAddress();
            case 6 -> network.signalling().stop();
            case 7 -> network.signalling().start();
            default -> {
                if (one != two) {
                    network.cut(one, two);
                }
            }
        }
    }

    private static void run(SimulatedNetwork network, SimulatedPeer peer) {
        var chatter = new Chatter(peer.transport());
        peer.runAtIntervalsOnly(Duration.ofMillis(200), (mono, wall) -> chatter.turn(network.nowNanos()));
    }
}
