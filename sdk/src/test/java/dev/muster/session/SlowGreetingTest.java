package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.p2p.P2PEvent.ConnectionRefused;
import dev.muster.simulation.Latency;
import dev.muster.simulation.LinkConditions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A greeting that takes too long says nothing about whoever greets: the network or a machine was slow for a moment. */
class SlowGreetingTest {
    /** With it, a greeting takes longer than it may. */
    private static final Duration SLOW = Duration.ofSeconds(3);

    private final World world = new World(11);

    @Test
    void whoDidNotGreetInTimeIsTriedAgain() {
        World.Player host = world.host("Alice");
        World.Player bob = world.guest(host, "Bob");
        world.network.conditions(host.machine, bob.machine, LinkConditions.perfect(Latency.fixed(SLOW)));
        world.until(() -> isRefused(host) || isRefused(bob), "the greeting takes too long");
        assertTrue(bob.loop.lobby().isEmpty(), "Bob has seen nothing yet");

        world.network.conditions(host.machine, bob.machine, LinkConditions.lan());
        world.until(() -> bob.loop.lobby().isPresent(), "Bob sees the lobby");
    }

    private static boolean isRefused(World.Player player) {
        return !player.told(ConnectionRefused.class).isEmpty();
    }
}
