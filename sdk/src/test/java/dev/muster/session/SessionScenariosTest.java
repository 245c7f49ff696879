package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.CommandFailed;
import dev.muster.domain.DomainEvent;
import dev.muster.domain.LifecycleCommand.RenameLobby;
import dev.muster.domain.LobbySettings;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.MembershipEvent.GuestLeft;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantEvent.ChatSent;
import dev.muster.domain.RefusalCode;
import dev.muster.domain.Resynced;
import dev.muster.domain.Submission;
import dev.muster.identity.FastKeys;
import dev.muster.identity.Identity;
import dev.muster.p2p.P2PEvent.CommandAccepted;
import dev.muster.p2p.P2PEvent.CommandReplicated;
import dev.muster.p2p.P2PEvent.LobbyLocked;
import dev.muster.p2p.P2PEvent.PeerBroken;
import dev.muster.p2p.P2PEvent.PeerRemoved;
import dev.muster.p2p.P2PEvent.PeerRestored;
import dev.muster.p2p.P2PException;
import dev.muster.p2p.P2PLimits;
import dev.muster.simulation.LinkConditions;
import dev.muster.simulation.SimulatedClock;
import dev.muster.transport.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What players live through, one thing at a time. */
class SessionScenariosTest {
    private final World world = new World(5);

    private void assertInStep(World.Player host, World.Player... guests) {
        for (World.Player guest : guests) {
            world.until(
                    () -> guest.lobby().equals(host.lobby())
                            && guest.loop.p2p().confirmedLobby().equals(Optional.of(host.lobby())),
                    guest.name + " is in step");
        }
    }

    private static void rename(World.Player host, int times) {
        for (int i = 0; i < times; i++) {
            host.submit(new RenameLobby(host.lobbyId(), "Name " + i));
        }
    }

    @Test
    void everybodyHearsWhoJoins() {
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        World.Player carol = world.joined(host, "Carol");
        assertInStep(host, bob, carol);
        assertEquals(
                1,
                bob.heard(GuestJoined.class).stream()
                        .filter(one -> one.participant().id().equals(carol.id()))
                        .count());
        assertEquals(2, host.heard(GuestJoined.class).size());
        assertEquals(List.of("Alice", "Bob", "Carol"), namesIn(carol));
        assertFalse(carol.heard(Resynced.class).isEmpty());
    }

    @Test
    void aGuestThatDropsAndReturnsKeepsItsPlaceAndGetsOnlyWhatItMissed() {
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        World.Player carol = world.joined(host, "Carol");
        long snapshots = host.loop.metrics().p2p().snapshots();
        world.network.isolate(bob.machine);
        world.until(() -> !host.told(PeerBroken.class).isEmpty(), "the host notices");
        rename(host, 20);
        world.run(Duration.ofSeconds(5));
        world.network.heal();
        world.until(() -> !host.told(PeerRestored.class).isEmpty(), "Bob is back");
        assertInStep(host, bob, carol);
        world.run(Duration.ofSeconds(20));
        assertEquals(snapshots, host.loop.metrics().p2p().snapshots());
        for (World.Player one : List.of(host, bob)) {
            assertEquals(1, one.told(PeerBroken.class).size(), one.peerEvents::toString);
            assertEquals(1, one.told(PeerRestored.class).size(), one.peerEvents::toString);
        }
        assertTrue(carol.heard(GuestLeft.class).isEmpty());
        assertTrue(host.told(PeerRemoved.class).isEmpty());
    }

    /** What it hears then is old, and what comes next is not from the future for that. */
    @Test
    void aGuestThatReturnsAfterALongGraceBelievesWhatItHears() {
        world.grace = Duration.ofMinutes(2);
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        world.network.isolate(bob.machine);
        rename(host, 3);
        world.run(Duration.ofSeconds(115));
        world.network.heal();
        assertInStep(host, bob);
        rename(host, 3);
        world.run(Duration.ofSeconds(3));
        assertInStep(host, bob);
        assertEquals(0, bob.loop.metrics().p2p().contradictions());
    }

    @Test
    void aGuestThatDoesNotReturnLosesItsPlaceAfterTheGracePeriod() {
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        World.Player carol = world.joined(host, "Carol");
        bob.machine.crash();
        world.until(() -> !carol.heard(GuestLeft.class).isEmpty(), "Carol hears that Bob is gone");
        assertEquals(bob.id(), carol.heard(GuestLeft.class).get(0).participantId());
        assertInStep(host, carol);
    }

    @Test
    void aPlayerWhoseProcessStartsAgainHasTheSamePlace() {
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        bob.machine.crash();
        world.run(Duration.ofSeconds(4));
        bob.restart();
        world.until(bob::isIn, "Bob is in again");
        assertInStep(host, bob);
        assertEquals(2, host.lobby().participants().size());
        bob.submit(new SendChat(bob.lobbyId(), bob.id(), "back again"));
        world.until(() -> host.lobby().chat().messages().size() == 1, "Bob is heard");
        assertTrue(host.heard(GuestLeft.class).isEmpty());
    }

    @Test
    void whoMissedMoreThanIsKeptGetsASnapshot() {
        world.limits = new P2PLimits(1_000, 10_000);
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        long snapshots = host.loop.metrics().p2p().snapshots();
        world.network.isolate(bob.machine);
        world.run(Duration.ofSeconds(6));
        rename(host, 6_000);
        world.run(Duration.ofSeconds(6));
        world.network.heal();
        world.until(() -> bob.loop.p2p().currentSequence() > 6_000, "Bob caught up");
        assertInStep(host, bob);
        assertEquals(snapshots + 1, host.loop.metrics().p2p().snapshots());
    }

    @Test
    void aLargeLobbyFillsWithinAMinute() {
        world.settings = LobbySettings.DEFAULT.withCapacity(64);
        World.Player host = world.host("Alice");
        List<World.Player> guests = IntStream.range(0, 40)
                .mapToObj(i -> world.guest(host, "Guest" + i))
                .toList();
        for (int seconds = 0; seconds < 60; seconds++) {
            guests.stream()
                    .filter(one -> one.loop.lobby().isPresent() && !one.isIn())
                    .forEach(World.Player::join);
            world.run(Duration.ofSeconds(1));
        }
        assertEquals(41, host.lobby().participants().size());
        // All of them come back under other ids when signalling does.
        world.network.signalling().stop();
        guests.forEach(one -> one.machine.changeAddress());
        world.run(Duration.ofSeconds(8));
        world.network.signalling().start();
        world.run(Duration.ofSeconds(20));
        assertEquals(40, host.loop.connectedPeers().size());
        assertEquals(41, host.lobby().participants().size());
    }

    @Test
    void aSlowGuestStallsNobody() {
        World.Player host = world.host("Alice");
        World.Player slow = world.joined(host, "Slow");
        World.Player quick = world.joined(host, "Quick");
        world.network.conditions(
                host.machine, slow.machine, LinkConditions.internet().withBytesPerSecond(2_000));
        for (int i = 0; i < 40; i++) {
            rename(host, 5);
            world.run(Duration.ofMillis(500));
        }
        assertTrue(quick.lobby().equals(host.lobby()), "the quick one is in step");
        assertNotEquals(host.loop.p2p().currentSequence(), slow.loop.p2p().currentSequence());
        world.network.conditions(host.machine, slow.machine, LinkConditions.lan());
        assertInStep(host, slow, quick);
    }

    @Test
    void anApplicationThatNeverDrainsStallsNothing() {
        world.limits = new P2PLimits(1_000, 10_000);
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        host.drains = false;
        bob.drains = false;
        rename(host, 5_000);
        world.until(() -> bob.loop.p2p().currentSequence() > 5_000, "Bob heard everything");
        assertInStep(host, bob);
    }

    @Test
    void commandsAreAcceptedThenReplicatedAndCountTheirWitnesses() {
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        World.Player carol = world.joined(host, "Carol");
        var queued = (Submission.Queued) bob.submit(new SendChat(bob.lobbyId(), bob.id(), "hello"));
        world.until(
                () -> bob.told(CommandReplicated.class).stream()
                        .anyMatch(one -> one.command().equals(queued.correlationId()) && one.guests() == 2),
                "two have it");
        assertEquals(
                1,
                bob.told(CommandAccepted.class).stream()
                        .filter(one -> one.command().equals(queued.correlationId()))
                        .count());
        assertInStep(host, bob, carol);
    }

    @Test
    void aCommandSubmittedWhileTheHostIsAwayTakesEffectOnceWhenItIsBack() {
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        world.network.isolate(bob.machine);
        world.run(Duration.ofSeconds(8));
        bob.submit(new SendChat(bob.lobbyId(), bob.id(), "into the void"));
        world.run(Duration.ofSeconds(8));
        assertTrue(host.lobby().chat().messages().isEmpty());
        world.network.heal();
        world.until(() -> !host.lobby().chat().messages().isEmpty(), "it arrives");
        world.run(Duration.ofSeconds(10));
        assertEquals(1, host.lobby().chat().messages().size());
        assertEquals(1, bob.heard(ChatSent.class).size());
    }

    @Test
    void aRefusedCommandIsToldWithItsReason() {
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        var queued = (Submission.Queued) bob.submit(new RenameLobby(bob.lobbyId(), "Mine now"));
        world.until(() -> !bob.heard(CommandFailed.class).isEmpty(), "Bob hears of it");
        CommandFailed failed = bob.heard(CommandFailed.class).get(0);
        assertEquals(queued.correlationId(), failed.correlationId());
        assertEquals(RefusalCode.ONLY_HOST, failed.refusal().code());
    }

    @Test
    void whoLeavesHearsItsOwnLeavingAndMayComeBack() {
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        bob.submit(new LeaveLobby(bob.lobbyId(), bob.id()));
        world.until(() -> !bob.heard(GuestLeft.class).isEmpty(), "Bob hears that he left");
        world.run(Duration.ofSeconds(6));
        bob.join();
        world.until(() -> bob.isIn() && host.lobby().participant(bob.id()).isPresent(), "Bob is in again");
        assertInStep(host, bob);
    }

    @Test
    void whoLeavesAndJoinsInOneBreathIsInAgain() {
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        host.machine.runAtIntervalsOnly(Duration.ofSeconds(1), (monotonicNanos, wallMillis) -> host.turn());
        world.run(Duration.ofMillis(100));
        bob.submit(new LeaveLobby(bob.lobbyId(), bob.id()));
        bob.join();
        world.run(Duration.ofSeconds(5));
        assertTrue(bob.isIn(), "Bob is in again");
        assertInStep(host, bob);
    }

    @Test
    void whoIsKickedIsToldAndItsCommandsEnd() {
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        host.submit(new KickGuest(host.lobbyId(), host.id(), bob.id(), true));
        world.until(() -> !bob.told(PeerRemoved.class).isEmpty(), "Bob is thrown out");
        Submission refused = bob.submit(new SendChat(bob.lobbyId(), bob.id(), "why?"));
        assertEquals(
                RefusalCode.DISCARDED, ((Submission.Refused) refused).refusal().code());
        World.Player again = world.guest(host, "Bobby", bob.identity);
        world.run(Duration.ofSeconds(10));
        assertTrue(again.loop.lobby().isEmpty(), "a banned key sees nothing of the lobby");
    }

    @Test
    void whoSaysGoodbyeIsGoneAtOnce() {
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        bob.loop.close();
        world.run(Duration.ofSeconds(2));
        assertEquals(1, host.lobby().participants().size());
    }

    @Test
    void aLockedLobbyShowsACardAndLetsInWhoProvesThePassword() {
        world.password = Optional.of(World.LOCK);
        World.Player host = world.host("Alice");
        World.Player bob = world.guest(host, "Bob");
        world.until(() -> !bob.told(LobbyLocked.class).isEmpty(), "Bob sees the card");
        assertTrue(bob.told(LobbyLocked.class).get(0).needsPassword());
        assertTrue(bob.loop.lobby().isEmpty());
        bob.join();
        world.until(() -> !bob.heard(CommandFailed.class).isEmpty(), "Bob is refused");
        assertEquals(
                RefusalCode.WRONG_PASSWORD,
                bob.heard(CommandFailed.class).get(0).refusal().code());
        var prompt = bob.loop.p2p().passwordPrompt().orElseThrow();
        assertEquals(16, prompt.salt().length);
        bob.loop.submitCommand(new JoinLobby(bob.lobbyId(), "Bob"), wrongKey());
        world.until(() -> bob.heard(CommandFailed.class).size() == 2, "a wrong password is refused");
        bob.loop.submitCommand(new JoinLobby(bob.lobbyId(), "Bob"), World.PASSWORD_KEY);
        world.until(bob::isIn, "Bob is in");
        assertInStep(host, bob);
    }

    private static Identity wrongKey() {
        return FastKeys.identity("a wrong guess");
    }

    @Test
    void theHostsCallsFailOnAGuestAndTheOtherWayRound() {
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        assertThrows(P2PException.SendFailed.class, () -> host.loop.p2p().requestFullSync());
        assertThrows(
                P2PException.SendFailed.class,
                () -> bob.loop
                        .p2p()
                        .sendFullSyncToPeer(bob.loop.connectedPeers().get(0)));
        bob.loop.p2p().requestFullSync();
        host.loop.p2p().sendFullSyncToPeer(host.loop.connectedPeers().get(0));
        long before = bob.heard(Resynced.class).size();
        world.run(Duration.ofSeconds(12));
        assertTrue(bob.heard(Resynced.class).size() > before);
        assertInStep(host, bob);
        assertTrue(bob.loop.p2p().drainDomainCommands().isEmpty());
    }

    @Test
    void aSleepingGuestAccusesNobodyWhenItWakes() {
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        bob.machine.pause(SimulatedClock.InSleep.STANDS_STILL);
        world.run(Duration.ofSeconds(15));
        rename(host, 3);
        bob.machine.resume();
        assertInStep(host, bob);
        assertTrue(bob.told(PeerRemoved.class).isEmpty());
    }

    @Test
    void metricsTellHowEachPeerIsDoing() {
        World.Player host = world.host("Alice");
        World.Player bob = world.joined(host, "Bob");
        world.run(Duration.ofSeconds(10));
        var peer = host.loop.metrics().p2p().peers().get(0);
        assertEquals(bob.loop.localPeerId().orElseThrow(), peer.peer());
        assertFalse(peer.host());
        assertTrue(peer.rtt().isPresent());
        assertTrue(peer.bytesSent() > 0 && peer.bytesReceived() > 0);
        assertEquals(Route.Kind.DIRECT, peer.route().kind());
        assertTrue(bob.loop.metrics().p2p().peers().get(0).host());
        assertEquals(
                host.loop.p2p().currentSequence(), host.loop.metrics().p2p().sequence());
    }

    private static List<String> namesIn(World.Player player) {
        return player.lobby().participants().stream()
                .map(one -> one.name().value())
                .toList();
    }

    @Test
    void theSameSeedTellsTheSameStory() {
        assertEquals(traceOf(3), traceOf(3));
        assertNotEquals(traceOf(3), traceOf(4));
    }

    private static long traceOf(long seed) {
        var story = new SessionStory(seed);
        story.world().network.trace().record(true);
        story.run();
        List<DomainEvent> heard = story.host().heard;
        return story.world().network.trace().hash() * 31 + heard.toString().hashCode();
    }
}
