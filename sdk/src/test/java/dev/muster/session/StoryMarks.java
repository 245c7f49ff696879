package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often things happened in many stories: what never happened was not tested by them. */
final class StoryMarks {
    final LongAdder resumes = new LongAdder();
    final LongAdder repairs = new LongAdder();
    final LongAdder removals = new LongAdder();
    final LongAdder refusals = new LongAdder();
    final LongAdder snapshotsWithoutJoining = new LongAdder();
    final LongAdder undecided = new LongAdder();
    final LongAdder overflows = new LongAdder();
    final LongAdder liarsThrownOut = new LongAdder();

    Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("guests that resumed", resumes.sum());
        counts.put("gaps repaired", repairs.sum());
        counts.put("guests that left or were lost", removals.sum());
        counts.put("commands refused or discarded", refusals.sum());
        counts.put("snapshots for somebody who was in", snapshotsWithoutJoining.sum());
        counts.put("commands long undecided", undecided.sum());
        counts.put("messages let go by a full inbox", overflows.sum());
        counts.put("liars thrown out", liarsThrownOut.sum());
        return counts;
    }

    void assertThatEverythingHappened() {
        counts().forEach((what, times) -> assertTrue(times > 0, "never in any story: " + what));
    }
}
