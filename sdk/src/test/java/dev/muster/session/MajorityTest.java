package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ChatMessage;
import dev.muster.domain.CommandFailed;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MigrationPolicy;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.Submission;
import dev.muster.p2p.HostStatus.State;
import dev.muster.p2p.Inside;
import dev.muster.p2p.P2PEvent.CommandReplicated;
import dev.muster.p2p.P2PEvent.CommandUndecided;
import dev.muster.p2p.P2PEvent.HistoryReplaced;
import dev.muster.simulation.Latency;
import dev.muster.simulation.LinkConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that go on only with more than half of those who are in. */
class MajorityTest {
    private static final List<String> NAMES = List.of("Alice", "Bob", "Carol", "Dave", "Erin", "Frank", "Grace");

    private final World world = new World(31);
    private final List<World.Player> all = new ArrayList<>();

    private void play(int players) {
        world.policy = MigrationPolicy.MAJORITY;
        World.Player alice = world.host("Alice");
        world.policy = MigrationPolicy.AVAILABILITY; // What the others would choose does not matter.
        all.add(alice);
        for (String name : NAMES.subList(1, players)) {
            all.add(world.joined(alice, name));
        }
        world.run(Duration.ofSeconds(2));
    }

    private World.Player player(int number) {
        return all.get(number);
    }

    private void say(World.Player by, String text) {
        by.submit(new SendChat(by.lobbyId(), by.id(), text));
    }

    private static List<String> texts(World.Player player) {
        return player.lobby().chat().messages().stream().map(ChatMessage::text).toList();
    }

    private void partition(List<World.Player> one, List<World.Player> other) {
        world.network.partition(
                one.stream().map(it -> it.machine).toList(),
                other.stream().map(it -> it.machine).toList());
    }

    private void assertPlays(World.Player host, World.Player... guests) {
        say(host, "I am the host, " + host.name);
        for (World.Player guest : guests) {
            say(guest, "I am " + guest.name);
            world.until(() -> texts(host).contains("I am " + guest.name), guest.name + " is heard");
        }
        for (World.Player guest : guests) {
            world.until(
                    () -> guest.lobby().equals(host.lobby())
                            && guest.loop.p2p().confirmedLobby().equals(Optional.of(host.lobby())),
                    guest.name + " follows " + host.name);
        }
    }

    private World.Player[] allBut(World.Player... some) {
        return all.stream().filter(one -> !List.of(some).contains(one)).toArray(World.Player[]::new);
    }

    @Test
    void everybodyObeysWhatTheCreatorChose() {
        play(3);
        for (World.Player one : all) {
            assertEquals(Optional.of(MigrationPolicy.MAJORITY), one.loop.p2p().migrationPolicy(), one.name);
        }
        assertPlays(player(0), allBut(player(0)));
    }

    @Test
    void aLostHostIsReplacedByTheManyWhoAreLeft() {
        play(4);
        player(0).machine.crash();
        world.until(player(1).loop::isHost, "Bob is host");
        assertPlays(player(1), player(2), player(3));
        world.until(() -> player(1).lobby().participants().size() == 3, "Alice loses her place");
        assertPlays(player(1), player(2), player(3));
    }

    @Test
    void theHostInTheMinorityDecidesNothingHoweverLongItLasts() {
        play(5);
        World.Player alice = player(0);
        World.Player bob = player(1);
        partition(List.of(alice, bob), List.of(player(2), player(3), player(4)));
        world.until(player(2).loop::isHost, "Carol is host of the many");
        long written = alice.loop.p2p().currentSequence();
        say(alice, "nobody hears me");
        say(bob, "nor me");
        world.run(world.grace.multipliedBy(5));
        assertEquals(written, alice.loop.p2p().currentSequence(), "Alice numbered nothing");
        assertEquals(State.WAITING, alice.loop.hostStatus().state());
        assertFalse(bob.told(CommandUndecided.class).isEmpty(), "Bob is told that it takes long");
        assertPlays(player(2), player(3), player(4));
        assertEquals(3, player(2).lobby().participants().size());
        world.network.heal();
        world.until(() -> !alice.loop.isHost(), "Alice follows the many");
        world.until(
                () -> alice.loop
                        .lobby()
                        .filter(one -> one.isHost(player(2).id()))
                        .isPresent(),
                "and sees Carol");
        assertTrue(carolsSide().allMatch(one -> one.told(HistoryReplaced.class).isEmpty()));
    }

    private Stream<World.Player> carolsSide() {
        return Stream.of(player(2), player(3), player(4));
    }

    @Test
    void twoStopAtOneLossAndGoOnTogether() {
        play(2);
        World.Player alice = player(0);
        World.Player bob = player(1);
        world.network.isolate(alice.machine);
        world.run(world.grace.multipliedBy(3));
        assertTrue(alice.loop.isHost());
        assertFalse(bob.loop.isHost(), "Bob alone is no majority");
        assertEquals(State.WAITING, alice.loop.hostStatus().state());
        assertEquals(State.ALONE, bob.loop.hostStatus().state());
        assertTrue(bob.loop.continueAlone().orElseThrow().contains("more than half"));
        assertEquals(2, alice.lobby().participants().size(), "nobody is removed by half");
        world.network.heal();
        assertPlays(alice, bob);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7})
    void oneAfterTheOtherIsLostUntilHalfAreLeft(int players) {
        play(players);
        World.Player alice = player(0);
        for (int left = players; left > 2; left--) {
            World.Player lost = player(left - 1);
            int now = left - 1;
            lost.machine.crash();
            world.until(() -> alice.lobby().participants().size() == now, lost.name + " loses the place");
            assertPlays(alice, all.subList(1, now).toArray(World.Player[]::new));
        }
        player(1).machine.crash();
        say(alice, "alone?");
        world.run(world.grace.multipliedBy(3));
        assertEquals(2, alice.lobby().participants().size(), "two stop at one loss");
        assertEquals(State.WAITING, alice.loop.hostStatus().state());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7})
    void everybodyMayLeaveByOwnWill(int players) {
        play(players);
        World.Player alice = player(0);
        for (int left = players; left > 1; left--) {
            World.Player leaving = player(left - 1);
            int now = left - 1;
            if (left % 2 == 0) {
                leaving.submit(new LeaveLobby(leaving.lobbyId(), leaving.id()));
            } else {
                world.leaves(leaving);
                leaving.machine.crash();
            }
            world.until(() -> alice.lobby().participants().size() == now, leaving.name + " left");
            assertPlays(alice, all.subList(1, now).toArray(World.Player[]::new));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7})
    void oneAfterTheOtherIsKicked(int players) {
        play(players);
        World.Player alice = player(0);
        for (int left = players; left > 2; left--) {
            World.Player kicked = player(left - 1);
            int now = left - 1;
            alice.submit(new KickGuest(alice.lobbyId(), alice.id(), kicked.id(), true));
            world.until(() -> alice.lobby().participants().size() == now, kicked.name + " is kicked");
            assertPlays(alice, all.subList(1, now).toArray(World.Player[]::new));
        }
        Submission last = alice.submit(
                new KickGuest(alice.lobbyId(), alice.id(), player(1).id(), false));
        assertTrue(last instanceof Submission.Refused, "of two, neither sends the other away");
        assertPlays(alice, player(1));
    }

    @Test
    void theHostHandsOverAndLeaves() {
        play(4);
        player(0)
                .submit(new DelegateHost(
                        player(0).lobbyId(), player(0).id(), player(2).id()));
        world.until(player(2).loop::isHost, "Carol is host");
        assertPlays(player(2), player(0), player(1), player(3));
        world.leaves(player(2));
        world.until(player(0).loop::isHost, "Alice has been in for longest");
        assertPlays(player(0), player(1), player(3));
        assertTrue(player(3).heard(CommandFailed.class).isEmpty());
    }

    @Test
    void aHostWithoutAMajorityCanStillBeLeft() {
        play(2);
        player(1).machine.crash();
        world.run(Duration.ofSeconds(10));
        world.leaves(player(0));
        assertTrue(player(0).loop.hasLeft());
    }

    /** Carol promises Bob the next term, and he is gone before he hears it: she confirms nothing in the present one. */
    @Test
    void whatWasPromisedToSomebodyWhoIsGoneHoldsNobodyUp() {
        play(3);
        World.Player alice = player(0);
        World.Player bob = player(1);
        World.Player carol = player(2);
        cut(alice, bob);
        world.run(world.grace.plusSeconds(2));
        cut(alice, carol);
        world.until(() -> carol.loop.hostStatus().state() == State.RECONNECTING, "Carol misses Alice");
        world.network.cut(carol.machine, bob.machine);
        world.run(Duration.ofSeconds(6));
        bob.machine.crash();
        world.network.heal();
        world.until(() -> carol.loop.hostStatus().state() == State.FOLLOWING, "Carol follows Alice");
        say(alice, "still me");
        world.until(() -> texts(carol).contains("still me"), "Carol hears that");
        assertPlays(alice, carol);
        assertTrue(alice.loop.isHost());
        world.until(() -> alice.lobby().participants().size() == 2, "and Bob is removed, which Carol confirms");
        long term = new Inside(alice.loop.p2p()).chain().orElseThrow().last().number();
        assertTrue(term > 1, "a majority agreed to Alice again");
    }

    private void cut(World.Player one, World.Player other) {
        world.network.cut(one.machine, other.machine);
        world.network.cut(other.machine, one.machine);
    }

    @Test
    void aHostInTheMinorityCanLeaveThoughItCannotHandOver() {
        play(5);
        partition(List.of(player(0), player(1)), List.of(player(2), player(3), player(4)));
        world.run(Duration.ofSeconds(10));
        world.leaves(player(0));
        assertTrue(player(0).loop.hasLeft());
        assertFalse(player(1).loop.isHost(), "two of five make nobody host");
    }

    @Test
    void newcomersJoinOneByOneHoweverManyKnock() {
        play(2);
        List<World.Player> newcomers = Stream.of("Carol", "Dave", "Erin", "Frank")
                .map(name -> world.guest(player(0), name))
                .toList();
        newcomers.forEach(one -> world.until(() -> one.loop.lobby().isPresent(), one.name + " sees the lobby"));
        newcomers.forEach(World.Player::join);
        newcomers.forEach(one -> world.until(one::isIn, one.name + " is in"));
        all.addAll(newcomers);
        assertPlays(player(0), allBut(player(0)));
    }

    private void restart(World.Player player) {
        player.machine.crash();
        world.run(Duration.ofSeconds(6));
        player.restart();
        world.until(player::isIn, player.name + " has the old seat");
    }

    /** Bob is host by Carol's word, and her new process knows nothing of it. */
    @Test
    void aProcessThatStartsAgainDoesNotVoteTwice() {
        play(3);
        World.Player alice = player(0);
        World.Player bob = player(1);
        World.Player carol = player(2);
        world.network.isolate(alice.machine);
        world.until(bob.loop::isHost, "Bob is host");
        say(carol, "for good");
        world.until(
                () -> !carol.told(CommandReplicated.class).isEmpty()
                        && texts(carol).contains("for good"),
                "so");
        world.run(Duration.ofSeconds(2));
        carol.machine.crash();
        world.network.heal();
        partition(List.of(alice, carol), List.of(bob));
        carol.restart();
        world.until(carol::isIn, "Carol is where she was before, with Alice");
        say(carol, "with Alice");
        world.run(Duration.ofSeconds(40));
        assertTrue(carol.told(CommandReplicated.class).isEmpty(), "what Carol has counts for nothing here");
        world.network.heal();
        world.until(() -> !alice.loop.isHost(), "Alice follows Bob");
        assertPlays(bob, alice, carol);
        assertTrue(texts(alice).contains("for good"));
    }

    @Test
    void aProcessThatStartedAgainHasItsVoteInALaterTerm() {
        play(3);
        World.Player alice = player(0);
        World.Player bob = player(1);
        World.Player carol = player(2);
        restart(carol);
        world.run(Duration.ofSeconds(5));
        alice.submit(new DelegateHost(alice.lobbyId(), alice.id(), bob.id()));
        world.until(bob.loop::isHost, "Bob is host");
        assertPlays(bob, alice, carol);
        world.run(Duration.ofSeconds(5));
        alice.machine.crash();
        assertPlays(bob, carol);
        world.until(() -> bob.lobby().participants().size() == 2, "Carol's word is needed to remove Alice");
    }

    /** Of five, three have started again: nothing can be confirmed by a majority any more. */
    @Test
    void whoStartedAgainIsPartOfNoMajority() {
        play(5);
        World.Player alice = player(0);
        restart(player(1));
        restart(player(2));
        assertPlays(alice, player(1), player(2), player(3), player(4));
        restart(player(3));
        world.run(Duration.ofSeconds(5));
        long written = alice.loop.p2p().currentSequence();
        alice.submit(new KickGuest(alice.lobbyId(), alice.id(), player(4).id(), false));
        say(player(4), "who hears me?");
        world.run(world.grace.multipliedBy(3));
        assertEquals(written, alice.loop.p2p().currentSequence());
        assertEquals(State.WAITING, alice.loop.hostStatus().state());
    }

    @Test
    void nobodyElseIsRemovedBeforeTheOneBeforeIsConfirmed() {
        play(6);
        World.Player alice = player(0);
        world.network.conditions(LinkConditions.perfect(Latency.fixed(Duration.ofMillis(400))));
        world.run(Duration.ofSeconds(5));
        alice.submit(new KickGuest(alice.lobbyId(), alice.id(), player(5).id(), false));
        alice.submit(new KickGuest(alice.lobbyId(), alice.id(), player(4).id(), false));
        world.run(Duration.ofMillis(600));
        assertEquals(5, alice.lobby().participants().size(), "one of the two is removed");
        world.until(() -> alice.lobby().participants().size() == 4, "and the other once that is confirmed");
    }
}
