package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.LeaveReason;
import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.LifecycleEvent.LobbyRenamed;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyId;
import dev.muster.domain.LobbyRole;
import dev.muster.domain.LobbySettings;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.LoggedEvent;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.MembershipEvent.GuestLeft;
import dev.muster.domain.Name;
import dev.muster.domain.Participant;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.ParticipationMode;
import dev.muster.identity.FastKeys;
import dev.muster.identity.Hash;
import dev.muster.identity.PublicKey;
import dev.muster.identity.Signature;
import dev.muster.identity.Statement;
import dev.muster.identity.StatementKind;
import dev.muster.p2p.EventHashes;
import dev.muster.p2p.P2PEvent.HostUnsigned;
import dev.muster.wire.LobbyEvent;
import dev.muster.wire.LobbyJson;
import dev.muster.wire.PeerJson;
import dev.muster.wire.RawJson;
import dev.muster.wire.Snapshot;
import dev.muster.wire.SyncMessage.Checkpoint;
import dev.muster.wire.SyncMessage.EventBroadcast;
import dev.muster.wire.SyncMessage.FullSyncResponse;
import dev.muster.wire.SyncMessage.Head;
import dev.muster.wire.SyncMessage.RequestFullSync;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a host that lies can make of its guests: nothing that does not follow from what it said before. */
class HostileHostTest {
    private static final Hash START = Hash.of(new byte[] {1});
    private static final Signature NO_SIGNATURE = new Signature(new byte[Signature.BYTES]);

    private final World world = new World(12);
    private Liar liar;
    private World.Player bob;
    private Lobby told;

    @BeforeEach
    void bobFollowsTheLiar() {
        liar = Liar.host(world, "Mallory");
        bob = world.guest(liar.session, "Bob");
        world.until(() -> !liar.linked.isEmpty(), "Bob is linked");
        told = Lobby.created(new LobbyCreated(
                        lobbyId(),
                        Name.of("Trap"),
                        Participant.admitted(idOf(liar.identity.publicKey()), Name.of("Mallory"), LobbyTime.ZERO),
                        LobbySettings.DEFAULT,
                        Optional.empty()))
                .apply(new GuestJoined(lobbyId(), Participant.admitted(bob.id(), Name.of("Bob"), LobbyTime.ZERO)));
        liar.say(sync(10, told, true));
        world.until(() -> bob.loop.lobby().equals(Optional.of(told)), "Bob sees the lobby");
    }

    private LobbyId lobbyId() {
        return new LobbyId(liar.session.value());
    }

    private ParticipantId idOf(PublicKey key) {
        return new ParticipantId(liar.session.participantId(key));
    }

    private FullSyncResponse sync(long sequence, Lobby lobby, boolean isSigned) {
        var state = new Snapshot.State(
                new LobbyTime(1_000), START, lobby.contents(), List.of(), List.of(liar.identity.publicKey()));
        List<Snapshot.Seat> seats = lobby.participants().stream()
                .map(one -> new Snapshot.Seat(
                        one.id(),
                        one.name(),
                        lobby.roleOf(one.id()).orElse(LobbyRole.GUEST),
                        one.mode(),
                        one.joinedAt()))
                .toList();
        RawJson snapshot = PeerJson.encodeSnapshot(
                new Snapshot(lobby.id(), lobby.name(), lobby.hostId(), seats, sequence, 11, Optional.of(state)));
        byte[][] roster = state.roster().stream().map(PublicKey::toByteArray).toArray(byte[][]::new);
        var checkpoint = new Checkpoint(Hash.of(snapshot.toByteArray()), Hash.of(roster));
        Signature signature = isSigned
                ? liar.identity.sign(head(StatementKind.CHECKPOINT, sequence, START)
                        .with(checkpoint.state())
                        .with(checkpoint.roster())
                        .build())
                : NO_SIGNATURE;
        return new FullSyncResponse(
                snapshot,
                List.of(),
                Optional.of(new Head(0, sequence, START, Optional.of(checkpoint), signature, List.of())));
    }

    private Statement.Builder head(StatementKind kind, long sequence, Hash hash) {
        return Statement.about(kind, liar.session, liar.actor.incarnation())
                .with(0)
                .with(sequence)
                .with(hash);
    }

    /** {@return what the next event has to follow} */
    private Hash tell(long sequence, Hash previous, long millis, LoggedEvent event) {
        return tell(sequence, previous, millis, RawJson.takeOver(LobbyJson.encode(event)));
    }

    private Hash tell(long sequence, Hash previous, long millis, RawJson json) {
        var event = new LobbyEvent(sequence, lobbyId(), new LobbyTime(millis), 0, previous, Optional.empty(), json);
        liar.say(new EventBroadcast(event));
        world.run(Duration.ofMillis(500));
        return EventHashes.of(liar.session, liar.actor, event);
    }

    private LobbyRenamed renamed(String name) {
        return new LobbyRenamed(lobbyId(), Name.of(name));
    }

    private long contradictions() {
        return bob.loop.metrics().p2p().contradictions();
    }

    @Test
    void anEventThatFollowsIsBelieved() {
        tell(11, START, 1_000, renamed("Better"));
        assertEquals("Better", bob.lobby().name().value());
        assertEquals(11, bob.loop.p2p().currentSequence());
        assertEquals(
                "Trap", bob.loop.p2p().confirmedLobby().orElseThrow().name().value());
    }

    @Test
    void anEventThatFollowsSomethingElseIsNot() {
        tell(11, Hash.of(new byte[] {2}), 1_000, renamed("Other"));
        assertEquals(told, bob.lobby());
        assertEquals(1, contradictions());
    }

    @Test
    void anEventThatCannotBeIsNotAndASnapshotIsAskedFor() {
        tell(11, START, 1_000, new GuestLeft(lobbyId(), new ParticipantId(new UUID(1, 1)), LeaveReason.LEFT));
        assertEquals(told, bob.lobby());
        assertTrue(contradictions() >= 1);
        assertTrue(liar.heard(RequestFullSync.class).stream().anyMatch(one -> one.lastKnownSequence() == 0));
    }

    @Test
    void bytesThatAreNoEventAreNone() {
        tell(11, START, 1_000, RawJson.takeOver("{\"type\":\"explode\"}".getBytes(StandardCharsets.UTF_8)));
        assertEquals(told, bob.lobby());
        assertTrue(contradictions() >= 1);
    }

    @Test
    void afterThreeContradictionsTheHostIsLeft() {
        for (int i = 0; i < 3; i++) {
            tell(11 + i, START, 1_000, new GuestLeft(lobbyId(), new ParticipantId(new UUID(1, 1)), LeaveReason.LEFT));
            liar.say(sync(11 + i, told, true));
            world.run(Duration.ofSeconds(1));
        }
        assertTrue(liar.isThrownOut());
        assertEquals(told, bob.lobby());
    }

    @Test
    void anEventFromTheFutureIsNotBelieved() {
        Hash now = tell(11, START, 1_000, renamed("Now"));
        Hash soon = tell(12, now, 2_000, renamed("Soon"));
        assertEquals("Soon", bob.lobby().name().value());
        tell(13, soon, 3_600_000, renamed("Later"));
        assertEquals("Soon", bob.lobby().name().value());
        assertEquals(1, contradictions());
    }

    @Test
    void aHeadThatTheHostDidNotSignIsNoWord() {
        Hash unsure = tell(11, START, 1_000, renamed("Unsure"));
        Statement statement = head(StatementKind.HEAD, 11, unsure).build();
        Signature ofAnother = FastKeys.identity("Another").sign(statement);
        liar.say(new Head(0, 11, unsure, Optional.empty(), ofAnother, List.of()));
        world.run(Duration.ofSeconds(1));
        assertEquals(1, contradictions());
        assertEquals(
                "Trap", bob.loop.p2p().confirmedLobby().orElseThrow().name().value());
    }

    @Test
    void aHeadOverSomethingElseThanWasToldIsAContradiction() {
        tell(11, START, 1_000, renamed("One"));
        Hash other = Hash.of(new byte[] {9});
        liar.say(new Head(
                0,
                11,
                other,
                Optional.empty(),
                liar.identity.sign(head(StatementKind.HEAD, 11, other).build()),
                List.of()));
        world.run(Duration.ofSeconds(1));
        assertTrue(contradictions() >= 1);
    }

    /** The same events must lead to the same lobby everywhere: one that drifted apart is noticed at once. */
    @Test
    void aCheckpointOfAnotherLobbyThanTheEventsAddUpToIsAContradiction() {
        LobbyRenamed renamed = renamed("One");
        tell(11, START, 1_000, renamed);
        Hash hash = Hash.of(Statement.about(StatementKind.EVENT, liar.session, liar.actor.incarnation())
                .with(0)
                .with(liar.actor.key())
                .with(11)
                .with(START)
                .with(1_000)
                .with(Hash.of(LobbyJson.encode(renamed)))
                .build()
                .toByteArray());
        var other = new Checkpoint(START, START);
        Statement word = head(StatementKind.CHECKPOINT, 11, hash)
                .with(other.state())
                .with(other.roster())
                .build();
        liar.say(new Head(0, 11, hash, Optional.of(other), liar.identity.sign(word), List.of()));
        world.run(Duration.ofSeconds(1));
        assertEquals(1, contradictions());
        assertTrue(liar.heard(RequestFullSync.class).stream().anyMatch(one -> one.lastKnownSequence() == 0));
    }

    @Test
    void aHostThatNeverGivesItsWordIsReported() {
        tell(11, START, 1_000, renamed("Unsigned"));
        world.run(Duration.ofSeconds(10));
        assertEquals(1, bob.told(HostUnsigned.class).size());
    }

    @Test
    void aSnapshotThatTheHostDidNotSignIsNotBelieved() {
        Lobby other = told.apply(renamed("Forged"));
        liar.say(sync(20, other, false));
        world.run(Duration.ofSeconds(1));
        assertEquals(told, bob.lobby());
        assertEquals(10, bob.loop.p2p().currentSequence());
    }

    @Test
    void aSnapshotFromBeforeChangesNothing() {
        tell(11, START, 1_000, renamed("Newer"));
        liar.say(sync(5, told, true));
        world.run(Duration.ofSeconds(1));
        assertEquals("Newer", bob.lobby().name().value());
    }

    @Test
    void aSnapshotOfAnotherSessionIsNotBelieved() {
        var elsewhere = new LobbyId(new UUID(7, 7));
        Lobby other = Lobby.created(new LobbyCreated(
                elsewhere,
                Name.of("Elsewhere"),
                Participant.admitted(idOf(liar.identity.publicKey()), Name.of("Mallory"), LobbyTime.ZERO),
                LobbySettings.DEFAULT,
                Optional.empty()));
        liar.say(sync(20, other, true));
        world.run(Duration.ofSeconds(1));
        assertEquals(told, bob.lobby());
        assertFalse(bob.loop.domain().lobby(elsewhere).isPresent());
    }

    /** It may number anew what it had numbered before. */
    @Test
    void aHostThatStartsAgainIsAnotherOneAndIsNotFollowed() {
        liar.machine.crash();
        Liar again = liar.startedAgain(world);
        world.until(again::isThrownOut, "Bob turns away");
        assertEquals(told, bob.lobby());
        assertEquals(10, bob.loop.p2p().currentSequence());
    }

    @Test
    void aRoleThatIsNoneInAPreviewIsNoLobby() {
        var nobody = new Snapshot(
                lobbyId(),
                Name.of("Empty"),
                idOf(liar.identity.publicKey()),
                List.of(new Snapshot.Seat(
                        bob.id(), Name.of("Bob"), LobbyRole.GUEST, ParticipationMode.ACTIVE, LobbyTime.ZERO)),
                20,
                11,
                Optional.empty());
        liar.say(new FullSyncResponse(PeerJson.encodeSnapshot(nobody), List.of(), Optional.empty()));
        world.run(Duration.ofSeconds(1));
        assertEquals(told, bob.lobby());
        assertTrue(contradictions() >= 1);
    }
}
