package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.CommandFailed;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.MembershipEvent.GuestLeft;
import dev.muster.p2p.P2PEvent.ChoosingHost;
import dev.muster.p2p.P2PEvent.CommandUndecided;
import dev.muster.p2p.P2PEvent.HistoryReplaced;
import dev.muster.p2p.P2PEvent.HostChanged;
import dev.muster.p2p.P2PEvent.PeerRestored;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How often things happened in many stories. For any thread. */
final class StoryMarks {
    private final Map<Mark, Long> counts = Collections.synchronizedMap(new EnumMap<>(Mark.class));

    StoryMarks() {
        for (Mark mark : Mark.values()) {
            counts.put(mark, 0L);
        }
    }

    private void add(Mark mark, long times) {
        counts.merge(mark, times, Long::sum);
    }

    void note(Map<Mark, Long> others) {
        others.forEach(this::add);
    }

    /** Adds what happened in one story, as far as everybody was told of it. */
    void note(World.Player host, List<World.Player> players, boolean liarIsOut) {
        var hosts = host.loop.metrics().p2p();
        add(Mark.GUEST_RESUMED, host.told(PeerRestored.class).size());
        add(Mark.GAP_REPAIRED, hosts.repairs());
        add(Mark.GUEST_GONE, host.heard(GuestLeft.class).size());
        add(
                Mark.SNAPSHOT_AGAIN,
                Math.max(0, hosts.snapshots() - host.heard(GuestJoined.class).size()));
        add(Mark.LIAR_OUT, liarIsOut ? 1 : 0);
        for (World.Player player : players) {
            add(Mark.PLACE_FREE, player.told(ChoosingHost.class).size());
            add(Mark.HISTORY_REPLACED, player.told(HistoryReplaced.class).size());
            List<HostChanged> changes = player.told(HostChanged.class);
            add(Mark.BECAME_HOST, changes.stream().filter(HostChanged::isLocal).count());
            if (player != host) {
                add(
                        Mark.COMMAND_ENDED_WITHOUT_EVENT,
                        player.heard(CommandFailed.class).size());
                add(Mark.COMMAND_UNDECIDED, player.told(CommandUndecided.class).size());
                add(Mark.INBOX_OVERFLOW, player.loop.metrics().p2p().overflows());
            }
        }
    }

    Map<Mark, Long> counts() {
        return new EnumMap<>(counts);
    }

    void assertThatEverythingHappened() {
        counts().forEach((what, times) -> assertTrue(times > 0, "never in any story: " + what));
    }
}
