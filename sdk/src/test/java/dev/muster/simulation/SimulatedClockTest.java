package dev.muster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedClockTest {
    private static final long SECOND = 1_000_000_000L;

    private final SimulatedNetwork network = new SimulatedNetwork(1);
    private final SimulatedPeer peer = network.addPeer("sleeper");
    private final SimulatedClock clock = peer.clock();

    @Test
    void inSleepOnlyTheWallClockRunsWhereTheMonotonicOneStandsStill() {
        network.runFor(Duration.ofSeconds(10));
        peer.pause(SimulatedClock.InSleep.STANDS_STILL);
        network.runFor(Duration.ofMinutes(5));
        assertEquals(10 * SECOND, clock.monotonicNanos());
        peer.resume();
        network.runFor(Duration.ofSeconds(1));
        assertEquals(11 * SECOND, clock.monotonicNanos());
        assertEquals(SimulatedClock.EPOCH_MILLIS + 311_000, clock.wallMillis());
    }

    @Test
    void inSleepBothClocksRunWhereTheMonotonicOneDoes() {
        peer.pause(SimulatedClock.InSleep.RUNS);
        network.runFor(Duration.ofSeconds(31));
        peer.resume();
        assertEquals(31 * SECOND, clock.monotonicNanos());
        assertEquals(SimulatedClock.EPOCH_MILLIS + 31_000, clock.wallMillis());
    }

    @Test
    void aDriftingClockRunsFastFromNowOn() {
        network.runFor(Duration.ofSeconds(100));
        clock.drift(0.01);
        network.runFor(Duration.ofSeconds(100));
        assertEquals(201 * SECOND, clock.monotonicNanos());
        assertEquals(SimulatedClock.EPOCH_MILLIS + 201_000, clock.wallMillis());
    }

    @Test
    void aJumpOfTheWallClockLeavesTheMonotonicOneAlone() {
        network.runFor(Duration.ofSeconds(5));
        clock.jumpWall(Duration.ofHours(-1));
        assertEquals(SimulatedClock.EPOCH_MILLIS + 5_000 - 3_600_000, clock.wallMillis());
        assertEquals(5 * SECOND, clock.monotonicNanos());
    }

    @Test
    void theMonotonicClockNeverRunsBackwardsWhateverHappens() {
        long last = 0;
        for (int i = 0; i < 200; i++) {
            network.runFor(Duration.ofMillis(37));
            switch (i % 5) {
                case 0 -> clock.drift(i % 2 == 0 ? 0.3 : -0.3);
                case 1 -> peer.pause(SimulatedClock.InSleep.STANDS_STILL);
                case 2 -> clock.jumpWall(Duration.ofMinutes(i - 100));
                case 3 -> peer.resume();
                default -> clock.drift(0);
            }
            assertTrue(clock.monotonicNanos() >= last);
            last = clock.monotonicNanos();
        }
    }

    @Test
    void aProgramIsPolledByItsOwnClock() {
        clock.drift(0.5);
        List<Long> times = new ArrayList<>();
        peer.runAtIntervalsOnly(Duration.ofMillis(300), (mono, wall) -> times.add(network.nowNanos()));
        network.runFor(Duration.ofSeconds(1));
        assertEquals(List.of(0L, SECOND / 5, 2 * SECOND / 5, 3 * SECOND / 5, 4 * SECOND / 5, SECOND), times);
    }

    @Test
    void aSleepingProgramIsPolledOnceWhenItWakes() {
        List<Long> times = new ArrayList<>();
        peer.runAtIntervalsOnly(Duration.ofSeconds(1), (mono, wall) -> times.add(network.nowNanos() / SECOND));
        network.at(Duration.ofMillis(1_500), "sleep", () -> peer.pause(SimulatedClock.InSleep.STANDS_STILL));
        network.at(Duration.ofSeconds(20), "wake", peer::resume);
        network.runFor(Duration.ofSeconds(22));
        assertEquals(List.of(0L, 1L, 20L, 21L, 22L), times);
    }

    @Test
    void aDriftOfNonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> clock.drift(0.6));
        assertThrows(IllegalArgumentException.class, () -> clock.drift(Double.NaN));
    }
}
