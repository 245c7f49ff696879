package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityCommand.CancelRun;
import dev.muster.domain.LifecycleEvent.LobbyEnded;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MembershipCommand.ReclaimHost;
import dev.muster.domain.MembershipCommand.RemoveLostGuest;
import dev.muster.domain.MembershipCommand.ReplaceLostHost;
import dev.muster.domain.MembershipEvent.HostDelegated;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Alice came five seconds before Bob. */
class HostDelegationScenariosTest {
    private final TestLobby story = TestLobby.hostedBy("Host");
    private final ParticipantId host = story.host();
    private final ParticipantId alice = story.join("Alice");
    private final ParticipantId bob;

    HostDelegationScenariosTest() {
        story.passes(Duration.ofSeconds(5));
        bob = story.join("Bob");
        story.passes(Duration.ofSeconds(5));
    }

    private HostDelegated delegated(ParticipantId from, ParticipantId to, DelegationReason reason) {
        return new HostDelegated(TestLobby.ID, from, to, reason, story.now());
    }

    private void hostIsLost() {
        ParticipantId oldest = story.lobby().guests().get(0).id();
        story.accepts(Sender.session(), new ReplaceLostHost(TestLobby.ID, oldest));
    }

    @Test
    void theHostHandsTheRoleOnAndIsAGuestFromThenOn() {
        List<LoggedEvent> events = story.accepts(host, new DelegateHost(TestLobby.ID, host, bob));

        assertEquals(List.of(delegated(host, bob, DelegationReason.MANUAL)), events);
        assertEquals(Optional.of(LobbyRole.HOST), story.lobby().roleOf(bob));
        assertEquals(Optional.of(LobbyRole.GUEST), story.lobby().roleOf(host));
        assertEquals(List.of("Host", "Alice", "Bob"), story.names(), "the order of admission stays");
    }

    @Test
    void aLostHostIsReplacedAndIsAGuestForNow() {
        List<LoggedEvent> events = story.accepts(Sender.session(), new ReplaceLostHost(TestLobby.ID, alice));

        assertEquals(List.of(delegated(host, alice, DelegationReason.HOST_LOST)), events);
        assertEquals(Optional.of(LobbyRole.GUEST), story.lobby().roleOf(host));
        assertEquals("Alice", story.lobby().host().name().value());
    }

    @Test
    void aFormerHostThatComesBackAfterItsRemovalIsAGuest() {
        hostIsLost();
        story.accepts(Sender.session(), new RemoveLostGuest(TestLobby.ID, host));

        story.accepts(host, new JoinLobby(TestLobby.ID, "Host"));

        assertEquals(Optional.of(LobbyRole.GUEST), story.lobby().roleOf(host));
        assertEquals(List.of("Alice", "Bob", "Host"), story.names(), "it has a new place in the order");
    }

    @Test
    void theOldestGuestIsNextInLineWhateverTheClocksSay() {
        var early = Participant.admitted(TestLobby.person("Zoe"), Name.of("Zoe"), LobbyTime.ZERO);
        story.accepts(Sender.session(), new MembershipCommand.AddParticipant(TestLobby.ID, early));

        hostIsLost();

        assertEquals(alice, story.host());
    }

    @Test
    void guestsOfTheSameMomentAreRankedByTheirAdmission() {
        TestLobby twins = TestLobby.hostedBy("Host");
        ParticipantId second = twins.join("Zoe");
        ParticipantId third = twins.join("Abe");

        assertEquals(
                List.of(second, third),
                twins.lobby().guests().stream().map(Participant::id).toList());
        assertEquals(
                twins.participant(second).joinedAt(), twins.participant(third).joinedAt());
    }

    @Test
    void theOnlyGuestIsHostAtOnceWhenTheHostLeaves() {
        story.accepts(bob, new LeaveLobby(TestLobby.ID, bob));

        List<LoggedEvent> events = story.accepts(host, new LeaveLobby(TestLobby.ID, host));

        assertEquals(List.of(delegated(host, alice, DelegationReason.HOST_LEFT)), events);
        assertEquals(List.of("Alice"), story.names());
    }

    @Test
    void aHostThatLeavesAloneEndsTheLobby() {
        story.accepts(alice, new LeaveLobby(TestLobby.ID, alice));
        story.accepts(bob, new LeaveLobby(TestLobby.ID, bob));

        List<LoggedEvent> events = story.accepts(host, new LeaveLobby(TestLobby.ID, host));

        assertEquals(List.of(new LobbyEnded(TestLobby.ID)), events);
        assertTrue(story.lobby().isEnded());
        assertEquals(host, story.host(), "an ended lobby still tells who was host");
    }

    @Test
    void aRunGoesOnUnderTheNewHost() {
        RunId run = story.startEcho("Hello");
        story.submit(host, "Hello");

        hostIsLost();

        assertEquals(List.of(alice, bob), story.run().waitingFor());
        assertEquals(1, story.run().results().size());
        story.refuses(host, new CancelRun(TestLobby.ID, run), RefusalCode.ONLY_HOST);
        story.accepts(alice, new CancelRun(TestLobby.ID, run));
    }

    @Test
    void aFormerHostGetsTheRoleBackOnlyByBeingDelegated() {
        hostIsLost();
        assertEquals(alice, story.host());

        story.refuses(host, new ReclaimHost(TestLobby.ID, host), RefusalCode.RECLAIM_NOT_ALLOWED);
        story.accepts(alice, new DelegateHost(TestLobby.ID, alice, host));

        assertEquals(host, story.host());
    }
}
