package dev.muster.p2p;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.LobbyTime;
import dev.muster.transport.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The parts that only count and wait. */
class SmallPartsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void theFirstEventAfterAQuietTimeIsSignedAtOnceAndThenAtMostTenTimesASecond() {
        var rhythm = new HeadRhythm();
        assertFalse(rhythm.isDue(0, 0));
        assertTrue(rhythm.isDue(1, 0));
        rhythm.signed(1, 0);
        assertFalse(rhythm.isDue(1, SECOND));
        long pause = HeadRhythm.PAUSE.toNanos();
        assertFalse(rhythm.isDue(2, pause - 1));
        assertEquals(pause, rhythm.nextDeadlineNanos(2));
        assertTrue(rhythm.isDue(2, pause));
        rhythm.signed(2, pause);
        assertEquals(HeadRhythm.NEVER, rhythm.nextDeadlineNanos(2));
    }

    @Test
    void whatMattersIsSignedAtOnce() {
        var rhythm = new HeadRhythm();
        rhythm.signed(1, 0);
        rhythm.hurry();
        assertTrue(rhythm.isDue(2, 1));
        rhythm.signed(2, 1);
        assertFalse(rhythm.isDue(3, 2));
    }

    @Test
    void lobbyTimeMayRunALittleFastAndNoMore() {
        var guard = new TimeGuard(Duration.ofSeconds(15));
        assertTrue(guard.canBe(new LobbyTime(1_000_000), 0), "the first one is believed");
        assertTrue(guard.canBe(new LobbyTime(1_040_000), 0));
        assertFalse(guard.canBe(new LobbyTime(1_040_001), 0));
        assertTrue(guard.canBe(new LobbyTime(1_140_000), 100 * SECOND));
        assertTrue(guard.canBe(new LobbyTime(1_141_900), 100 * SECOND), "a clock may drift");
        assertFalse(guard.canBe(new LobbyTime(1_142_100), 100 * SECOND));
        guard.forget();
        assertTrue(guard.canBe(new LobbyTime(9_000_000), 100 * SECOND));
    }

    @Test
    void whoWasAnnouncedIsTriedAgainEverLessOftenUntilSettled() {
        var peers = new Acquaintances();
        var bob = new PeerId(new UUID(1, 1));
        assertEquals(List.of(), peers.due(0));
        peers.met(bob, 0);
        assertEquals(List.of(bob), peers.due(0));
        assertEquals(List.of(), peers.due(12 * SECOND - 1));
        assertEquals(12 * SECOND, peers.nextDeadlineNanos());
        assertEquals(List.of(bob), peers.due(12 * SECOND));
        assertEquals(36 * SECOND, peers.nextDeadlineNanos());
        assertEquals(List.of(bob), peers.due(36 * SECOND));
        assertEquals(List.of(bob), peers.due(66 * SECOND));
        assertEquals(96 * SECOND, peers.nextDeadlineNanos());
        peers.settled(bob);
        assertEquals(List.of(), peers.due(1_000 * SECOND));
    }

    @Test
    void aFloodOfAnnouncementsPushesOutTheOldest() {
        var peers = new Acquaintances();
        for (int i = 0; i < 1_000; i++) {
            peers.met(new PeerId(new UUID(0, i)), 0);
        }
        List<PeerId> due = peers.due(0);
        assertEquals(Acquaintances.PEERS_MAX, due.size());
        assertEquals(new PeerId(new UUID(0, 999)), due.get(due.size() - 1));
    }

    @Test
    void limitsThatHandleNothingAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new P2PLimits(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new P2PLimits(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new P2PLimits(P2PLimits.BATCH_SIZE_MAX + 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new P2PLimits(1, P2PLimits.QUEUE_SIZE_MAX + 1));
    }
}
