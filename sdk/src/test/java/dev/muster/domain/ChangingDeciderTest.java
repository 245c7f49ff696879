package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.LifecycleCommand.RenameLobby;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.ReplaceLostHost;
import dev.muster.domain.MembershipEvent.HostDelegated;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantEvent.ChatSent;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A loop decides about a lobby, follows it, and decides again, as the host changes. */
class ChangingDeciderTest {
    private static final LobbyId LOBBY = new LobbyId(new UUID(0, 1));
    private static final ParticipantId ALICE = new ParticipantId(new UUID(1, 1));
    private static final ParticipantId BOB = new ParticipantId(new UUID(1, 2));

    private long nextId = 1000;
    private final DomainLoop loop = new DomainLoop(10, 20, () -> new UUID(2, nextId++), ActivityTypes.of());

    private void aliceAndBobAreIn() {
        loop.submit(Sender.person(ALICE), new CreateLobby(LOBBY, "Friday night", "Alice"));
        loop.submit(Sender.person(BOB), new JoinLobby(LOBBY, "Bob"));
        loop.poll(LobbyTime.ZERO);
        loop.drainEvents();
    }

    private Lobby lobby() {
        return loop.lobby(LOBBY).orElseThrow();
    }

    @Test
    void nothingIsDecidedAfterTheHostHandedOver() {
        aliceAndBobAreIn();
        loop.submit(Sender.person(ALICE), new DelegateHost(LOBBY, ALICE, BOB));
        loop.submit(Sender.person(ALICE), new RenameLobby(LOBBY, "Too late"));
        assertEquals(1, loop.poll(LobbyTime.ZERO));
        assertEquals(1, loop.drainEvents().size());
        assertEquals(1, loop.stepDown(LOBBY).size());
        assertEquals(0, loop.poll(LobbyTime.ZERO));
        assertEquals("Friday night", lobby().name().value());
    }

    @Test
    void whoStepsDownGetsBackWhatNobodyDecided() {
        aliceAndBobAreIn();
        var rename = new RenameLobby(LOBBY, "Saturday");
        var elsewhere = new RenameLobby(new LobbyId(new UUID(0, 2)), "Elsewhere");
        var id = ((Submission.Queued) loop.submit(Sender.person(ALICE), rename)).correlationId();
        loop.submit(Sender.person(ALICE), elsewhere);
        List<DomainLoop.Undecided> undecided = loop.stepDown(LOBBY);
        assertEquals(List.of(new DomainLoop.Undecided(id, Sender.person(ALICE), rename)), undecided);
        assertTrue(loop.hasWaiting(), "what is about another lobby stays");
        loop.poll(LobbyTime.ZERO);
        loop.drainEvents();
        loop.submit(Sender.person(ALICE), rename);
        loop.poll(LobbyTime.ZERO);
        var failed = (CommandFailed) loop.drainEvents().get(0);
        assertEquals(RefusalCode.DECIDED_ELSEWHERE, failed.refusal().code());
    }

    @Test
    void whoDecidesAgainGoesOnFromTheLobbyAndTheTimeThatItIsGiven() {
        aliceAndBobAreIn();
        Lobby before = lobby();
        loop.stepDown(LOBBY);
        Lobby after = before.apply(new HostDelegated(LOBBY, ALICE, BOB, DelegationReason.HOST_LOST, LobbyTime.ZERO));
        loop.decide(after, new LobbyTime(5_000));
        var id = loop.nextCorrelationId();
        loop.submit(id, Sender.person(BOB), new SendChat(LOBBY, BOB, "mine now"));
        loop.poll(new LobbyTime(1_000));
        var sent = (ChatSent) loop.drainEvents().get(0);
        assertEquals(new LobbyTime(5_000), sent.message().sentAt(), "time does not fall");
        assertTrue(lobby().isHost(BOB));
    }

    @Test
    void somebodyWhoOnlyFollowedCanDecide() {
        aliceAndBobAreIn();
        var follower = new DomainLoop(10, 20, () -> new UUID(2, nextId++), ActivityTypes.of());
        follower.adopt(lobby(), LobbyTime.ZERO);
        follower.decide(lobby(), LobbyTime.ZERO);
        follower.submit(Sender.session(), new ReplaceLostHost(LOBBY, BOB));
        follower.poll(LobbyTime.ZERO);
        assertTrue(follower.lobby(LOBBY).orElseThrow().isHost(BOB));
    }

    @Test
    void aLoopIsDueForWhatWaitsAndForItsDeadlines() {
        aliceAndBobAreIn();
        assertFalse(loop.isDue(1_000_000));
        loop.submit(Sender.person(ALICE), new RenameLobby(LOBBY, "Sunday"));
        assertTrue(loop.isDue(0));
    }
}
