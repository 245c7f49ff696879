package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ChatMessage;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.p2p.P2PEvent.HistoryReplaced;
import dev.muster.p2p.P2PEvent.HostChanged;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever went over to another host loses that one too, before it told anything. */
class LostTwiceTest {
    private final World world = new World(31);
    private final World.Player alice = world.host("Alice");
    private final World.Player bob = world.joined(alice, "Bob");
    private final World.Player carol = world.joined(alice, "Carol");

    private static List<String> texts(World.Player player) {
        return player.lobby().chat().messages().stream().map(ChatMessage::text).toList();
    }

    private static void say(World.Player by, String text) {
        by.submit(new SendChat(by.lobbyId(), by.id(), text));
    }

    @Test
    void aHostThatGaveWayGoesOnWithWhatItHasWhereTheOtherOneIsLostBeforeItTold() {
        world.network.partition(List.of(alice.machine), List.of(bob.machine, carol.machine));
        world.until(bob.loop::isHost, "Bob is host on his side");
        say(bob, "on the other side");
        say(alice, "alone");
        world.until(() -> texts(bob).contains("on the other side"), "Bob's side goes on");
        world.until(() -> texts(alice).contains("alone"), "Alice goes on alone");

        world.network.heal();
        world.until(() -> !alice.told(HistoryReplaced.class).isEmpty(), "Alice gives way");
        bob.machine.crash();
        carol.machine.crash();
        world.until(alice.loop::isHost, "Alice is host again");
        assertTrue(texts(alice).contains("alone"));
        say(alice, "and on");
        world.until(() -> texts(alice).contains("and on"), "Alice decides");

        bob.restart();
        world.until(() -> bob.loop.lobby().isPresent(), "Bob sees her lobby");
        bob.join();
        world.until(bob::isIn, "Bob is in");
        world.run(Duration.ofSeconds(5));
        assertEquals(texts(alice), texts(bob));
        assertTrue(alice.loop.isHost());
        assertFalse(bob.loop.isHost());
    }

    @Test
    void aGuestGoesBackTooWhereBothHostsAreLost() {
        World.Player dave = world.joined(alice, "Dave");
        world.network.partition(List.of(alice.machine, dave.machine), List.of(bob.machine, carol.machine));
        world.until(bob.loop::isHost, "Bob is host on his side");
        say(bob, "on the other side");
        say(alice, "on this side");
        world.until(() -> texts(dave).contains("on this side"), "Alice's side goes on");

        world.network.heal();
        world.until(() -> !dave.told(HistoryReplaced.class).isEmpty(), "Dave gives way with Alice");
        alice.machine.crash();
        bob.machine.crash();
        carol.machine.crash();
        world.until(dave.loop::isHost, "Dave is host");
        assertTrue(texts(dave).contains("on this side"));
    }

    @Test
    void whoeverIsNotInGoesBackToAHostThatWasReplacedWhereTheNewOneIsLost() {
        World.Player dave = world.guest(alice, "Dave");
        world.until(() -> dave.loop.lobby().isPresent(), "Dave sees the lobby");
        world.network.partition(List.of(alice.machine), List.of(bob.machine, carol.machine, dave.machine));
        world.until(bob.loop::isHost, "Bob is host on his side");
        world.until(() -> dave.told(HostChanged.class).size() == 1, "Dave goes with him");
        bob.machine.crash();
        carol.machine.crash();
        world.run(world.grace.plusSeconds(10));

        world.network.heal();
        world.until(() -> dave.told(HostChanged.class).size() == 2, "Dave goes with Alice");
        dave.join();
        world.until(dave::isIn, "Dave is in");
        assertEquals(alice.lobby(), dave.lobby());
    }
}
