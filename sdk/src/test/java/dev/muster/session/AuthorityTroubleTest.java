package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.p2p.P2PEvent.HistoryReplaced;
import dev.muster.p2p.P2PEvent.HostChanged;
import dev.muster.simulation.SimulatedClock.InSleep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is host where more than one thing goes wrong at once, and nothing is that must never be. */
class AuthorityTroubleTest {
    private final World world = new World(23);
    private final Witness witness = new Witness(world);
    private final World.Player alice = host();
    private final World.Player bob = world.joined(alice, "Bob");
    private final World.Player carol = world.joined(alice, "Carol");
    private final World.Player dave = world.joined(alice, "Dave");

    private World.Player host() {
        world.afterTurn = witness::turned;
        return world.host("Alice");
    }

    private static void say(World.Player by, String text) {
        by.submit(new SendChat(by.lobbyId(), by.id(), text));
    }

    private static boolean hears(World.Player player, String text) {
        return player.lobby().chat().messages().stream()
                .anyMatch(one -> one.text().equals(text));
    }

    /** Whoever lost its place while it was away has only to know so. */
    private static boolean isInStep(World.Player one, World.Player host) {
        boolean hasPlace = host.lobby().participant(one.id()).isPresent();
        return one == host
                || (!hasPlace && !one.isIn())
                || one.loop.p2p().confirmedLobby().equals(Optional.of(host.lobby()));
    }

    private void assertOneHost(World.Player... players) {
        world.until(
                () -> List.of(players).stream().filter(one -> one.loop.isHost()).count() == 1, "there is one host");
        World.Player host = List.of(players).stream()
                .filter(one -> one.loop.isHost())
                .findFirst()
                .orElseThrow();
        for (World.Player one : players) {
            world.until(() -> isInStep(one, host), one.name + " follows " + host.name);
        }
    }

    @ParameterizedTest
    @EnumSource(InSleep.class)
    void aHostThatSleptPastTheGraceNumbersNothingWhenItWakes(InSleep clock) {
        alice.machine.pause(clock);
        world.until(bob.loop::isHost, "Bob is host");
        world.run(Duration.ofSeconds(3));
        alice.machine.resume();
        say(alice, "I slept");
        world.until(() -> hears(bob, "I slept"), "Bob hears of it");
        assertOneHost(alice, bob, carol, dave);
        assertTrue(bob.loop.isHost());
        assertTrue(alice.told(HistoryReplaced.class).isEmpty(), "nothing of hers has to be taken back");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 6, 10, 20, 60, 120})
    void theOldHostMayEndAtAnyMomentOfAHandOver(int millis) {
        alice.submit(new DelegateHost(alice.lobbyId(), alice.id(), carol.id()));
        world.run(Duration.ofMillis(millis));
        witness.crashes(alice);
        alice.machine.crash();
        world.run(Duration.ofSeconds(40));
        assertOneHost(bob, carol, dave);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 6, 10, 20, 60, 120})
    void theNewHostMayEndAtAnyMomentOfAHandOver(int millis) {
        alice.submit(new DelegateHost(alice.lobbyId(), alice.id(), carol.id()));
        world.run(Duration.ofMillis(millis));
        witness.crashes(carol);
        carol.machine.crash();
        world.run(Duration.ofSeconds(70));
        assertOneHost(alice, bob, dave);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 6, 10, 20, 60, 120})
    void bothMayPartAtAnyMomentOfAHandOver(int millis) {
        alice.submit(new DelegateHost(alice.lobbyId(), alice.id(), carol.id()));
        world.run(Duration.ofMillis(millis));
        world.network.partition(List.of(alice.machine, bob.machine), List.of(carol.machine, dave.machine));
        world.run(Duration.ofSeconds(70));
        world.network.heal();
        world.run(Duration.ofSeconds(20));
        assertOneHost(alice, bob, carol, dave);
    }

    @Test
    void whoeverKnewNobodyButTheHostGoesOnAloneAndMeetsTheOthersLater() {
        world.network.partition(List.of(bob.machine), List.of(carol.machine, dave.machine));
        world.network.partition(List.of(carol.machine), List.of(dave.machine));
        world.run(Duration.ofSeconds(40));
        say(alice, "before");
        world.run(Duration.ofSeconds(2));
        witness.crashes(alice);
        alice.machine.crash();
        world.until(() -> bob.loop.isHost() && carol.loop.isHost() && dave.loop.isHost(), "everybody is alone");
        say(dave, "alone");
        world.run(Duration.ofSeconds(2));
        world.network.heal();
        world.run(Duration.ofSeconds(20));
        assertOneHost(bob, carol, dave);
        assertTrue(hears(bob, "before"));
    }

    @Test
    void whoeverIsAloneWaitsForTwoGracesUnlessThePlayerDoesNotWantTo() {
        world.network.signalling().stop();
        List.of(alice, carol, dave).forEach(one -> {
            witness.crashes(one);
            one.machine.crash();
        });
        world.run(Duration.ofSeconds(45));
        assertFalse(bob.loop.isHost(), "the others may be there");
        bob.loop.p2p().continueAlone();
        world.run(Duration.ofSeconds(3));
        assertTrue(bob.loop.isHost(), "the player said so");
        assertEquals(
                1,
                bob.told(HostChanged.class).stream()
                        .filter(HostChanged::isLocal)
                        .count());
    }
}
