package dev.muster.domain;

import static dev.muster.domain.ChangedContents.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityCommand.StartCountdown;
import dev.muster.domain.LifecycleCommand.SetLobbyProperty;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.ParticipantCommand.SendChat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What somebody claims a lobby to be is a lobby, or is refused. */
class LobbyContentsTest {
    private static final LobbyId LOBBY = TestLobby.ID;
    private static final ParticipantId HOST = TestLobby.person("Host");
    private static final ParticipantId BOB = TestLobby.person("Bob");
    private static final ActivityConfig ECHO = EchoChallenge.challenge(new ActivityId(new UUID(8, 1)), "Hello");
    private static final ActivityConfig NEXT = EchoChallenge.challenge(new ActivityId(new UUID(8, 2)), "Next");
    private static final Countdown COUNTDOWN = new Countdown(LobbyTime.ZERO, new LobbyTime(5_000));

    /** One component of the contents, and a value that does not go with the others. */
    private record Claim(String component, Object value, String why) {}

    static final List<Claim> LIES = List.of(
            new Claim("hostId", TestLobby.person("Eve"), "the host is not in the lobby"),
            new Claim("participants", List.of(), "the host is not in the lobby"),
            new Claim("participants", List.of(person("Host"), person("Bob"), person("Bob")), "twice"),
            new Claim("participants", List.of(person("Host"), person("Eve").renamed(Name.of("Host"))), "taken"),
            new Claim(
                    "participants",
                    List.of(person("Host"), person("Bob").inTeam(Optional.of(Name.of("Red")))),
                    "no such team"),
            new Claim("participants", crowd(12), "more people than places"),
            new Claim("bans", List.of(ban("Bob")), "banned and in the lobby"),
            new Claim("bans", List.of(ban("Eve"), ban("Eve")), "banned twice"),
            new Claim(
                    "bans",
                    Stream.iterate(0, i -> i + 1)
                            .limit(257)
                            .map(i -> ban("T" + i))
                            .toList(),
                    "bans full"),
            new Claim("properties", List.of(new Property("k", Value.none(), PropertyAccess.OWNER)), "another scope"),
            new Claim("chat", List.of(said(1), said(3)), "expected chat message 2"),
            new Claim("chat", List.of(said(1), said(2), said(1)), "expected chat message 3"),
            new Claim("chat", List.of(said(2)), "expected chat message 1"),
            new Claim("queue", List.of(ECHO, ECHO), "queued twice"),
            new Claim("queue", queue(33), "too long"),
            new Claim("countdown", Optional.of(COUNTDOWN), "nothing to count down to"),
            new Claim("run", Optional.of(run(BOB, TestLobby.person("Eve"))), "not here"),
            new Claim("history", history(11), "at most 10"),
            new Claim("history", Collections.nCopies(2, record()), "a run is there twice"),
            new Claim(
                    "properties",
                    Collections.nCopies(2, new Property("k", Value.none(), PropertyAccess.HOST)),
                    "twice"),
            new Claim("leaderboard", List.of(entry("Bob"), entry("Bob")), "everybody once"),
            new Claim("leaderboard", entries(129), "at most 128"));

    @ParameterizedTest
    @FieldSource("LIES")
    void whatNoSequenceOfEventsLeadsToIsRefused(Claim claim) {
        LobbyContents contents = with(plain(), claim.component(), claim.value());
        var refused = assertThrows(IllegalArgumentException.class, () -> Lobby.of(contents));
        assertTrue(String.valueOf(refused.getMessage()).contains(claim.why()), refused::toString);
    }

    @Test
    void whatIsPlayedIsNotQueued() {
        LobbyContents running = with(plain(), "run", Optional.of(run(BOB)));
        assertThrows(IllegalArgumentException.class, () -> Lobby.of(with(running, "queue", List.of(ECHO))));
        assertEquals(
                List.of(NEXT), Lobby.of(with(running, "queue", List.of(NEXT))).queue());
    }

    @Test
    void aRunIsPlayedOnceByPeopleWhoPlay() {
        LobbyContents running = with(plain(), "run", Optional.of(run(BOB)));
        assertThrows(IllegalArgumentException.class, () -> Lobby.of(with(running, "history", List.of(record()))));
        List<Participant> watching = List.of(person("Host"), person("Bob").inMode(ParticipationMode.SPECTATING));
        assertThrows(IllegalArgumentException.class, () -> Lobby.of(with(running, "participants", watching)));
    }

    @Test
    void noCountdownRunsBesideARun() {
        LobbyContents running = with(with(plain(), "run", Optional.of(run(BOB))), "queue", List.of(NEXT));
        assertThrows(
                IllegalArgumentException.class, () -> Lobby.of(with(running, "countdown", Optional.of(COUNTDOWN))));
    }

    @Test
    void nothingGoesOnInALobbyThatEnded() {
        LobbyContents ended = with(plain(), "status", LobbyStatus.ENDED);
        assertTrue(Lobby.of(ended).isEnded());
        LobbyContents running = with(ended, "run", Optional.of(run(BOB)));
        assertThrows(IllegalArgumentException.class, () -> Lobby.of(running));
        LobbyContents counting = with(with(ended, "queue", List.of(ECHO)), "countdown", Optional.of(COUNTDOWN));
        assertThrows(IllegalArgumentException.class, () -> Lobby.of(counting));
    }

    @Test
    void everyBoundMayBeReached() {
        LobbyContents full = plain();
        full = with(full, "participants", crowd(11));
        full = with(
                full,
                "bans",
                Stream.iterate(0, i -> i + 1).limit(256).map(i -> ban("T" + i)).toList());
        full = with(full, "queue", queue(32));
        full = with(full, "history", history(10));
        full = with(full, "leaderboard", entries(128));
        assertEquals(full, Lobby.of(full).contents());
    }

    @Test
    void aLobbyIsTheSameAfterBeingWrittenDownAndReadBack() {
        Lobby lobby = eventful().lobby();
        Lobby copy = Lobby.of(lobby.contents());
        assertEquals(lobby, copy);
        assertEquals(lobby.hashCode(), copy.hashCode());
        assertEquals(lobby.toString(), copy.toString());
        assertEquals("lobby 'Friday night', OPEN, 3 in", lobby.toString());
    }

    /** Every component tells lobbies apart, but for none. */
    @Test
    void lobbiesThatDifferInOneThingAreNotEqual() {
        Lobby lobby = Lobby.of(plain());
        Map<String, Object> others = Map.ofEntries(
                Map.entry("id", new LobbyId(new UUID(0, 2))),
                Map.entry("name", Name.of("Other")),
                Map.entry("status", LobbyStatus.CLOSED),
                Map.entry("settings", LobbySettings.DEFAULT.withCapacity(12)),
                Map.entry("password", Optional.of(TestLobby.lock("x"))),
                Map.entry("creatorId", BOB),
                Map.entry("hostId", BOB),
                Map.entry("reclaimedAt", Optional.of(LobbyTime.ZERO)),
                Map.entry("participants", List.of(person("Bob"), person("Host"))),
                Map.entry("bans", List.of(ban("Eve"))),
                Map.entry("properties", List.of(new Property("k", Value.none(), PropertyAccess.HOST))),
                Map.entry("chat", List.of(said(1))),
                Map.entry("queue", List.of(ECHO)),
                Map.entry("run", Optional.of(run(BOB))),
                Map.entry("history", List.of(record())),
                Map.entry("leaderboard", List.of(entry("Bob"))));
        others.forEach(
                (component, value) -> assertNotEquals(lobby, Lobby.of(with(plain(), component, value)), component));
        Lobby queued = Lobby.of(with(plain(), "queue", List.of(ECHO)));
        Lobby counting = Lobby.of(with(queued.contents(), "countdown", Optional.of(COUNTDOWN)));
        assertNotEquals(queued, counting);
        assertEquals(LobbyContents.class.getRecordComponents().length, others.size() + 1);
        assertNotEquals(lobby, (Object) "a lobby");
    }

    private static LobbyContents plain() {
        TestLobby story = TestLobby.hostedBy("Host");
        story.join("Bob");
        return story.lobby().contents();
    }

    private static TestLobby eventful() {
        TestLobby story = TestLobby.hostedBy("Host");
        story.join("Bob");
        story.join("Carol");
        ParticipantId troll = story.join("Troll");
        story.accepts(HOST, new KickGuest(LOBBY, HOST, troll, true));
        story.lockWith("sesame");
        story.accepts(HOST, new SetLobbyProperty(LOBBY, new Property("k", Value.of(1), PropertyAccess.EVERYONE)));
        story.accepts(BOB, new SendChat(LOBBY, BOB, "Hello"));
        story.startEcho("Hello");
        story.accepts(HOST, new DelegateHost(LOBBY, HOST, BOB));
        for (Participant one : story.lobby().participants()) {
            story.submit(one.id(), "Hello");
        }
        story.queueEcho("next");
        story.lobby().guests().forEach(guest -> story.toggle(guest.id()));
        story.accepts(BOB, new StartCountdown(LOBBY));
        return story;
    }

    private static Participant person(String name) {
        return Participant.admitted(TestLobby.person(name), Name.of(name), LobbyTime.ZERO);
    }

    private static List<Participant> crowd(int people) {
        List<Participant> crowd = new ArrayList<>(List.of(person("Host")));
        for (int i = 1; i < people; i++) {
            crowd.add(person("Guest " + i));
        }
        return crowd;
    }

    private static Ban ban(String name) {
        return new Ban(TestLobby.person(name), Name.of(name));
    }

    private static ChatMessage said(long number) {
        return new ChatMessage(number, BOB, Name.of("Bob"), "Hello", LobbyTime.ZERO);
    }

    private static List<ActivityConfig> queue(int length) {
        return Stream.iterate(1, i -> i + 1)
                .limit(length)
                .map(i -> EchoChallenge.challenge(new ActivityId(new UUID(6, i)), "Hello"))
                .toList();
    }

    private static RunStart start() {
        return new RunStart(new RunId(new UUID(5, 5)), ECHO, LobbyTime.ZERO, Optional.empty());
    }

    private static ActivityRun run(ParticipantId... required) {
        return ActivityRun.of(start(), List.of(required), List.of());
    }

    private static List<RunRecord> history(int length) {
        return Stream.iterate(1, i -> i + 1)
                .limit(length)
                .map(i -> new RunStart(new RunId(new UUID(5, i)), ECHO, LobbyTime.ZERO, Optional.empty()))
                .map(one -> new RunRecord(one, RunEndReason.CANCELLED_BY_HOST, List.of(), LobbyTime.ZERO))
                .toList();
    }

    private static RunRecord record() {
        return new RunRecord(start(), RunEndReason.CANCELLED_BY_HOST, List.of(), LobbyTime.ZERO);
    }

    private static LeaderboardEntry entry(String name) {
        return new LeaderboardEntry(TestLobby.person(name), Name.of(name), 1, 1, 1);
    }

    private static List<LeaderboardEntry> entries(int count) {
        return Stream.iterate(1, i -> i + 1)
                .limit(count)
                .map(i -> entry("P" + i))
                .toList();
    }
}
