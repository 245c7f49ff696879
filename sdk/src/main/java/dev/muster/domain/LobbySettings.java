package dev.muster.domain;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the host can set about a lobby as a whole. Change one with its {@code with…} method:
 * {@code LobbySettings.DEFAULT.withCapacity(4)}.
 *
 * @param capacity places, the host's included; {@link LobbyLimits#CAPACITY_MIN} to {@link LobbyLimits#CAPACITY_MAX}
 * @param countdown the seconds before a run, at most {@link LobbyLimits#COUNTDOWN_MAX}
 * @param runTimeLimit after which a run is cancelled; empty for none
 * @param teams names of the teams, at most {@link LobbyLimits#TEAMS_MAX}, no two the same; a lobby refuses
 *     those that look alike, too
 */
public record LobbySettings(
        int capacity,
        HostReclaim hostReclaim,
        Duration countdown,
        Optional<Duration> runTimeLimit,
        List<Name> teams,
        TeamChoice teamChoice) {
    public static final LobbySettings DEFAULT = new LobbySettings(
            LobbyLimits.CAPACITY_DEFAULT,
            HostReclaim.NEVER,
            LobbyLimits.COUNTDOWN_DEFAULT,
            Optional.of(LobbyLimits.RUN_TIME_LIMIT_DEFAULT),
            List.of(),
            TeamChoice.PLAYERS);

    public LobbySettings {
        Objects.requireNonNull(hostReclaim, "hostReclaim");
        Objects.requireNonNull(teamChoice, "teamChoice");
        teams = List.copyOf(teams);
        if (capacity < LobbyLimits.CAPACITY_MIN || capacity > LobbyLimits.CAPACITY_MAX) {
            throw new IllegalArgumentException("a lobby has " + LobbyLimits.CAPACITY_MIN + " to "
                    + LobbyLimits.CAPACITY_MAX + " places, got " + capacity);
        }
        countdown = WholeMillis.of("countdown", countdown, 0, LobbyLimits.COUNTDOWN_MAX);
        runTimeLimit =
                runTimeLimit.map(limit -> WholeMillis.of("run time limit", limit, 1, LobbyLimits.RUN_TIME_LIMIT_MAX));
        requireDistinct(teams);
    }

    public LobbySettings withCapacity(int places) {
        return new LobbySettings(places, hostReclaim, countdown, runTimeLimit, teams, teamChoice);
    }

    public LobbySettings withHostReclaim(HostReclaim policy) {
        return new LobbySettings(capacity, policy, countdown, runTimeLimit, teams, teamChoice);
    }

    public LobbySettings withCountdown(Duration length) {
        return new LobbySettings(capacity, hostReclaim, length, runTimeLimit, teams, teamChoice);
    }

    public LobbySettings withRunTimeLimit(Optional<Duration> limit) {
        return new LobbySettings(capacity, hostReclaim, countdown, limit, teams, teamChoice);
    }

    public LobbySettings withTeams(List<Name> names, TeamChoice choice) {
        return new LobbySettings(capacity, hostReclaim, countdown, runTimeLimit, names, choice);
    }

    private static void requireDistinct(List<Name> teams) {
        if (teams.size() > LobbyLimits.TEAMS_MAX) {
            throw new IllegalArgumentException("at most " + LobbyLimits.TEAMS_MAX + " teams, got " + teams.size());
        }
        for (Name team : teams) {
            if (Collections.frequency(teams, team) > 1) {
                throw new IllegalArgumentException("two teams are called '" + team + "'");
            }
        }
    }
}
