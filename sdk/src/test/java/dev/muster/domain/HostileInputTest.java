package dev.muster.domain;

import static dev.muster.domain.ChangedContents.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.ActivityCommand.SyncRunStarted;
import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.LifecycleCommand.CreateLobbyWithHost;
import dev.muster.domain.LifecycleCommand.EndLobby;
import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.MembershipCommand.JoinLobby;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nothing that somebody hands in makes a poll throw, or a lobby what no lobby can be. */
class HostileInputTest {
    private static final LobbyId LOBBY = TestLobby.ID;

    private final TestLobby story = TestLobby.hostedBy("Host");
    private final ParticipantId host = story.host();
    private final ParticipantId bob = story.join("Bob");
    private final RunId run = new RunId(story.nextId());

    @Test
    void aResultThatTookLessThanNoTimeIsNoCommand() {
        var refused = assertThrows(
                IllegalArgumentException.class,
                () -> new SubmitResult(LOBBY, run, bob, Value.none(), Optional.of(Duration.ofMillis(-1))));
        assertTrue(String.valueOf(refused.getMessage()).contains("time taken is 0 to"), refused::toString);
    }

    @Test
    void aRunThatRequiresSomebodyTwiceIsNoCommand() {
        ActivityConfig config = EchoChallenge.challenge(new ActivityId(story.nextId()), "Hello");
        assertThrows(
                IllegalArgumentException.class, () -> new SyncRunStarted(LOBBY, run, config, List.of(bob, host, bob)));
    }

    @Test
    void atTheEndOfTimeARunStartsWithoutADeadline() {
        story.passes(Duration.ofMillis(1L << 53));
        story.startEcho("Hello");
        assertEquals(LobbyTime.MAX, story.run().start().startedAt());
        assertEquals(Optional.empty(), story.run().start().deadline());
    }

    @Test
    void aLobbyIsNotMadeAroundAHostInATeamThatIsNot() {
        Participant inTeam =
                Participant.admitted(bob, Name.of("Bob"), LobbyTime.ZERO).inTeam(Optional.of(Name.of("Red")));
        Decision decision = new Rulebook(ActivityTypes.of())
                .decide(
                        Optional.empty(),
                        new CreateLobbyWithHost(LOBBY, "Friday", inTeam),
                        Sender.session(),
                        LobbyTime.ZERO,
                        story::nextId);
        assertEquals(Optional.of(RefusalCode.NO_SUCH_TEAM), decision.refusal().map(Refusal::code));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LobbyCreated(LOBBY, Name.of("Friday"), inTeam, LobbySettings.DEFAULT, Optional.empty()));
    }

    /** Each of these would take seconds to look at one by one, and break the index of the map. */
    @Test
    void aSnapshotThatIsTooLargeIsRefusedBeforeItIsRead() {
        List<Participant> crowd = IntStream.range(0, 40_000)
                .mapToObj(i -> new ParticipantId(new UUID(3, i)))
                .map(id -> Participant.admitted(id, Name.of("Host"), LobbyTime.ZERO))
                .toList();
        List<ParticipantId> ids = crowd.stream().map(Participant::id).toList();
        var start = new RunStart(
                run, EchoChallenge.challenge(new ActivityId(run.value()), "Hello"), LobbyTime.ZERO, Optional.empty());
        assertThrows(IllegalArgumentException.class, () -> Lobby.of(crowded(crowd, List.of())));
        List<Ban> bans = ids.stream().map(id -> new Ban(id, Name.of("Bob"))).toList();
        assertThrows(
                IllegalArgumentException.class,
                () -> Lobby.of(crowded(story.lobby().participants(), bans)));
        assertThrows(IllegalArgumentException.class, () -> ActivityRun.of(start, ids, List.of()));
        List<LeaderboardEntry> board = ids.stream()
                .map(id -> new LeaderboardEntry(id, Name.of("Bob"), 0, 0, 0))
                .toList();
        assertThrows(IllegalArgumentException.class, () -> Leaderboard.of(board));
    }

    private LobbyContents crowded(List<Participant> participants, List<Ban> bans) {
        return with(with(story.lobby().contents(), "participants", participants), "bans", bans);
    }

    @Test
    void pointsThatAreAsManyAsCanBeStayThat() {
        var most = new LeaderboardEntry(
                bob, Name.of("Bob"), LeaderboardEntry.POINTS_MAX, Integer.MAX_VALUE, Integer.MAX_VALUE);
        assertEquals(most, most.plus(100, true));
        assertEquals(
                new LeaderboardEntry(bob, Name.of("Bob"), LeaderboardEntry.POINTS_MAX, 2, 1),
                new LeaderboardEntry(bob, Name.of("Bob"), LeaderboardEntry.POINTS_MAX - 1, 1, 1).plus(7, false));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LeaderboardEntry(bob, Name.of("Bob"), LeaderboardEntry.POINTS_MAX + 1, 1, 1));
    }

    @Test
    void aChatThatLetNothingGoBeginsWithItsFirstMessage() {
        ChatMessage second = said(2);
        assertThrows(IllegalArgumentException.class, () -> Chat.of(List.of(second)));
        assertThrows(IllegalArgumentException.class, () -> Chat.EMPTY.with(second));
        List<ChatMessage> last = IntStream.range(0, LobbyLimits.CHAT_HISTORY_MAX)
                .mapToObj(i -> said(40 + i))
                .toList();
        assertEquals(140, Chat.of(last).nextNumber());
    }

    /** A snapshot may claim any number; the chat must go on after it. */
    @Test
    void aChatGoesOnAfterTheLargestNumberThereIs() {
        assertThrows(IllegalArgumentException.class, () -> said(ChatMessage.NUMBER_MAX + 1));
        List<ChatMessage> last = IntStream.range(0, LobbyLimits.CHAT_HISTORY_MAX)
                .mapToObj(i -> said(ChatMessage.NUMBER_MAX - 99 + i))
                .toList();
        Chat chat = Chat.of(last).with(said(ChatMessage.NUMBER_MAX));
        assertEquals(ChatMessage.NUMBER_MAX, chat.nextNumber());
        assertEquals(chat, Chat.of(chat.messages()));
        assertThrows(IllegalArgumentException.class, () -> chat.with(said(1)));
    }

    private ChatMessage said(long number) {
        return new ChatMessage(number, bob, Name.of("Bob"), "Hello", LobbyTime.ZERO);
    }

    @Test
    void aFullLoopRefusesForTheRightReasonAndForgetsNoEndedLobbyForNothing() {
        var loop = new DomainLoop(100, 100, () -> new UUID(9, 9), ActivityTypes.of());
        for (int i = 1; i <= DomainLoop.LOBBIES_MAX; i++) {
            loop.submit(Sender.person(bob), new CreateLobby(new LobbyId(new UUID(4, i)), "Lobby", "Bob"));
        }
        loop.poll(LobbyTime.ZERO);
        loop.drainEvents();
        var nowhere = new LobbyId(new UUID(4, 999));
        loop.submit(Sender.person(host), new JoinLobby(nowhere, "Host"));
        var ended = new LobbyId(new UUID(4, 7));
        loop.submit(Sender.person(bob), new EndLobby(ended));
        loop.submit(Sender.person(host), new JoinLobby(nowhere, "Host"));
        loop.submit(Sender.person(host), new CreateLobby(nowhere, "", "Host"));
        loop.poll(LobbyTime.ZERO);

        List<RefusalCode> refusals = loop.drainEvents().stream()
                .filter(CommandFailed.class::isInstance)
                .map(event -> ((CommandFailed) event).refusal().code())
                .toList();
        assertEquals(List.of(RefusalCode.NO_SUCH_LOBBY, RefusalCode.NO_SUCH_LOBBY, RefusalCode.INVALID_NAME), refusals);
        assertTrue(loop.lobby(ended).isPresent(), "only a lobby that is made takes the place of one that ended");
    }
}
