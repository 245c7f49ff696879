package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How results are ranked, in one run and over all. */
class LeaderboardTest {
    private static final RunId RUN = new RunId(new UUID(5, 5));
    private static final RunStart START = new RunStart(
            RUN, EchoChallenge.challenge(new ActivityId(new UUID(8, 1)), "Hello"), LobbyTime.ZERO, Optional.empty());

    private static ActivityResult result(String who, Integer score, Integer millis) {
        return new ActivityResult(
                RUN,
                TestLobby.person(who),
                Name.of(who),
                Value.none(),
                score < 0 ? Optional.empty() : Optional.of(score),
                millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis)));
    }

    private static RunRecord record(ActivityResult... results) {
        return new RunRecord(START, RunEndReason.ALL_SUBMITTED, List.of(results), LobbyTime.ZERO);
    }

    private static Members members(String... names) {
        Members members = Members.foundedBy(person(names[0]));
        for (int i = 1; i < names.length; i++) {
            members = members.joined(person(names[i]));
        }
        return members;
    }

    private static Participant person(String name) {
        return Participant.admitted(TestLobby.person(name), Name.of(name), LobbyTime.ZERO);
    }

    private static LeaderboardEntry entry(String who, long points, int runs, int wins) {
        return new LeaderboardEntry(TestLobby.person(who), Name.of(who), points, runs, wins);
    }

    private static List<String> names(List<LeaderboardEntry> entries) {
        return entries.stream().map(entry -> entry.name().value()).toList();
    }

    @Test
    void aRunIsRankedByScoreThenByTimeThenByOrder() {
        RunRecord run = record(
                result("no score", -1, 1),
                result("slow", 5, 900),
                result("no time", 5, -1),
                result("fast", 5, 100),
                result("best", 6, 9_000),
                result("nothing", -1, -1),
                result("also fast", 5, 100),
                result("zero", 0, 1));
        assertEquals(
                List.of("best", "fast", "also fast", "slow", "no time", "zero", "no score", "nothing"),
                run.ranking().stream().map(one -> one.participantName().value()).toList());
    }

    @Test
    void pointsAndWinsAddUpOverTheRuns() {
        Members members = members("Alice", "Bob", "Carol");
        Leaderboard board = Leaderboard.EMPTY
                .with(record(result("Alice", 3, 1), result("Bob", 5, 9), result("Carol", 5, 1)), members)
                .with(record(result("Bob", 1, 1), result("Alice", 2, 1)), members);
        assertEquals(List.of(entry("Alice", 5, 2, 1), entry("Bob", 6, 2, 1), entry("Carol", 5, 1, 1)), board.entries());
        assertEquals(List.of("Bob", "Alice", "Carol"), names(board.ranking()));
    }

    @Test
    void ofEqualOnesWhoLeftTheLastInTheRankingGoes() {
        List<LeaderboardEntry> gone = IntStream.rangeClosed(1, LobbyLimits.LEADERBOARD_MAX)
                .mapToObj(i -> entry("Gone " + i, 5, 1, 0))
                .toList();
        Leaderboard board = Leaderboard.of(gone).with(record(result("Alice", 1, 1)), members("Alice"));
        assertEquals("Gone 1", names(board.ranking()).get(0));
        assertEquals(List.of("Gone 127", "Alice"), names(board.ranking()).subList(126, 128));
    }

    @Test
    void ofEqualPointsMoreWinsAreBetter() {
        Leaderboard board = Leaderboard.of(List.of(entry("one", 5, 9, 1), entry("two", 5, 9, 2)));
        assertEquals(List.of("two", "one"), names(board.ranking()));
        assertEquals("[" + entry("two", 5, 9, 2) + ", " + entry("one", 5, 9, 1) + "]", board.toString());
    }

    @Test
    void aRunWithoutResultsWasNotCompleted() {
        assertThrows(IllegalArgumentException.class, LeaderboardTest::record);
    }

    @Test
    void peopleAreNamedAsInTheirLastRun() {
        Leaderboard board = Leaderboard.of(List.of(
                new LeaderboardEntry(TestLobby.person("Alice"), Name.of("Alicia"), 1, 1, 0), entry("Bob", 0, 1, 0)));
        Leaderboard counted = board.with(record(result("Alice", 1, 1)), members("Alice"));
        assertEquals(List.of(entry("Alice", 2, 2, 1), entry("Bob", 0, 1, 0)), counted.entries());
    }

    @Test
    void theLowestOfThoseWhoLeftMakesRoom() {
        List<LeaderboardEntry> full = new ArrayList<>();
        full.add(entry("Here", 0, 1, 0));
        full.add(entry("Low", 1, 5, 0));
        full.add(entry("Lower, by wins", 1, 5, 0));
        IntStream.range(3, LobbyLimits.LEADERBOARD_MAX).forEach(i -> full.add(entry("Gone " + i, i, 5, 1)));
        full.set(1, entry("Low", 1, 5, 1));
        Leaderboard board = Leaderboard.of(full);

        Leaderboard counted = board.with(record(result("New", 9, 1)), members("Here", "New"));

        assertEquals(LobbyLimits.LEADERBOARD_MAX, counted.entries().size());
        assertEquals(
                full.size() - 1,
                full.stream().filter(counted.entries()::contains).count());
        assertEquals(List.of("Here", "Low"), names(counted.entries()).subList(0, 2));
        assertEquals(entry("New", 9, 1, 1), counted.entries().get(LobbyLimits.LEADERBOARD_MAX - 1));
        assertEquals(
                LobbyLimits.LEADERBOARD_MAX,
                board.with(record(result("Gone 5", 9, 1)), members("Here"))
                        .entries()
                        .size());
        assertEquals(
                names(full),
                names(board.with(record(result("Gone 5", 9, 1)), members("Here"))
                        .entries()));
    }

    @Test
    void anEntryIsPlausible() {
        assertThrows(IllegalArgumentException.class, () -> entry("x", -1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> entry("x", 0, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> entry("x", 0, 0, -1));
        assertThrows(IllegalArgumentException.class, () -> entry("x", 0, 1, 2));
        assertEquals(0, entry("x", 0, 0, 0).points());
    }

    @Test
    void boardsAreEqualByTheirEntriesInOrder() {
        Leaderboard board = Leaderboard.of(List.of(entry("a", 1, 1, 1), entry("b", 2, 1, 1)));
        assertEquals(board, Leaderboard.of(board.entries()));
        assertEquals(board.hashCode(), Leaderboard.of(board.entries()).hashCode());
        assertNotEquals(board, Leaderboard.of(board.ranking()));
        assertNotEquals(board, (Object) "board");
        assertNotEquals(board.hashCode(), Leaderboard.EMPTY.hashCode());
    }
}
