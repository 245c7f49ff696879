package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ParticipantCommand.SetReady;
import dev.muster.p2p.P2PEvent.HostChanged;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who takes a lost host's place may have missed a great deal of what it wrote. */
class LongTailTest {
    /** More than four answers hold. */
    private static final int MISSED = 1_200;

    private final World world = new World(29);
    private final World.Player alice = world.host("Alice");
    private final World.Player bob = world.joined(alice, "Bob");
    private final World.Player carol = world.joined(alice, "Carol");

    @Test
    void whateverIsMissingIsFetchedInTheOneClaim() {
        world.network.cut(alice.machine, bob.machine);
        world.network.cut(bob.machine, alice.machine);
        long known = bob.loop.p2p().currentSequence();
        for (int i = 0; i < MISSED; i++) {
            carol.submit(new SetReady(carol.lobbyId(), carol.id(), i % 2 == 0));
            world.run(Duration.ofMillis(15));
        }
        world.run(Duration.ofSeconds(1));
        long written = alice.loop.p2p().currentSequence();
        assertTrue(written >= known + MISSED, () -> "only " + written + " events");
        assertEquals(known, bob.loop.p2p().currentSequence(), "Bob knows nothing of it");
        alice.machine.crash();
        world.until(bob.loop::isHost, "Bob is host");
        world.until(() -> carol.lobby().equals(bob.lobby()), "Carol follows Bob");
        assertTrue(bob.loop.p2p().currentSequence() >= written, "nothing is lost");
        assertEquals(1, carol.told(HostChanged.class).size(), "with the first claim");
    }
}
