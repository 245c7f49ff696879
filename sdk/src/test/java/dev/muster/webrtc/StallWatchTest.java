package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.Reachability;
import org.junit.jupiter.api.Test;

class StallWatchTest {
    private static final long SECOND = StallWatch.LOOK_INTERVAL.toNanos();
    private static final long PATIENCE_SECONDS = StallWatch.PATIENCE.toSeconds();

    private final StallWatch watch = new StallWatch();
    private long now = 1_000 * SECOND;

    @Test
    void aBufferThatDoesNotMoveWhileThePathAnswersIsAStallWhenPatienceEnds() {
        assertFalse(look(Reachability.REACHABLE, 500, 400));
        for (int i = 1; i < PATIENCE_SECONDS; i++) {
            assertFalse(look(Reachability.REACHABLE, 500, 400), "after " + i + " s");
        }
        assertTrue(look(Reachability.REACHABLE, 500, 400));
    }

    @Test
    void whatIsSentMeanwhileDoesNotHideThatNothingLeaves() {
        assertFalse(look(Reachability.REACHABLE, 500, 400));
        for (int i = 1; i < PATIENCE_SECONDS; i++) {
            assertFalse(look(Reachability.REACHABLE, 500 + 10 * i, 400 + 10 * i));
        }
        assertTrue(look(Reachability.REACHABLE, 700, 600));
    }

    @Test
    void aSlowBufferIsNoStall() {
        for (int i = 0; i < 100; i++) {
            int left = i / (int) (PATIENCE_SECONDS - 1);
            assertFalse(look(Reachability.REACHABLE, 500, 400 - left), "one byte now and then is progress");
        }
    }

    @Test
    void anEmptyBufferIsNoStallHoweverLong() {
        for (int i = 0; i < 100; i++) {
            assertFalse(look(Reachability.REACHABLE, 500, 0));
        }
        assertFalse(look(Reachability.REACHABLE, 600, 100), "and what is sent then has its time");
    }

    @Test
    void aPathThatDoesNotAnswerExcusesEverythingAndTheTimeBeginsAnewWhenItDoes() {
        for (Reachability gone : new Reachability[] {Reachability.UNREACHABLE, Reachability.FAILED}) {
            for (int i = 0; i < 100; i++) {
                assertFalse(look(gone, 500, 400));
            }
        }
        for (int i = 1; i < PATIENCE_SECONDS; i++) {
            assertFalse(look(Reachability.REACHABLE, 500, 400));
        }
        assertTrue(look(Reachability.REACHABLE, 500, 400));
    }

    @Test
    void whoSleptHimselfDoesNotTakeHisSleepForAStall() {
        assertFalse(look(Reachability.REACHABLE, 500, 400));
        now += 3_600 * SECOND;
        int looks = 1;
        while (!look(Reachability.REACHABLE, 500, 400)) {
            looks++;
        }
        assertEquals(PATIENCE_SECONDS - 1, looks, "the hour counts as two seconds");
    }

    private boolean look(Reachability path, long taken, long waiting) {
        now += SECOND;
        return watch.look(now, path, taken, waiting);
    }
}
