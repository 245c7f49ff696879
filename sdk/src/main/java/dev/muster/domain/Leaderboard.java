package dev.muster.domain;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How everybody did in the runs that were completed, in the order in which they came onto it. Immutable. */
final class Leaderboard {
    static final Leaderboard EMPTY = new Leaderboard(OrderedMap.empty());

    private static final Comparator<LeaderboardEntry> RANKING = Comparator.comparingLong(LeaderboardEntry::points)
            .thenComparingInt(LeaderboardEntry::wins)
            .reversed();

    private final OrderedMap<ParticipantId, LeaderboardEntry> entries;

    private Leaderboard(OrderedMap<ParticipantId, LeaderboardEntry> entries) {
        this.entries = entries;
    }

    static Leaderboard of(List<LeaderboardEntry> entries) {
        requireEntries(entries.size() <= LobbyLimits.LEADERBOARD_MAX, entries);
        OrderedMap<ParticipantId, LeaderboardEntry> byId = OrderedMap.of(entries, LeaderboardEntry::participantId);
        requireEntries(byId.size() == entries.size(), entries);
        return new Leaderboard(byId);
    }

    List<LeaderboardEntry> entries() {
        return entries.values();
    }

    /** Best first; of equal ones the one who came onto it first. */
    List<LeaderboardEntry> ranking() {
        return entries().stream().sorted(RANKING).toList();
    }

    /** Counts a run that was completed. Where room is needed, the lowest of those goes who are not in the lobby. */
    Leaderboard with(RunRecord run, Members members) {
        Optional<ActivityResult> best = run.ranking().stream().findFirst();
        Leaderboard counted = this;
        for (ActivityResult result : run.results()) {
            int score = result.score().orElse(0);
            boolean won =
                    score > 0 && best.isPresent() && score == best.get().score().orElse(0);
            counted = counted.with(result, won, members);
        }
        return counted;
    }

    private Leaderboard with(ActivityResult result, boolean won, Members members) {
        ParticipantId id = result.participantId();
        LeaderboardEntry entry = entries.find(id)
                .orElseGet(() -> new LeaderboardEntry(id, result.participantName(), 0, 0, 0))
                .named(result.participantName())
                .plus(result.score().orElse(0), won);
        return new Leaderboard(withRoomFor(id, members).with(id, entry));
    }

    private OrderedMap<ParticipantId, LeaderboardEntry> withRoomFor(ParticipantId id, Members members) {
        if (entries.containsKey(id) || entries.size() < LobbyLimits.LEADERBOARD_MAX) {
            return entries;
        }
        return ranking().stream()
                .filter(entry -> !members.contains(entry.participantId()))
                .reduce((better, worse) -> worse)
                .map(lowest -> entries.without(lowest.participantId()))
                .orElseThrow(() -> new IllegalStateException("the leaderboard holds more people than a lobby can"));
    }

    private static void requireEntries(boolean holds, List<LeaderboardEntry> entries) {
        if (!holds) {
            throw new IllegalArgumentException("a leaderboard has everybody once, and at most "
                    + LobbyLimits.LEADERBOARD_MAX + " people; got " + entries.size());
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Leaderboard leaderboard && entries.equals(leaderboard.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return ranking().toString();
    }
}
