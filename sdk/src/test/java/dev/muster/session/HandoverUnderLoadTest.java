package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.domain.CommandFailed;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.ParticipantCommand.SetParticipantProperty;
import dev.muster.domain.ParticipantEvent.ParticipantPropertySet;
import dev.muster.domain.Value;
import dev.muster.simulation.Latency;
import dev.muster.simulation.LinkConditions;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody goes on talking while the role goes to somebody who hears of it last. */
class HandoverUnderLoadTest {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int WORDS = 100;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyWordIsHeardOnceAndInOrder(long seed) {
        var world = new World(seed);
        World.Player alice = world.host("Alice");
        World.Player bob = world.joined(alice, "Bob");
        World.Player carol = world.joined(alice, "Carol");
        World.Player dave = world.joined(alice, "Dave");
        var slow = LinkConditions.perfect(Latency.uniform(Duration.ofMillis(100), Duration.ofMillis(300)));
        world.network.conditions(alice.machine, bob.machine, slow);

        for (int word = 0; word < WORDS; word++) {
            carol.submit(new SetParticipantProperty(carol.lobbyId(), carol.id(), "said", Value.of(word)));
            if (word == WORDS / 3) {
                alice.submit(new DelegateHost(alice.lobbyId(), alice.id(), bob.id()));
            } else if (word == WORDS * 2 / 3) {
                bob.submit(new DelegateHost(bob.lobbyId(), bob.id(), alice.id()));
            }
            world.run(PAUSE);
        }

        world.until(() -> heard(dave).contains(WORDS - 1L), "Dave hears the last word");
        world.run(Duration.ofSeconds(10));
        List<Long> all = LongStream.range(0, WORDS).boxed().toList();
        assertEquals(all, heard(dave));
        assertEquals(all, heard(carol));
        assertEquals(List.of(), carol.heard(CommandFailed.class));
    }

    private static List<Long> heard(World.Player player) {
        return player.heard(ParticipantPropertySet.class).stream()
                .map(event -> Math.round(((Value.Num) event.value()).value()))
                .toList();
    }
}
