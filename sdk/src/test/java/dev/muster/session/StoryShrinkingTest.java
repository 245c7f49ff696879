package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.session.StoryPlan.Beat;
import dev.muster.session.StoryStep.Comes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StoryShrinkingTest {
    /** A made-up failure: somebody takes the place of a lost host. */
    private static boolean somebodyClaims(StoryPlan plan) {
        var marks = new StoryMarks();
        var story = new SessionStory(plan);
        story.run();
        story.noteIn(marks);
        return marks.counts().getOrDefault(Mark.CLAIM, 0L) > 0;
    }

    @Test
    void aStoryIsShrunkToOneThatReadsAndCanBeToldAgain() {
        StoryPlan failing = LongStream.iterate(2, seed -> seed + 2)
                .mapToObj(seed -> new StoryWriter(seed).write())
                .filter(StoryShrinkingTest::somebodyClaims)
                .findFirst()
                .orElseThrow();
        assertTrue(failing.beats().size() >= 30, "long: " + failing);

        StoryPlan shrunk = new StoryShrinking(StoryShrinkingTest::somebodyClaims).shrink(failing);

        assertTrue(shrunk.beats().size() * 3 < failing.beats().size(), "short: " + shrunk);
        assertTrue(shrunk.beats().stream().anyMatch(beat -> beat.step() instanceof Comes), "readable: " + shrunk);
        assertTrue(somebodyClaims(shrunk));
        for (int left = 0; left < shrunk.beats().size(); left++) {
            List<Beat> rest = new ArrayList<>(shrunk.beats());
            rest.remove(left);
            assertFalse(somebodyClaims(shrunk.with(rest)), "one step could be left out: " + shrunk);
        }
        List<Integer> numbers = shrunk.beats().stream().map(Beat::number).toList();
        assertEquals(shrunk, new StoryWriter(failing.seed()).write().onlyWith(numbers), "by its numbers alone");
    }

    @Test
    void shrinkingEnds() {
        StoryPlan failing = new StoryWriter(4).write();
        int[] tries = new int[1];
        StoryPlan shrunk = new StoryShrinking(plan -> {
                    tries[0]++;
                    return plan.beats().size() % 2 == failing.beats().size() % 2;
                })
                .shrink(failing);
        assertTrue(tries[0] <= StoryShrinking.TRIES_MAX);
        assertTrue(shrunk.beats().size() <= failing.beats().size());
    }

    @Test
    void aStoryThatGoesWellHasNoFailureAndOneThatDoesNotHas() {
        StoryPlan plan = new StoryWriter(1).write();
        assertTrue(StoryShrinking.failureOf(plan).isEmpty());
        StoryStep breaks = new StoryStep.Polls(SessionStory.HOST, Duration.ZERO);
        StoryPlan broken = plan.with(
                IntStream.range(0, 3).mapToObj(i -> new Beat(i, breaks, 10)).toList());
        assertTrue(StoryShrinking.failureOf(broken).isPresent());
        String words = StoryShrinking.explained(broken);
        assertTrue(words.contains("-Dmuster.seed=1 -Dmuster.seeds=1 -Dmuster.steps=0"), words);
        assertTrue(words.contains("Polls[who=Host, every=PT0S]"), words);
    }
}
