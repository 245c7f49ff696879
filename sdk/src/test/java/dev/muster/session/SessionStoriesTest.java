package dev.muster.session;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many evenings, each from one seed: {@code -Dmuster.seed} is the first of them and {@code -Dmuster.seeds} how many
 * there are. What fails is made as short as it can be, and prints the command that tells it again.
 */
class SessionStoriesTest {
    private static final Logger LOG = LoggerFactory.getLogger(SessionStoriesTest.class);
    private static final long FIRST = Long.getLong("muster.seed", 1);
    private static final long SEEDS = Long.getLong("muster.seeds", 2_000);

    /** The steps of a story that are told, where that is not all of them. */
    private static final String STEPS = System.getProperty("muster.steps", "");

    /** After so many, a run of many hours says how far it has come. */
    private static final long CHAPTER = 2_000;

    /** Fewer stories than this need not tell of everything. */
    private static final long SEEDS_THAT_TELL_EVERYTHING = 1_000;

    private static final int SEEDS_SHOWN = 20;

    private final StoryMarks marks = new StoryMarks();
    private final ConcurrentSkipListMap<Long, Throwable> failures = new ConcurrentSkipListMap<>();

    @Test
    void everybodySeesTheSameInTheEndAndEveryCommandEndedOnce() {
        long end = FIRST + SEEDS;
        for (long from = FIRST; from < end; from += CHAPTER) {
            long to = Math.min(end, from + CHAPTER);
            tell(from, to);
            if (!failures.isEmpty()) {
                LOG.error("so far {}", complaint());
            }
            LOG.info("{} stories told; to go on: -Dmuster.seed={} -Dmuster.seeds={}", to - FIRST, to, end - to);
        }
        LOG.info("{} stories: {}", SEEDS, marks.counts());
        failures.forEach((seed, failure) -> LOG.error(
                "seed {}: {}",
                seed,
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("")));
        failures.values().stream().findFirst().ifPresent(first -> {
            throw new AssertionError(complaint() + "\n" + StoryShrinking.explained(planOf(failures.firstKey())), first);
        });
        if (SEEDS >= SEEDS_THAT_TELL_EVERYTHING) {
            marks.assertThatEverythingHappened();
        }
    }

    private void tell(long from, long to) {
        LongStream.range(from, to).parallel().forEach(seed -> {
            try {
                var story = new SessionStory(planOf(seed));
                story.run();
                story.noteIn(marks);
            } catch (RuntimeException | AssertionError failure) {
                failures.put(seed, failure);
            }
        });
    }

    private static StoryPlan planOf(long seed) {
        StoryPlan plan = new StoryWriter(seed).write();
        return STEPS.isEmpty()
                ? plan
                : plan.onlyWith(
                        Stream.of(STEPS.split(",")).map(Integer::valueOf).toList());
    }

    private String complaint() {
        return failures.size() + " stories went wrong, those of the seeds "
                + failures.keySet().stream().limit(SEEDS_SHOWN).toList()
                + "; to hear the first again: " + StoryShrinking.command(failures.firstKey());
    }
}
