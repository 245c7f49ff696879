package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ChatMessage;
import dev.muster.domain.CommandFailed;
import dev.muster.domain.LoggedEvent;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.MembershipEvent.GuestKicked;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantEvent.ChatSent;
import dev.muster.domain.RefusalCode;
import dev.muster.p2p.P2PEvent.DecisionsLost;
import dev.muster.p2p.P2PEvent.HistoryReplaced;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A network falls apart, and what happened on the side of the host that gives way is not lost silently. */
class LosingSideTest {
    private final World world = new World(23);
    private final World.Player alice = world.host("Alice");
    private final World.Player bob = world.joined(alice, "Bob");
    private final World.Player carol = world.joined(alice, "Carol");
    private final World.Player dave = world.joined(alice, "Dave");
    private final World.Player erin = world.joined(alice, "Erin");
    private final World.Player frank = world.joined(alice, "Frank");
    private final World.Player grace = world.joined(alice, "Grace");

    /** Alice is host of three, Dave of four who go on. */
    private void fallApart(World.Player... others) {
        List<World.Player> left =
                Stream.concat(Stream.of(alice, bob, carol), Stream.of(others)).toList();
        world.network.partition(
                left.stream().map(one -> one.machine).toList(),
                Stream.of(dave, erin, frank, grace).map(one -> one.machine).toList());
        world.until(dave.loop::isHost, "Dave is host on his side");
    }

    private void meet() {
        world.network.heal();
        world.until(() -> !alice.loop.isHost(), "Alice gives way");
        assertTrue(dave.loop.isHost());
        world.until(() -> alice.lobby().isHost(dave.id()), "Alice sees Dave's lobby");
        world.run(Duration.ofSeconds(15));
    }

    private void say(World.Player by, String text) {
        by.submit(new SendChat(by.lobbyId(), by.id(), text));
    }

    private static List<String> texts(World.Player player) {
        return player.lobby().chat().messages().stream().map(ChatMessage::text).toList();
    }

    private List<? extends LoggedEvent> lost() {
        List<DecisionsLost> told = alice.told(DecisionsLost.class);
        assertEquals(1, told.size(), "the list comes once");
        return told.get(0).decisions();
    }

    @Test
    void theHostThatGivesWayHearsWhatOfItsDecisionsCountsNoMore() {
        fallApart();
        say(alice, "only here");
        alice.submit(new KickGuest(alice.lobbyId(), alice.id(), carol.id(), true));
        world.until(() -> bob.lobby().isBanned(carol.id()), "Carol is banned on Alice's side");
        meet();
        assertFalse(dave.lobby().isBanned(carol.id()), "a ban of the losing side is not carried over");
        GuestKicked kick = (GuestKicked) lost().stream()
                .filter(GuestKicked.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertEquals(carol.id(), kick.participantId());
        assertTrue(kick.banned());
        assertTrue(lost().stream()
                .anyMatch(one ->
                        one instanceof ChatSent chat && chat.message().text().equals("only here")));
        assertFalse(alice.told(HistoryReplaced.class).isEmpty());
    }

    @Test
    void whomBothSidesRemovedIsOnNoList() {
        fallApart();
        alice.submit(new KickGuest(alice.lobbyId(), alice.id(), carol.id(), true));
        dave.submit(new KickGuest(dave.lobbyId(), dave.id(), carol.id(), true));
        world.until(() -> bob.lobby().isBanned(carol.id()) && erin.lobby().isBanned(carol.id()), "both banned Carol");
        meet();
        assertTrue(dave.lobby().isBanned(carol.id()));
        assertTrue(alice.told(DecisionsLost.class).isEmpty(), "there is nothing to tell");
    }

    @Test
    void whoWasLetInByTheLosingSideAsksAgain() {
        World.Player heidi = world.guest(alice, "Heidi");
        fallApart(heidi);
        world.until(() -> heidi.loop.lobby().isPresent(), "Heidi sees Alice's lobby");
        heidi.join();
        world.until(heidi::isIn, "Heidi is in on Alice's side");
        meet();
        assertTrue(lost().stream()
                .anyMatch(one -> one instanceof GuestJoined joined
                        && joined.participant().id().equals(heidi.id())));
        world.until(() -> dave.lobby().participant(heidi.id()).isPresent(), "Dave lets her in");
        assertTrue(heidi.heard(CommandFailed.class).isEmpty());
    }

    @Test
    void whoCannotBeLetInAgainIsToldWhy() {
        World.Player heidi = world.guest(alice, "Heidi");
        World.Player other = world.guest(alice, "heidi");
        world.network.partition(
                Stream.of(alice, bob, carol, heidi).map(one -> one.machine).toList(),
                Stream.of(dave, erin, frank, grace, other)
                        .map(one -> one.machine)
                        .toList());
        world.until(dave.loop::isHost, "Dave is host on his side");
        world.until(() -> heidi.loop.lobby().isPresent() && other.loop.lobby().isPresent(), "both see a lobby");
        heidi.join();
        other.join();
        world.until(() -> heidi.isIn() && other.isIn(), "each of the two is in on one side");
        meet();
        world.until(() -> !heidi.heard(CommandFailed.class).isEmpty(), "Heidi is told");
        CommandFailed failed = heidi.heard(CommandFailed.class).get(0);
        assertEquals(RefusalCode.DISCARDED, failed.refusal().code());
        assertTrue(failed.refusal().sentence().contains("name"), failed.refusal()::sentence);
        assertFalse(dave.lobby().participant(heidi.id()).isPresent());
    }

    /** By then everybody whom Alice's side still counts has it, and those on the other side have not. */
    @Test
    void whatWasSaidLongAfterTheOthersLostTheirPlacesIsSaidAgain() {
        fallApart();
        world.until(() -> alice.lobby().participants().size() == 3, "Alice removed those whom she lost");
        say(bob, "anybody?");
        world.run(Duration.ofSeconds(20));
        say(bob, "nobody.");
        world.run(Duration.ofSeconds(5));
        meet();
        world.until(() -> texts(dave).containsAll(List.of("anybody?", "nobody.")), "Bob's words are proposed again");
        assertEquals(1, texts(dave).stream().filter("anybody?"::equals).count());
    }

    @Test
    void aHostThatHandsOverLosesNothing() {
        say(alice, "mine");
        alice.submit(new DelegateHost(alice.lobbyId(), alice.id(), bob.id()));
        world.until(bob.loop::isHost, "Bob is host");
        world.run(Duration.ofSeconds(5));
        assertTrue(alice.told(DecisionsLost.class).isEmpty());
    }
}
