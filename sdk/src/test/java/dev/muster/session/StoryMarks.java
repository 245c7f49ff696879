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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often things happened in many stories: what never happened was not tested by them. */
final class StoryMarks {
    final LongAdder resumes = new LongAdder();
    final LongAdder repairs = new LongAdder();
    final LongAdder removals = new LongAdder();
    final LongAdder refusals = new LongAdder();
    final LongAdder snapshotsWithoutJoining = new LongAdder();
    final LongAdder undecided = new LongAdder();
    final LongAdder overflows = new LongAdder();
    final LongAdder liarsThrownOut = new LongAdder();
    final LongAdder hostsChosen = new LongAdder();
    final LongAdder hostChanges = new LongAdder();
    final LongAdder historiesReplaced = new LongAdder();
    final LongAdder takenBack = new LongAdder();

    /** Adds what happened in one story. */
    void note(World.Player host, List<World.Player> guests, boolean liarIsOut) {
        List<World.Player> players = new ArrayList<>(guests);
        players.add(host);
        var hosts = host.loop.metrics().p2p();
        resumes.add(host.told(PeerRestored.class).size());
        repairs.add(hosts.repairs());
        removals.add(host.heard(GuestLeft.class).size());
        refusals.add(guests.stream()
                .mapToLong(one -> one.heard(CommandFailed.class).size())
                .sum());
        snapshotsWithoutJoining.add(
                Math.max(0, hosts.snapshots() - host.heard(GuestJoined.class).size()));
        undecided.add(guests.stream()
                .mapToLong(one -> one.told(CommandUndecided.class).size())
                .sum());
        overflows.add(guests.stream()
                .mapToLong(one -> one.loop.metrics().p2p().overflows())
                .sum());
        for (World.Player player : players) {
            hostsChosen.add(player.told(ChoosingHost.class).size());
            historiesReplaced.add(player.told(HistoryReplaced.class).size());
            List<HostChanged> changes = player.told(HostChanged.class);
            hostChanges.add(changes.stream().filter(HostChanged::isLocal).count());
        }
        takenBack.add(host.told(HostChanged.class).isEmpty() ? 0 : 1);
        liarsThrownOut.add(liarIsOut ? 1 : 0);
    }

    Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("guests that resumed", resumes.sum());
        counts.put("gaps repaired", repairs.sum());
        counts.put("guests that left or were lost", removals.sum());
        counts.put("commands refused or discarded", refusals.sum());
        counts.put("snapshots for somebody who was in", snapshotsWithoutJoining.sum());
        counts.put("commands long undecided", undecided.sum());
        counts.put("messages let go by a full inbox", overflows.sum());
        counts.put("liars thrown out", liarsThrownOut.sum());
        counts.put("times that a lost host's place was free", hostsChosen.sum());
        counts.put("times that somebody came to be host", hostChanges.sum());
        counts.put("histories replaced", historiesReplaced.sum());
        counts.put("hosts that became guests", takenBack.sum());
        return counts;
    }

    void assertThatEverythingHappened() {
        counts().forEach((what, times) -> assertTrue(times > 0, "never in any story: " + what));
    }
}
