package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many stories of sessions that go on by majority. */
class MajorityStoriesTest {
    private static final Logger LOG = LoggerFactory.getLogger(MajorityStoriesTest.class);
    private static final long FIRST = Long.getLong("muster.majority.seed", 1);
    private static final long SEEDS = Long.getLong("muster.majority.seeds", 60);

    @Test
    void whatAMajorityConfirmedIsNeverTakenBack() {
        var failures = new ConcurrentSkipListMap<Long, Throwable>();
        var forGood = new AtomicLong();
        var endedWell = new AtomicLong();
        LongStream.range(FIRST, FIRST + SEEDS).parallel().forEach(seed -> {
            try {
                var story = new MajorityStory(seed);
                story.run();
                forGood.addAndGet(story.forGood());
                endedWell.addAndGet(story.endsWell() ? 1 : 0);
            } catch (RuntimeException | AssertionError failure) {
                failures.put(seed, failure);
            }
        });
        LOG.info("{} stories, {} things for good, {} ended with one host that decides", SEEDS, forGood, endedWell);
        if (!failures.isEmpty()) {
            throw new AssertionError(
                    failures.size() + " stories went wrong; to hear the first again: -Dmuster.majority.seed="
                            + failures.firstKey() + " -Dmuster.majority.seeds=1",
                    failures.firstEntry().getValue());
        }
        assertTrue(forGood.get() > SEEDS, "something was confirmed");
        assertTrue(endedWell.get() > SEEDS / 2, () -> "only " + endedWell + " ended well");
    }
}
