package dev.muster.session;

import dev.muster.domain.Shrinking;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Makes a story that fails short, so that it can be read. */
final class StoryShrinking {
    /** Each try tells the whole story; after so many it is short enough as it is. */
    static final int TRIES_MAX = 400;

    private static final Pattern WHO_AND_WHEN = Pattern.compile("(Host|Guest)?[0-9.]+|Host |\\[.*\\]");

    private final Predicate<StoryPlan> fails;
    private int tries;

    StoryShrinking(Predicate<StoryPlan> fails) {
        this.fails = fails;
    }

    StoryPlan shrink(StoryPlan failing) {
        return failing.with(
                Shrinking.shrink(failing.beats(), beats -> ++tries <= TRIES_MAX && fails.test(failing.with(beats))));
    }

    /** What goes wrong in this story, if anything does. */
    static Optional<Throwable> failureOf(StoryPlan plan) {
        try {
            new SessionStory(plan).run();
            return Optional.empty();
        } catch (RuntimeException | AssertionError failure) {
            return Optional.of(failure);
        }
    }

    /** The shortest part of that story that fails, what goes wrong in it, and how to tell it again. */
    static String explained(StoryPlan failing) {
        Optional<String> kind = failureOf(failing).map(StoryShrinking::kindOf);
        StoryPlan shrunk = new StoryShrinking(plan -> kind.isPresent()
                        && failureOf(plan).map(StoryShrinking::kindOf).equals(kind))
                .shrink(failing);
        String words = failureOf(shrunk).map(Throwable::getMessage).orElse("nothing any more");
        return "The shortest story that fails:\n" + shrunk + "\nWhat goes wrong in it: " + words
                + "\nTo hear it alone: " + command(shrunk.seed()) + " -Dmuster.steps=" + shrunk.numbers();
    }

    /** Two failures are of one kind where the same went wrong, to whomever and whenever: the first words say what. */
    private static String kindOf(Throwable failure) {
        String words = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return WHO_AND_WHEN.matcher(words).replaceAll("");
    }

    /** Tells the story of that seed again. */
    static String command(long seed) {
        return "./mvnw test -pl sdk -am -Dtest=SessionStoriesTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dmuster.seed=" + seed + " -Dmuster.seeds=1";
    }
}
