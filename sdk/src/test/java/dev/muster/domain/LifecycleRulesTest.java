package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityCommand.StartCountdown;
import dev.muster.domain.ActivityEvent.CountdownCancelled;
import dev.muster.domain.LifecycleCommand.ChangePassword;
import dev.muster.domain.LifecycleCommand.ChangeSettings;
import dev.muster.domain.LifecycleCommand.CloseLobby;
import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.LifecycleCommand.CreateLobbyWithHost;
import dev.muster.domain.LifecycleCommand.EndLobby;
import dev.muster.domain.LifecycleCommand.OpenLobby;
import dev.muster.domain.LifecycleCommand.RemoveLobbyProperty;
import dev.muster.domain.LifecycleCommand.RenameLobby;
import dev.muster.domain.LifecycleCommand.SetLobbyProperty;
import dev.muster.domain.LifecycleEvent.LobbyClosed;
import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.LifecycleEvent.LobbyEnded;
import dev.muster.domain.LifecycleEvent.LobbyOpened;
import dev.muster.domain.LifecycleEvent.LobbyPropertyRemoved;
import dev.muster.domain.LifecycleEvent.LobbyPropertySet;
import dev.muster.domain.LifecycleEvent.LobbyRenamed;
import dev.muster.domain.LifecycleEvent.PasswordChanged;
import dev.muster.domain.LifecycleEvent.SettingsChanged;
import dev.muster.domain.ParticipantCommand.ChooseTeam;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifecycleRulesTest {
    private static final LobbyId LOBBY = TestLobby.ID;
    private static final ParticipantId ALICE = TestLobby.person("Alice");

    private final TestLobby story = TestLobby.hostedBy("Host");
    private final ParticipantId host = story.host();
    private final ParticipantId bob = story.join("Bob");

    private static Decision nowhere(Sender sender, DomainCommand command) {
        return new Rulebook(ActivityTypes.of()).decide(Optional.empty(), command, sender, new LobbyTime(7), () -> {
            throw new IllegalStateException("making a lobby needs no new id");
        });
    }

    private static Optional<RefusalCode> refusal(Decision decision) {
        return decision.refusal().map(Refusal::code);
    }

    private static Property property(String key, Value value, PropertyAccess access) {
        return new Property(key, value, access);
    }

    @Test
    void teamsThatLookAlikeAreRefused() {
        for (String other : List.of("red", "R\u200Bed", "\uFF32ed")) {
            LobbySettings alike =
                    LobbySettings.DEFAULT.withTeams(List.of(Name.of("Red"), Name.of(other)), TeamChoice.PLAYERS);
            Refusal refusal = story.refuses(host, new ChangeSettings(LOBBY, alike), RefusalCode.NAME_TAKEN);
            assertTrue(refusal.sentence().startsWith("The teams 'Red' and '"), refusal::sentence);
            var create = new LifecycleCommand.CreateLobby(LOBBY, "Lobby", "Host", alike);
            Decision created = new Rulebook(ActivityTypes.of())
                    .decide(Optional.empty(), create, Sender.person(host), LobbyTime.ZERO, story::nextId);
            assertEquals(RefusalCode.NAME_TAKEN, created.refusal().orElseThrow().code());
        }
    }

    @Test
    void aPersonMakesALobbyAndIsItsHost() {
        LobbySettings settings = LobbySettings.DEFAULT.withCapacity(4);
        Decision decision = nowhere(Sender.person(ALICE), new CreateLobby(LOBBY, " Friday ", "Alice", settings));

        var founder = Participant.admitted(ALICE, Name.of("Alice"), new LobbyTime(7));
        assertEquals(
                List.of(new LobbyCreated(LOBBY, Name.of("Friday"), founder, settings, Optional.empty())),
                decision.events());
    }

    @Test
    void aLobbyIsMadeOnlyInPersonAndUnderProperNames() {
        Sender alice = Sender.person(ALICE);
        assertEquals(
                Optional.of(RefusalCode.NOT_YOURSELF),
                refusal(nowhere(Sender.session(), new CreateLobby(LOBBY, "Friday", "Alice"))));
        assertEquals(
                Optional.of(RefusalCode.INVALID_NAME), refusal(nowhere(alice, new CreateLobby(LOBBY, "", "Alice"))));
        assertEquals(
                Optional.of(RefusalCode.INVALID_NAME), refusal(nowhere(alice, new CreateLobby(LOBBY, "Friday", "\t"))));
    }

    @Test
    void theSessionAloneMakesALobbyAroundAHost() {
        var founder =
                Participant.admitted(ALICE, Name.of("Alice"), new LobbyTime(7)).inMode(ParticipationMode.SPECTATING);
        var command = new CreateLobbyWithHost(LOBBY, "Friday", founder);

        assertEquals(Optional.of(RefusalCode.ONLY_SESSION), refusal(nowhere(Sender.person(ALICE), command)));
        assertEquals(
                Optional.of(RefusalCode.INVALID_NAME),
                refusal(nowhere(Sender.session(), new CreateLobbyWithHost(LOBBY, " ", founder))));
        assertEquals(
                List.of(new LobbyCreated(LOBBY, Name.of("Friday"), founder, LobbySettings.DEFAULT, Optional.empty())),
                nowhere(Sender.session(), command).events());
    }

    @Test
    void whereThereIsNoLobbyEverythingElseIsRefusedWithItsId() {
        Decision decision = nowhere(Sender.person(ALICE), new EndLobby(LOBBY));
        assertEquals(Optional.of(RefusalCode.NO_SUCH_LOBBY), refusal(decision));
        assertTrue(decision.refusal().orElseThrow().sentence().contains(LOBBY.toString()));
    }

    @Test
    void aLobbyIsOpenedAndClosedOnceAtATime() {
        story.refuses(host, new OpenLobby(LOBBY), RefusalCode.NOTHING_TO_CHANGE);
        assertEquals(List.of(new LobbyClosed(LOBBY)), story.accepts(host, new CloseLobby(LOBBY)));
        assertEquals(LobbyStatus.CLOSED, story.lobby().status());
        story.refuses(host, new CloseLobby(LOBBY), RefusalCode.NOTHING_TO_CHANGE);
        assertEquals(List.of(new LobbyOpened(LOBBY)), story.accepts(host, new OpenLobby(LOBBY)));
        assertEquals(LobbyStatus.OPEN, story.lobby().status());
    }

    @Test
    void aLobbyThatEndsTakesItsCountdownAlong() {
        story.toggle(bob);
        story.queueEcho("Hello");
        story.accepts(host, new StartCountdown(LOBBY));

        assertEquals(
                List.of(new CountdownCancelled(LOBBY, CountdownCancelReason.LOBBY_ENDED), new LobbyEnded(LOBBY)),
                story.accepts(host, new EndLobby(LOBBY)));
    }

    @Test
    void aLobbyIsRenamedToSomethingElseThatIsAName() {
        story.refuses(host, new RenameLobby(LOBBY, "x".repeat(51)), RefusalCode.INVALID_NAME);
        story.refuses(host, new RenameLobby(LOBBY, " Friday night "), RefusalCode.NOTHING_TO_CHANGE);
        assertEquals(
                List.of(new LobbyRenamed(LOBBY, Name.of("FRIDAY NIGHT"))),
                story.accepts(host, new RenameLobby(LOBBY, "FRIDAY NIGHT")));
        assertEquals("FRIDAY NIGHT", story.lobby().name().value());
    }

    @Test
    void thereAreNeverMorePeopleThanPlaces() {
        ParticipantId carol = story.join("Carol");
        story.refuses(host, new ChangeSettings(LOBBY, LobbySettings.DEFAULT), RefusalCode.NOTHING_TO_CHANGE);
        Refusal refusal = story.refuses(
                host, new ChangeSettings(LOBBY, LobbySettings.DEFAULT.withCapacity(2)), RefusalCode.CAPACITY_TOO_SMALL);
        assertEquals("There are 3 in the lobby, so it cannot have only 2 places.", refusal.sentence());
        story.accepts(carol, new MembershipCommand.LeaveLobby(LOBBY, carol));
        story.accepts(host, new ChangeSettings(LOBBY, LobbySettings.DEFAULT.withCapacity(2)));
        assertTrue(story.lobby().isFull());
    }

    @Test
    void whoIsInATeamThatGoesIsInNone() {
        LobbySettings two =
                LobbySettings.DEFAULT.withTeams(List.of(Name.of("Red"), Name.of("Blue")), TeamChoice.PLAYERS);
        LobbySettings one = LobbySettings.DEFAULT.withTeams(List.of(Name.of("Blue")), TeamChoice.PLAYERS);
        story.accepts(host, new ChangeSettings(LOBBY, two));
        story.accepts(host, new ChooseTeam(LOBBY, host, Optional.of("Blue")));
        story.accepts(bob, new ChooseTeam(LOBBY, bob, Optional.of("Red")));

        assertEquals(List.of(new SettingsChanged(LOBBY, one)), story.accepts(host, new ChangeSettings(LOBBY, one)));

        assertEquals(Optional.of(Name.of("Blue")), story.participant(host).team());
        assertEquals(Optional.empty(), story.participant(bob).team());
    }

    @Test
    void aPasswordIsSetChangedAndTakenAway() {
        Optional<PasswordLock> lock = Optional.of(TestLobby.lock("sesame"));
        story.refuses(host, new ChangePassword(LOBBY, Optional.empty()), RefusalCode.NOTHING_TO_CHANGE);
        assertEquals(List.of(new PasswordChanged(LOBBY, lock)), story.accepts(host, new ChangePassword(LOBBY, lock)));
        assertEquals(lock, story.lobby().password());
        story.refuses(host, new ChangePassword(LOBBY, lock), RefusalCode.NOTHING_TO_CHANGE);
        story.accepts(host, new ChangePassword(LOBBY, Optional.empty()));
        story.join("Eve");
    }

    @Test
    void theHostSaysWhoMayChangeAPropertyAndOthersChangeOnlyItsValue() {
        Property open = property("map", Value.of("ice"), PropertyAccess.EVERYONE);
        Property lava = property("map", Value.of("lava"), PropertyAccess.EVERYONE);
        Property closed = property("map", Value.of("lava"), PropertyAccess.HOST);
        story.refuses(bob, new SetLobbyProperty(LOBBY, open), RefusalCode.ONLY_HOST);
        assertEquals(
                List.of(new LobbyPropertySet(LOBBY, open, host)),
                story.accepts(host, new SetLobbyProperty(LOBBY, open)));
        assertEquals(
                List.of(new LobbyPropertySet(LOBBY, lava, bob)), story.accepts(bob, new SetLobbyProperty(LOBBY, lava)));
        story.refuses(bob, new SetLobbyProperty(LOBBY, lava), RefusalCode.NOTHING_TO_CHANGE);
        story.refuses(bob, new SetLobbyProperty(LOBBY, closed), RefusalCode.ONLY_HOST);
        story.refuses(bob, new RemoveLobbyProperty(LOBBY, "map"), RefusalCode.ONLY_HOST);
        story.accepts(host, new SetLobbyProperty(LOBBY, closed));
        story.refuses(bob, new SetLobbyProperty(LOBBY, open), RefusalCode.ONLY_HOST);
        story.refuses(ALICE, new SetLobbyProperty(LOBBY, open), RefusalCode.NOT_A_PARTICIPANT);
        assertEquals(Value.of("lava"), story.lobby().properties().value("map"));

        assertEquals(
                List.of(new LobbyPropertyRemoved(LOBBY, "map")),
                story.accepts(host, new RemoveLobbyProperty(LOBBY, "map")));
        story.refuses(host, new RemoveLobbyProperty(LOBBY, "map"), RefusalCode.NO_SUCH_PROPERTY);
        assertEquals(Value.none(), story.lobby().properties().value("map"));
    }

    @Test
    void propertiesOfALobbyAreBoundedInNumberAndWeight() {
        Value heaviest = Value.of("x".repeat(LobbyLimits.LOBBY_PROPERTY_WEIGHT_MAX - Value.PART_WEIGHT));
        Value tooHeavy = Value.of("x".repeat(LobbyLimits.LOBBY_PROPERTY_WEIGHT_MAX - Value.PART_WEIGHT + 1));
        for (int i = 0; i < LobbyLimits.LOBBY_PROPERTIES_MAX; i++) {
            story.accepts(host, new SetLobbyProperty(LOBBY, property("key" + i, heaviest, PropertyAccess.HOST)));
        }
        story.refuses(
                host,
                new SetLobbyProperty(LOBBY, property("key0", tooHeavy, PropertyAccess.HOST)),
                RefusalCode.VALUE_TOO_LARGE);
        story.refuses(
                host,
                new SetLobbyProperty(LOBBY, property("more", Value.none(), PropertyAccess.HOST)),
                RefusalCode.TOO_MANY_PROPERTIES);
        story.accepts(host, new SetLobbyProperty(LOBBY, property("key0", Value.none(), PropertyAccess.HOST)));
        assertEquals(
                LobbyLimits.LOBBY_PROPERTIES_MAX,
                story.lobby().properties().all().size());
    }

    @Test
    void aPropertyOfALobbyCannotBelongToAPerson() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new SetLobbyProperty(LOBBY, property("map", Value.none(), PropertyAccess.OWNER)));
    }
}
