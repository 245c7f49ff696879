package dev.muster.domain;

import java.util.Objects;

/**
 * How somebody did in all runs that were completed.
 *
 * @param name as it was in the last of those runs, so that people who left are still named
 * @param points the sum of all scores
 * @param runs how many results
 * @param wins in how many runs nobody had more points, if there were any; of equal results all win
 */
public record LeaderboardEntry(ParticipantId participantId, Name name, long points, int runs, int wins) {
    /** Most points there can be: the largest number that every machine reads back unchanged. */
    public static final long POINTS_MAX = 1L << 53;

    public LeaderboardEntry {
        Objects.requireNonNull(participantId, "participantId");
        Objects.requireNonNull(name, "name");
        if (points < 0 || points > POINTS_MAX || runs < 0 || wins < 0 || wins > runs || wins > points) {
            throw new IllegalArgumentException(
                    "points, runs and wins are not negative, points are at most 2^53, no run is won twice or without"
                            + " a point: "
                            + points
                            + ", " + runs + ", " + wins);
        }
    }

    /** With one more run. What is as large as can be stays so: a number that somebody made up must not stop a run. */
    LeaderboardEntry plus(int score, boolean won) {
        int moreRuns = (int) Math.min(Integer.MAX_VALUE, runs + 1L);
        int moreWins = (int) Math.min(moreRuns, wins + (won ? 1L : 0L));
        return new LeaderboardEntry(participantId, name, Math.min(POINTS_MAX, points + score), moreRuns, moreWins);
    }

    LeaderboardEntry named(Name newName) {
        return new LeaderboardEntry(participantId, newName, points, runs, wins);
    }
}
