package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.muster.domain.LifecycleEvent.LobbyCreated;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What holds of every lobby, whoever sends whatever in whichever order. A story that breaks it is made short and
 * printed with its seed; {@code -Dmuster.lobby.seed=N} plays that one alone, {@code -Dmuster.lobby.seeds=N} plays
 * another number than the usual one. That everything happened sometimes is asked of the usual number and more.
 */
class LobbyPropertiesTest {
    private static final int SEEDS_DEFAULT = 1_000;
    private static final int STEPS = 200;

    @Test
    void randomCommandsFromRandomSendersKeepTheInvariants() {
        Set<Class<?>> events = new HashSet<>();
        Set<Object> reasons = new HashSet<>();
        for (long seed : seeds()) {
            Story story = tell(seed);
            try {
                StoryRun run = StoryRun.play(story);
                events.addAll(run.eventsSeen());
                reasons.addAll(run.reasonsSeen());
            } catch (AssertionError | RuntimeException e) {
                fail(explain(seed, story), e);
            }
        }
        if (seeds().length >= SEEDS_DEFAULT) {
            everythingHappenedSometimes(events, reasons);
        }
    }

    /** A host can sign any nonsense; nobody's lobby becomes impossible by it. */
    @Test
    void randomEventsOfALyingHostAreImpossibleOrKeepTheInvariants() {
        Set<Class<?>> taken = new HashSet<>();
        Set<Class<?>> impossible = new HashSet<>();
        for (long seed : seeds()) {
            var random = new SplittableRandom(seed);
            var teller = new EventTeller(random);
            Lobby lobby = Lobby.created(new LobbyCreated(
                    Story.LOBBY,
                    Name.of("Lobby"),
                    new StoryTeller(random).participant(),
                    LobbySettings.DEFAULT,
                    Optional.empty()));
            for (int i = 0; i < STEPS; i++) {
                LoggedEvent event = teller.next(lobby);
                try {
                    lobby = lobby.apply(event);
                    taken.add(event.getClass());
                } catch (ImpossibleEventException e) {
                    impossible.add(event.getClass());
                }
                try {
                    LobbyInvariants.checkBetween(lobby);
                } catch (AssertionError e) {
                    fail("seed " + seed + ", step " + i + ", " + event, e);
                }
            }
            assertEquals(lobby, Lobby.of(lobby.contents()), "seed " + seed);
        }
        // Every kind can be a lie, if only because the lobby has ended; only the first event never fits a lobby.
        if (seeds().length >= SEEDS_DEFAULT) {
            assertEquals(everyEvent(), impossible);
            taken.add(LobbyCreated.class);
            assertEquals(everyEvent(), taken);
        }
    }

    /** Parts of one lobby put into another are no lobby, or one that keeps the invariants and reads back the same. */
    @Test
    void contentsMixedFromTwoLobbiesAreNoLobbyOrKeepTheInvariants() {
        int lobbies = 0;
        int lies = 0;
        for (long seed : seeds()) {
            var random = new SplittableRandom(seed);
            Optional<Lobby> one = StoryRun.play(tell(seed)).lobby();
            Optional<Lobby> other = StoryRun.play(tell(seed + 1)).lobby();
            for (int i = 0; i < 20 && one.isPresent() && other.isPresent(); i++) {
                LobbyContents mixed = mixed(one.get().contents(), other.get().contents(), random);
                try {
                    Lobby lobby = Lobby.of(mixed);
                    LobbyInvariants.checkBetween(lobby);
                    assertEquals(mixed, lobby.contents(), "seed " + seed);
                    lobbies++;
                } catch (IllegalArgumentException e) {
                    lies++;
                }
            }
        }
        assertTrue(
                (lobbies > 100 && lies > 100) || seeds().length < SEEDS_DEFAULT,
                lobbies + " lobbies, " + lies + " lies");
    }

    private static LobbyContents mixed(LobbyContents one, LobbyContents other, SplittableRandom random) {
        return ChangedContents.with(
                one, component -> ChangedContents.valueOf(component, random.nextInt(6) == 0 ? other : one));
    }

    @Test
    void theSameSeedTellsTheSameStory() {
        assertEquals(tell(42).toString(), tell(42).toString());
        assertEquals(
                StoryRun.play(tell(42)).lobby().toString(),
                StoryRun.play(tell(42)).lobby().toString());
    }

    @Test
    void aFailingStoryIsShrunkToOneThatReads() {
        Predicate<Story> bansSomebody = story -> StoryRun.play(story)
                .lobby()
                .map(lobby -> !lobby.bans().isEmpty())
                .orElse(false);
        Story failing = Stream.iterate(1L, seed -> seed + 1)
                .map(LobbyPropertiesTest::tell)
                .filter(bansSomebody)
                .findFirst()
                .orElseThrow();

        var shrunk = new Story(Shrinking.shrink(failing.steps(), steps -> bansSomebody.test(new Story(steps))));

        assertTrue(shrunk.steps().size() < 10, "short:\n" + shrunk);
        assertTrue(shrunk.toString().contains("KickGuest[hostId="), "readable:\n" + shrunk);
        for (int left = 0; left < shrunk.steps().size(); left++) {
            List<Story.Step> rest = new ArrayList<>(shrunk.steps());
            rest.remove(left);
            assertFalse(bansSomebody.test(new Story(rest)), "one step could be left out:\n" + shrunk);
        }
    }

    private static long[] seeds() {
        Long only = Long.getLong("muster.lobby.seed");
        if (only != null) {
            return new long[] {only};
        }
        long[] seeds = new long[Integer.getInteger("muster.lobby.seeds", SEEDS_DEFAULT)];
        Arrays.setAll(seeds, index -> index + 1);
        return seeds;
    }

    private static Story tell(long seed) {
        var teller = new CommandTeller(new SplittableRandom(seed));
        var run = new StoryRun();
        List<Story.Step> steps = new ArrayList<>(STEPS);
        List<Story.Step> prelude = teller.prelude();
        for (int i = 0; i < STEPS; i++) {
            Story.Step step = i < prelude.size() ? prelude.get(i) : teller.next(run.lobby());
            steps.add(step);
            try {
                run.play(step);
            } catch (AssertionError | RuntimeException e) {
                break; // The story ends where it fails; whoever plays it finds out.
            }
        }
        return new Story(steps);
    }

    private static String explain(long seed, Story story) {
        var shrunk = new Story(Shrinking.shrink(story.steps(), steps -> fails(new Story(steps))));
        return "Seed " + seed + " breaks it (replay with -Dtest=LobbyPropertiesTest -Dmuster.lobby.seed=" + seed
                + "). The shortest story that does:\n" + shrunk;
    }

    private static boolean fails(Story story) {
        try {
            StoryRun.play(story);
            return false;
        } catch (AssertionError | RuntimeException e) {
            return true;
        }
    }

    private static Set<Class<?>> everyEvent() {
        return Arrays.stream(LoggedEvent.class.getPermittedSubclasses())
                .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
                .collect(Collectors.toSet());
    }

    /** A property says little of what never happened, so everything has to. */
    private static void everythingHappenedSometimes(Set<Class<?>> events, Set<Object> reasons) {
        assertEquals(everyEvent(), events);
        Set<Object> expected = new HashSet<>();
        expected.addAll(List.of(RefusalCode.values()));
        expected.addAll(List.of(RunEndReason.values()));
        expected.addAll(List.of(CountdownCancelReason.values()));
        expected.addAll(List.of(DelegationReason.values()));
        expected.addAll(List.of(LeaveReason.values()));
        // These need a loop, or more of something than a story has: they have tests of their own.
        expected.removeAll(Set.of(
                RefusalCode.QUEUE_FULL,
                RefusalCode.DECIDED_ELSEWHERE,
                RefusalCode.TOO_LATE,
                RefusalCode.NOT_REACHABLE,
                RefusalCode.DISCARDED,
                RefusalCode.NO_MAJORITY,
                RefusalCode.TOO_MANY_LOBBIES,
                RefusalCode.TOO_MANY_BANS,
                RefusalCode.TOO_MANY_ACTIVITIES));
        expected.removeAll(reasons);
        assertEquals(Set.of(), expected, "never given as a reason");
    }

    @Test
    void anEmptyStoryMakesNoLobby() {
        assertEquals(Optional.empty(), StoryRun.play(new Story(List.of())).lobby());
    }
}
