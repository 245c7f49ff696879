package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ParticipantCommand.SetReady;
import dev.muster.domain.Submission;
import dev.muster.p2p.P2PEvent.HostUnsigned;
import dev.muster.p2p.P2PLimits;
import dev.muster.simulation.LinkConditions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A host that decides much at once: what is under way to a guest is not asked for again. */
class BusyHostTest {
    private static final int EVENTS = 1_800;
    private static final int MORE_THAN_A_LINK_TAKES = 3_000;

    private final World world = new World(5);

    @Test
    void manyEventsBetweenTwoWordsOfTheHostAreNoReasonToAsk() {
        world.limits = new P2PLimits(P2PLimits.BATCH_SIZE_MAX, P2PLimits.QUEUE_SIZE_MAX);
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        world.run(Duration.ofSeconds(6));
        int asked = repairsAndSnapshots(bob);

        decide(host, EVENTS / 2);
        decide(host, EVENTS / 2);

        long last = host.loop.p2p().currentSequence();
        world.until(() -> bob.loop.p2p().currentSequence() == last, "Bob is up to date");
        world.run(Duration.ofSeconds(6));

        assertEquals(asked, repairsAndSnapshots(bob), "questions");
        assertEquals(0, bob.told(HostUnsigned.class).size());
        assertEquals(host.lobby(), bob.loop.p2p().confirmedLobby().orElseThrow());
    }

    @Test
    void whoIsAlwaysBehindHearsTheHostsWordForWhatItHas() {
        world.limits = new P2PLimits(P2PLimits.BATCH_SIZE_MAX, P2PLimits.QUEUE_SIZE_MAX);
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        world.run(Duration.ofSeconds(6));
        world.network.conditions(host.machine, bob.machine, LinkConditions.lan().withBytesPerSecond(200_000));

        decide(host, MORE_THAN_A_LINK_TAKES);
        for (int i = 0; i < 200; i++) { // About as much as the network takes, so that Bob stays as far behind.
            decide(host, 40);
            world.run(Duration.ofMillis(100));
        }

        long last = host.loop.p2p().currentSequence();
        assertTrue(bob.loop.p2p().currentSequence() < last - 2_000, "Bob is far behind");
        assertEquals(0, bob.told(HostUnsigned.class).size());
        assertEquals(0, repairsAndSnapshots(bob), "questions");
        world.network.conditions(host.machine, bob.machine, LinkConditions.lan());
        world.until(() -> bob.loop.p2p().currentSequence() == last, "Bob is up to date");
    }

    private static void decide(World.Player host, int events) {
        for (int left = events; left > 0; left -= P2PLimits.BATCH_SIZE_MAX) {
            for (int i = 0; i < Math.min(left, P2PLimits.BATCH_SIZE_MAX); i++) {
                var ready = new SetReady(host.lobbyId(), host.id(), i % 2 == 0);
                assertEquals(Submission.Queued.class, host.submit(ready).getClass());
            }
            host.turn();
        }
    }

    private static int repairsAndSnapshots(World.Player player) {
        var status = player.loop.metrics().p2p();
        return Math.toIntExact(status.repairs() + status.snapshots());
    }
}
