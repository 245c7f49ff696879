package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionClockTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Hands hands = new Hands();
    private final SessionClock clock = new SessionClock(hands);

    private static final class Hands implements SessionClock.Source {
        long monotonic = 77 * SECOND;
        long wall = 1_000_000;

        @Override
        public long monotonicNanos() {
            return monotonic;
        }

        @Override
        public long wallMillis() {
            return wall;
        }

        void pass(int seconds) {
            monotonic += seconds * SECOND;
            wall += seconds * 1_000L;
        }
    }

    @Test
    void itCountsFromTheBeginning() {
        assertEquals(0, clock.nanos());
        hands.pass(3);
        assertEquals(3 * SECOND, clock.nanos());
        assertEquals(3_000, clock.monotonicMillis());
    }

    @Test
    void aSleepInWhichTheMonotonicClockStoodStillCounts() {
        hands.pass(1);
        hands.wall += 60_000;
        assertEquals(61 * SECOND, clock.nanos());
        hands.pass(1);
        assertEquals(62 * SECOND, clock.nanos());
        assertEquals(2_000, clock.monotonicMillis(), "lobby time knows no wall clock");
    }

    @Test
    void aSleepInWhichItRanOnCountsOnce() {
        hands.pass(60);
        assertEquals(60 * SECOND, clock.nanos());
    }

    @Test
    void aWallClockThatIsSetRightDoesNotCount() {
        hands.pass(1);
        clock.nanos();
        hands.wall -= 3_600_000;
        assertEquals(SECOND, clock.nanos());
        hands.wall += 4_000;
        assertEquals(SECOND, clock.nanos());
        hands.pass(1);
        assertEquals(2 * SECOND, clock.nanos());
    }
}
