package dev.muster.session;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Many evenings, each from one seed. */
class SessionStoriesTest {
    private static final long SEEDS = Long.getLong("muster.seeds", 200);

    @Test
    void everybodySeesTheSameInTheEnd() {
        long first = Long.getLong("muster.seed", 1);
        long begun = System.nanoTime();
        LongStream.range(first, first + SEEDS).forEach(seed -> new SessionStory(seed).run());
        System.out.println((System.nanoTime() - begun) / 1_000_000 + " ms");
    }
}
