package dev.muster.session;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many evenings, each from one seed. {@code -Dmuster.seed=N -Dmuster.seeds=1} tells one of them again, and
 * {@code -Dmuster.seeds=100000} many more.
 */
class SessionStoriesTest {
    private static final Logger LOG = LoggerFactory.getLogger(SessionStoriesTest.class);
    private static final long FIRST = Long.getLong("muster.seed", 1);
    private static final long SEEDS = Long.getLong("muster.seeds", 200);

    /** Fewer stories than this need not tell of everything. */
    private static final long SEEDS_THAT_TELL_EVERYTHING = 200;

    @Test
    void everybodySeesTheSameInTheEndAndEveryCommandEndedOnce() {
        var marks = new StoryMarks();
        LongStream.range(FIRST, FIRST + SEEDS).parallel().forEach(seed -> {
            var story = new SessionStory(seed);
            story.run();
            story.noteIn(marks);
        });
        LOG.info("{} stories: {}", SEEDS, marks.counts());
        if (SEEDS >= SEEDS_THAT_TELL_EVERYTHING) {
            marks.assertThatEverythingHappened();
        }
    }
}
