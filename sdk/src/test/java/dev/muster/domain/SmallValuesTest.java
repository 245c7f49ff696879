package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the constructors of the small values refuse, and what they promise. */
class SmallValuesTest {
    private static final UUID ID = UUID.fromString("12345678-9abc-8def-8123-456789abcdef");
    private static final ParticipantId BOB = TestLobby.person("Bob");
    private static final ActivityConfig ECHO = EchoChallenge.challenge(new ActivityId(ID), "Hello");

    private static String refused(Executable making) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, making).getMessage());
    }

    private static LobbyTime at(long millis) {
        return new LobbyTime(millis);
    }

    @Test
    void lobbyTimeRunsFromZeroToItsEnd() {
        refused(() -> at(-1));
        refused(() -> at(LobbyTime.MAX.millis() + 1));
        assertEquals(1L << 53, LobbyTime.MAX.millis());
        assertEquals("7 ms", at(7).toString());
    }

    @Test
    void lobbyTimeIsComparedAndMeasured() {
        assertTrue(at(1).isBefore(at(2)));
        assertFalse(at(2).isBefore(at(2)));
        assertTrue(at(1).compareTo(at(2)) < 0);
        assertEquals(0, at(2).compareTo(at(2)));
        assertEquals(Duration.ofMillis(5), at(7).since(at(2)));
        assertEquals(Duration.ZERO, at(2).since(at(7)));
    }

    @Test
    void lobbyTimeStopsAtItsEndInsteadOfOverflowing() {
        assertEquals(at(12), at(7).plus(Duration.ofMillis(5)));
        assertEquals(LobbyTime.MAX, at(7).plus(Duration.ofMillis(1L << 53)));
        assertEquals(LobbyTime.MAX, LobbyTime.MAX.plus(Duration.ofMillis(Long.MAX_VALUE)));
        assertEquals(LobbyTime.MAX, LobbyTime.ZERO.plus(Duration.ofSeconds(Long.MAX_VALUE)));
    }

    @Test
    void idsAreReadFromTheirUsualForm() {
        assertEquals(ID.toString(), LobbyId.parse(ID.toString()).toString());
        assertEquals(ID.toString(), ParticipantId.parse(ID.toString()).toString());
        assertEquals(ID.toString(), ActivityId.parse(ID.toString()).toString());
        assertEquals(ID.toString(), RunId.parse(ID.toString()).toString());
        refused(() -> LobbyId.parse("lobby"));
        refused(() -> ParticipantId.parse(""));
        refused(() -> ActivityId.parse("1-2-3"));
        refused(() -> RunId.parse("x"));
        refused(() -> new CorrelationId(0));
        assertEquals(1, new CorrelationId(1).value());
    }

    @Test
    void passwordsAreKeptAsKeysAndSalts() {
        String key = "0123456789abcdef".repeat(4);
        assertEquals(key, new PasswordKey(key).hex());
        for (String bad : List.of(
                "", key.substring(2), key + "00", key.toUpperCase(java.util.Locale.ROOT), "g" + key.substring(1))) {
            refused(() -> new PasswordKey(bad));
        }
        refused(() -> new PasswordKey("`" + key.substring(1)));
        refused(() -> new PasswordKey("/" + key.substring(1)));
        refused(() -> new PasswordKey(":" + key.substring(1)));
        var derived = new PasswordKey(key);
        for (String bad : List.of("", "ab".repeat(15), "ab".repeat(65), "ab".repeat(16) + "c")) {
            assertTrue(refused(() -> new PasswordLock(bad, 100_000, derived)).startsWith("a salt is 32 to 128"));
        }
        refused(() -> new PasswordLock("ab".repeat(16), 99_999, derived));
        refused(() -> new PasswordLock("ab".repeat(16), 10_000_001, derived));
        assertEquals(100_000, new PasswordLock("ab".repeat(16), 100_000, derived).rounds());
        assertEquals(10_000_000, new PasswordLock("ab".repeat(64), 10_000_000, derived).rounds());
    }

    @Test
    void settingsAreWithinTheLimits() {
        LobbySettings settings = LobbySettings.DEFAULT;
        refused(() -> settings.withCapacity(1));
        assertEquals(2, settings.withCapacity(2).capacity());
        refused(() -> settings.withCountdown(Duration.ofMillis(-1)));
        refused(() -> settings.withCountdown(Duration.ofSeconds(60).plusNanos(1)));
        assertEquals(
                Duration.ofSeconds(60),
                settings.withCountdown(Duration.ofSeconds(60)).countdown());
        assertEquals(
                "the run time limit is 1 to 86400000 ms, got PT0S",
                refused(() -> settings.withRunTimeLimit(Optional.of(Duration.ZERO))));
        refused(() -> settings.withRunTimeLimit(Optional.of(Duration.ofHours(24).plusMillis(1))));
        var longest = Optional.of(Duration.ofHours(24));
        assertEquals(longest, settings.withRunTimeLimit(longest).runTimeLimit());
        assertEquals(
                HostReclaim.ORIGINAL_HOST,
                settings.withHostReclaim(HostReclaim.ORIGINAL_HOST).hostReclaim());
    }

    @Test
    void teamsAreFewAndEachHasItsName() {
        List<Name> teams = new ArrayList<>();
        for (int i = 0; i < LobbyLimits.TEAMS_MAX; i++) {
            teams.add(Name.of("Team " + i));
        }
        LobbySettings most = LobbySettings.DEFAULT.withTeams(teams, TeamChoice.HOST);
        assertEquals(16, most.teams().size());
        assertEquals(TeamChoice.HOST, most.teamChoice());
        teams.add(Name.of("Team x"));
        refused(() -> LobbySettings.DEFAULT.withTeams(teams, TeamChoice.HOST));
        var alike = List.of(Name.of("Red"), Name.of("Red"));
        assertEquals(
                "two teams are called 'Red'",
                refused(() -> LobbySettings.DEFAULT.withTeams(alike, TeamChoice.PLAYERS)));
    }

    @Test
    void anActivityHasATypeATitleAndBoundedData() {
        var id = new ActivityId(ID);
        int most = LobbyLimits.ACTIVITY_CONFIG_WEIGHT_MAX - Value.PART_WEIGHT;
        for (String bad : List.of("", " ", "two\nlines", "t".repeat(65))) {
            assertTrue(refused(() -> new ActivityConfig(id, bad, "Title", Value.none()))
                    .contains("type"));
        }
        for (String bad : List.of("", "\t", "\uD83D", "t".repeat(101))) {
            assertTrue(refused(() -> new ActivityConfig(id, "type", bad, Value.none()))
                    .contains("title"));
        }
        refused(() -> new ActivityConfig(id, "type", "Title", Value.of("x".repeat(most + 1))));
        var fits = new ActivityConfig(id, "t".repeat(64), "😀".repeat(100), Value.of("x".repeat(most)));
        assertEquals(LobbyLimits.ACTIVITY_CONFIG_WEIGHT_MAX, fits.config().weight());
    }

    @Test
    void aResultHasBoundedDataAndNothingNegative() {
        var run = new RunId(ID);
        Name name = Name.of("Bob");
        Value heavy = Value.of("x".repeat(LobbyLimits.RESULT_DATA_WEIGHT_MAX - Value.PART_WEIGHT));
        Value tooHeavy = Value.of("x".repeat(LobbyLimits.RESULT_DATA_WEIGHT_MAX - Value.PART_WEIGHT + 1));
        Optional<Duration> noTime = Optional.empty();
        refused(() -> new ActivityResult(run, BOB, name, tooHeavy, Optional.empty(), noTime));
        refused(() -> new ActivityResult(run, BOB, name, heavy, Optional.of(-1), noTime));
        refused(() -> new ActivityResult(run, BOB, name, heavy, Optional.empty(), Optional.of(Duration.ofNanos(-1))));
        var least = new ActivityResult(run, BOB, name, heavy, Optional.of(0), Optional.of(Duration.ZERO));
        assertEquals(Optional.of(0), least.score());
    }

    @Test
    void countdownsAndRunsEndAfterTheyStart() {
        refused(() -> new Countdown(at(2), at(1)));
        assertEquals(at(2), new Countdown(at(2), at(2)).endsAt());
        refused(() -> new RunStart(new RunId(ID), ECHO, at(2), Optional.of(at(2))));
        assertEquals(Optional.of(at(3)), new RunStart(new RunId(ID), ECHO, at(2), Optional.of(at(3))).deadline());
    }

    @Test
    void aParticipantIsConsistent() {
        var bob = Participant.admitted(BOB, Name.of("Bob"), LobbyTime.ZERO);
        Participant watching = bob.inMode(ParticipationMode.SPECTATING);
        assertTrue(refused(() -> watching.ready(true)).contains("cannot be ready"));
        assertTrue(refused(() -> bob.withProperties(Properties.none(PropertyScope.LOBBY)))
                .contains("PARTICIPANT"));
        assertFalse(bob.ready(true).inMode(ParticipationMode.SPECTATING).ready());
        assertTrue(bob.ready(true).inMode(ParticipationMode.ACTIVE).ready());
    }

    @Test
    void propertiesKnowTheirScope() {
        Property mine = new Property("k", Value.of(1), PropertyAccess.OWNER);
        Properties properties = Properties.of(PropertyScope.PARTICIPANT, List.of(mine));
        assertEquals("[" + mine + "]", properties.toString());
        assertEquals(properties, Properties.none(PropertyScope.PARTICIPANT).with(mine));
        assertEquals(
                properties.hashCode(),
                Properties.none(PropertyScope.PARTICIPANT).with(mine).hashCode());
        assertNotEquals(
                properties.hashCode(),
                Properties.none(PropertyScope.PARTICIPANT).hashCode());
        assertNotEquals(properties, Properties.none(PropertyScope.PARTICIPANT));
        assertNotEquals(Properties.none(PropertyScope.LOBBY), Properties.none(PropertyScope.PARTICIPANT));
        assertNotEquals(properties, (Object) mine);
        assertTrue(refused(() -> new Property("", Value.none(), PropertyAccess.HOST))
                .startsWith("A property key"));
        for (String key : List.of("azAZ09._-", "k".repeat(64))) {
            assertTrue(Property.isKey(key));
        }
        for (String key : List.of("`", "{", "@", "[", "/", ":", "é", " ")) {
            assertFalse(Property.isKey(key), key);
        }
    }

    @Test
    void aRefusalSaysWhyAndADecisionDecidesSomething() {
        refused(() -> new Refusal(RefusalCode.BANNED, " "));
        refused(() -> Decision.accepted(List.of()));
        assertEquals(
                Optional.empty(),
                Decision.accepted(new LifecycleEvent.LobbyClosed(TestLobby.ID)).refusal());
    }

    @Test
    void aSenderIsOnePersonOrTheSession() {
        assertTrue(Sender.person(BOB).is(BOB));
        assertFalse(Sender.person(BOB).is(TestLobby.person("Eve")));
        assertFalse(Sender.person(BOB).isSession());
        assertTrue(Sender.session().isSession());
        assertFalse(Sender.session().is(BOB));
    }

    @Test
    void theLastEntriesAreKept() {
        Recent<Integer> recent = Recent.none(2);
        assertEquals(List.of(), recent);
        Recent<Integer> one = recent.with(1);
        assertEquals(List.of(1), one);
        assertEquals(List.of(1, 2), one.with(2));
        assertEquals(List.of(2, 3), one.with(2).with(3));
        assertEquals(List.of(1), one, "it is immutable");
        assertEquals(List.of(1), Recent.<Integer>none(1).with(0).with(1));
        refused(() -> Recent.of(2, List.of(1, 2, 3)));
        assertEquals(2, Recent.of(2, List.of(1, 2)).size());
    }

    @Test
    void chatMessagesCountFromOne() {
        refused(() -> new ChatMessage(0, BOB, Name.of("Bob"), "Hello", LobbyTime.ZERO));
        assertEquals(ChatMessage.TEXT_RULE, refused(() -> new ChatMessage(1, BOB, Name.of("Bob"), "", LobbyTime.ZERO)));
        var hello = new ChatMessage(1, BOB, Name.of("Bob"), "Hello", LobbyTime.ZERO);
        assertEquals("[" + hello + "]", Chat.of(List.of(hello)).toString());
        assertEquals(Chat.EMPTY.with(hello), Chat.of(List.of(hello)));
        assertEquals(Chat.EMPTY.with(hello).hashCode(), Chat.of(List.of(hello)).hashCode());
        assertNotEquals(Chat.EMPTY, Chat.of(List.of(hello)));
        assertNotEquals(Chat.EMPTY.hashCode(), Chat.of(List.of(hello)).hashCode());
        assertNotEquals(Chat.EMPTY, (Object) List.of());
    }

    @Test
    void twoActivityTypesCannotHaveOneId() {
        var refused = refused(() -> ActivityTypes.of(new EchoChallenge(), new EchoChallenge()));
        assertEquals("two activity types have the id 'echo-challenge-v1'", refused);
        assertTrue(ActivityTypes.of(new EchoChallenge()).find(EchoChallenge.ID).isPresent());
        assertEquals(Optional.empty(), ActivityTypes.of().find(EchoChallenge.ID));
    }
}
