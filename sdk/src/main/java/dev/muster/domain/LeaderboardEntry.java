package dev.muster.domain;

import java.util.Objects;

/**
 * How somebody did in all runs that were completed.
 *
 * @param name as it was in the last of those runs, so that people who left are still named
 * @param points the sum of all scores
 * @param runs how many results
 * @param wins how many runs had no better result
 */
public record LeaderboardEntry(ParticipantId participantId, Name name, long points, int runs, int wins) {
    public LeaderboardEntry {
        Objects.requireNonNull(participantId, "participantId");
        Objects.requireNonNull(name, "name");
        if (points < 0 || runs < 0 || wins < 0 || wins > runs) {
            throw new IllegalArgumentException("points, runs and wins are not negative and no run is won twice: "
                    + points + ", " + runs + ", " + wins);
        }
    }

    LeaderboardEntry plus(int score, boolean won) {
        return new LeaderboardEntry(participantId, name, Math.addExact(points, score), runs + 1, wins + (won ? 1 : 0));
    }

    LeaderboardEntry named(Name newName) {
        return new LeaderboardEntry(participantId, newName, points, runs, wins);
    }
}
