package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.LifecycleCommand.RenameLobby;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyId;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.RefusalCode;
import dev.muster.identity.Hash;
import dev.muster.identity.Signature;
import dev.muster.p2p.P2PLimits;
import dev.muster.wire.LobbyEvent;
import dev.muster.wire.RawJson;
import dev.muster.wire.SyncMessage;
import dev.muster.wire.SyncMessage.CommandOutcome;
import dev.muster.wire.SyncMessage.CommandRequest;
import dev.muster.wire.SyncMessage.Confirmation;
import dev.muster.wire.SyncMessage.EventBroadcast;
import dev.muster.wire.SyncMessage.FullSyncResponse;
import dev.muster.wire.SyncMessage.Head;
import dev.muster.wire.SyncMessage.MissingEventsResponse;
import dev.muster.wire.SyncMessage.RequestFullSync;
import dev.muster.wire.SyncMessage.RequestMissingEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guest that lies can do: lose its own place, and nothing else. */
class HostileGuestTest {
    private static final Hash SOME_HASH = Hash.of(new byte[] {1});
    private static final Signature NO_SIGNATURE = new Signature(new byte[Signature.BYTES]);

    private final World world = new World(11);
    private World.Player host;
    private World.Player bob;
    private Liar liar;

    @BeforeEach
    void theLiarIsLinked() {
        host = world.host("Alice");
        bob = world.joined(host, "Bob");
        liar = Liar.guest(world, host, "Mallory");
        world.until(() -> !liar.linked.isEmpty() && !liar.heard.isEmpty(), "the liar is linked and saw the lobby");
    }

    private void liarJoins() {
        liar.command(1, 0, new JoinLobby(host.lobbyId(), "Mallory"));
        world.until(() -> host.lobby().participant(liarsId()).isPresent(), "the liar is in");
        world.run(Duration.ofSeconds(1));
    }

    private ParticipantId liarsId() {
        return new ParticipantId(host.session.participantId(liar.identity.publicKey()));
    }

    private void assertBobStillPlays() {
        bob.submit(new SendChat(bob.lobbyId(), bob.id(), "still here"));
        world.until(
                () -> host.lobby().chat().messages().stream()
                        .anyMatch(one -> one.text().equals("still here")),
                "Bob is heard");
        world.until(() -> bob.lobby().equals(host.lobby()), "Bob is in step");
    }

    private RefusalCode lastRefusal() {
        List<CommandOutcome> outcomes = liar.heard(CommandOutcome.class);
        assertFalse(outcomes.isEmpty(), "no outcome");
        return outcomes.get(outcomes.size() - 1).refusal().orElseThrow().code();
    }

    static Stream<SyncMessage> whatOnlyHostsSay() {
        var lobby = new LobbyId(new UUID(1, 1));
        var event = new LobbyEvent(
                1,
                lobby,
                LobbyTime.ZERO,
                0,
                SOME_HASH,
                Optional.empty(),
                RawJson.takeOver("{}".getBytes(StandardCharsets.UTF_8)));
        return Stream.of(
                new EventBroadcast(event),
                new MissingEventsResponse(List.of(event)),
                new FullSyncResponse(event.event(), List.of(), Optional.empty()),
                new Head(0, 1, SOME_HASH, Optional.empty(), NO_SIGNATURE, List.of()));
    }

    @ParameterizedTest
    @MethodSource("whatOnlyHostsSay")
    void whoeverPlaysTheHostIsThrownOut(SyncMessage message) {
        Lobby before = host.lobby();
        liar.say(message);
        world.until(liar::isThrownOut, "the liar is thrown out");
        assertEquals(before, host.lobby());
        assertBobStillPlays();
    }

    /** Who is in is signed wherever it changed, and the whole lobby every so often. */
    @Test
    void theHostGivesItsWordForTheLobbyWhereTheRosterChangesAndNowAndThen() {
        liarJoins();
        long before = checkpoints();
        host.submit(new KickGuest(host.lobbyId(), host.id(), bob.id(), false));
        world.until(() -> host.lobby().participant(bob.id()).isEmpty(), "Bob is out");
        world.run(Duration.ofSeconds(1));
        assertEquals(before + 1, checkpoints(), "for the kick");
        for (int i = 0; i < 300; i++) {
            host.submit(new RenameLobby(host.lobbyId(), "Name " + i));
            world.run(Duration.ofMillis(100));
        }
        assertEquals(before + 2, checkpoints(), "after 256 events");
    }

    private long checkpoints() {
        return liar.heard(Head.class).stream()
                .filter(head -> head.checkpoint().isPresent())
                .map(Head::sequence)
                .distinct()
                .count();
    }

    @Test
    void aStrangerGetsNothingButTheLobbysFace() {
        host.submit(new SendChat(host.lobbyId(), host.id(), "secret"));
        liar.say(new RequestMissingEvents(host.lobbyId(), 1, 3));
        liar.say(new RequestFullSync(host.lobbyId(), 0));
        liar.command(1, 0, new SendChat(host.lobbyId(), liarsId(), "let me speak"));
        world.run(Duration.ofSeconds(5));
        assertEquals(RefusalCode.NOT_A_PARTICIPANT, lastRefusal());
        assertTrue(liar.heard(EventBroadcast.class).isEmpty());
        assertTrue(liar.heard(MissingEventsResponse.class).isEmpty());
        assertTrue(liar.heard(Head.class).isEmpty());
        for (FullSyncResponse sync : liar.heard(FullSyncResponse.class)) {
            assertTrue(sync.checkpoint().isEmpty());
            assertFalse(new String(sync.snapshot().toByteArray(), StandardCharsets.UTF_8).contains("secret"));
        }
    }

    @Test
    void nobodyActsInTheNameOfAnother() {
        liarJoins();
        liar.command(2, 3, new SendChat(host.lobbyId(), bob.id(), "I am Bob"));
        world.run(Duration.ofSeconds(1));
        assertEquals(RefusalCode.NOT_YOURSELF, lastRefusal());
        liar.command(3, 3, new KickGuest(host.lobbyId(), host.id(), bob.id()));
        world.run(Duration.ofSeconds(1));
        assertEquals(RefusalCode.ONLY_HOST, lastRefusal());
        assertBobStillPlays();
    }

    @Test
    void nobodyMakesLobbiesInSomebodyElsesMachine() {
        liarJoins();
        liar.command(2, 3, new CreateLobby(new LobbyId(new UUID(5, 5)), "Mine", "Mallory"));
        world.run(Duration.ofSeconds(1));
        assertEquals(RefusalCode.LOBBY_EXISTS, lastRefusal());
        assertEquals(1, host.loop.domain().lobbies().size());
    }

    @Test
    void aCommandThatIsNoneCostsItsSenderTheLink() {
        liar.say(new CommandRequest(
                1, 0, RawJson.takeOver("{\"Explode\":{}}".getBytes(StandardCharsets.UTF_8)), Optional.empty()));
        world.until(liar::isThrownOut, "the liar is thrown out");
        assertBobStillPlays();
    }

    @Test
    void aCommandSentTwiceTakesEffectOnce() {
        liarJoins();
        var hello = new SendChat(host.lobbyId(), liarsId(), "once");
        liar.command(2, 3, hello);
        liar.command(2, 3, hello);
        world.run(Duration.ofSeconds(1));
        liar.command(2, 3, hello);
        world.run(Duration.ofSeconds(1));
        assertEquals(
                1,
                host.lobby().chat().messages().stream()
                        .filter(one -> one.text().equals("once"))
                        .count());
    }

    @Test
    void aCommandThatWaitsAndComesAgainTakesEffectOnce() {
        liarJoins();
        host.machine.runAtIntervalsOnly(Duration.ofSeconds(2), (monotonicNanos, wallMillis) -> host.turn());
        world.run(Duration.ofMillis(100));
        var hello = new SendChat(host.lobbyId(), liarsId(), "once");
        for (int i = 0; i < 5; i++) {
            liar.command(2, 3, hello);
        }
        world.run(Duration.ofSeconds(5));
        assertEquals(1, host.lobby().chat().messages().size());
    }

    @Test
    void aRefusedCommandSentAgainGetsTheSameAnswer() {
        liarJoins();
        var empty = new SendChat(host.lobbyId(), liarsId(), "");
        liar.command(2, 3, empty);
        world.run(Duration.ofSeconds(1));
        liar.command(2, 3, empty);
        world.run(Duration.ofSeconds(1));
        List<CommandOutcome> outcomes = liar.heard(CommandOutcome.class);
        assertEquals(2, outcomes.size());
        assertEquals(outcomes.get(0), outcomes.get(1));
    }

    @Test
    void aFloodOfCommandsIsRefusedAndStallsNobody() {
        liarJoins();
        for (int i = 2; i < 400; i++) {
            liar.command(i, 3, new SendChat(host.lobbyId(), liarsId(), "flood " + i));
        }
        assertBobStillPlays();
        world.run(Duration.ofSeconds(5));
        assertTrue(host.loop.metrics().p2p().waiting() <= P2PLimits.QUEUE_SIZE_DEFAULT);
        assertTrue(liar.isThrownOut()
                || liar.heard(CommandOutcome.class).stream()
                        .anyMatch(one -> one.refusal().orElseThrow().code() == RefusalCode.QUEUE_FULL));
    }

    @Test
    void aConfirmationWithoutASignatureIsNotCounted() {
        liarJoins();
        Head head = lastHead();
        liar.say(new Confirmation(head.term(), head.sequence(), head.hash(), NO_SIGNATURE));
        world.until(liar::isThrownOut, "the liar is thrown out");
        assertBobStillPlays();
    }

    @Test
    void aConfirmationOfWhatNeverWasIsNotCounted() {
        liarJoins();
        liar.say(new Confirmation(0, 1_000_000, SOME_HASH, NO_SIGNATURE));
        liar.say(new Confirmation(0, 2, SOME_HASH, NO_SIGNATURE));
        world.run(Duration.ofSeconds(2));
        assertFalse(liar.isThrownOut());
        assertBobStillPlays();
    }

    @Test
    void questionsWithoutEndGetFewAnswers() {
        liarJoins();
        for (int i = 0; i < 300; i++) {
            liar.say(new RequestFullSync(host.lobbyId(), 0));
            liar.say(new RequestMissingEvents(host.lobbyId(), 1, 1_000));
        }
        long before = liar.heard.size();
        world.run(Duration.ofSeconds(10));
        assertTrue(liar.heard.size() - before < 60, "too many answers: " + (liar.heard.size() - before));
        assertBobStillPlays();
    }

    @Test
    void whoWasKickedHearsNothingMore() {
        liarJoins();
        host.submit(new KickGuest(host.lobbyId(), host.id(), liarsId()));
        world.until(liar::isThrownOut, "the liar is thrown out");
        int heard = liar.heard.size();
        host.submit(new SendChat(host.lobbyId(), host.id(), "good riddance"));
        world.run(Duration.ofSeconds(3));
        assertEquals(heard, liar.heard.size());
    }

    /** Whoever was let in without a link would stay for ever. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void whoIsKickedIsNotLetInByWhatStillWaits(int batchSize) {
        world.limits = new P2PLimits(batchSize, 200);
        World.Player slow = world.host("Slow");
        Liar eager = Liar.guest(world, slow, "Eager");
        world.until(() -> !eager.linked.isEmpty(), "the liar is linked");
        eager.command(1, 0, new JoinLobby(slow.lobbyId(), "Eager"));
        var eagersId = new ParticipantId(slow.session.participantId(eager.identity.publicKey()));
        world.until(() -> slow.lobby().participant(eagersId).isPresent(), "the liar is in");
        slow.machine.runAtIntervalsOnly(Duration.ofSeconds(2), (monotonicNanos, wallMillis) -> slow.turn());
        world.run(Duration.ofMillis(100));
        for (int i = 2; i < 60; i++) {
            eager.command(i, 3, new JoinLobby(slow.lobbyId(), "Eager"));
        }
        world.run(Duration.ofSeconds(1));
        slow.submit(new KickGuest(slow.lobbyId(), slow.id(), eagersId));
        world.run(Duration.ofSeconds(5));
        assertTrue(eager.isThrownOut());
        assertEquals(Optional.empty(), slow.lobby().participant(eagersId));
    }

    @Test
    void whatWasSavedUpForTooLongIsRefused() {
        liarJoins();
        for (int i = 0; i < 1_200; i++) {
            host.submit(new RenameLobby(host.lobbyId(), "Name " + i));
            world.run(Duration.ofMillis(200));
        }
        assertTrue(host.loop.p2p().currentSequence() > 1_100, "too little was said");
        liar.command(2, 1, new SendChat(host.lobbyId(), liarsId(), "from long ago"));
        world.run(Duration.ofSeconds(1));
        assertEquals(RefusalCode.TOO_LATE, lastRefusal());
    }

    private Head lastHead() {
        List<Head> heads = liar.heard(Head.class);
        if (!heads.isEmpty()) {
            return heads.get(heads.size() - 1);
        }
        List<FullSyncResponse> syncs = liar.heard(FullSyncResponse.class);
        return syncs.get(syncs.size() - 1).checkpoint().orElseThrow();
    }
}
