package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityEvent.RunEnded;
import dev.muster.domain.ActivityEvent.SubmitterRemoved;
import dev.muster.domain.LifecycleCommand.ChangeSettings;
import dev.muster.domain.ParticipantCommand.ChooseTeam;
import dev.muster.domain.ParticipantCommand.RemoveParticipantProperty;
import dev.muster.domain.ParticipantCommand.RenameParticipant;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantCommand.SetParticipantProperty;
import dev.muster.domain.ParticipantCommand.SetReady;
import dev.muster.domain.ParticipantCommand.ToggleParticipationMode;
import dev.muster.domain.ParticipantCommand.UpdateParticipantMode;
import dev.muster.domain.ParticipantEvent.ChatSent;
import dev.muster.domain.ParticipantEvent.ParticipantPropertyRemoved;
import dev.muster.domain.ParticipantEvent.ParticipantPropertySet;
import dev.muster.domain.ParticipantEvent.ParticipantRenamed;
import dev.muster.domain.ParticipantEvent.ParticipationModeChanged;
import dev.muster.domain.ParticipantEvent.ReadyChanged;
import dev.muster.domain.ParticipantEvent.TeamChanged;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParticipantRulesTest {
    private static final LobbyId LOBBY = TestLobby.ID;
    private static final Optional<String> RED = Optional.of("Red");

    private final TestLobby story = TestLobby.hostedBy("Host");
    private final ParticipantId host = story.host();
    private final ParticipantId bob = story.join("Bob");
    private final ParticipantId eve = TestLobby.person("Eve");

    private void say(ParticipantId who, String text) {
        story.accepts(who, new SendChat(LOBBY, who, text));
    }

    @Test
    void theHostDecidesAboutNobodyWhoIsNotHere() {
        ParticipantId ghost = TestLobby.person("Ghost");
        story.refuses(
                host, new SetParticipantProperty(LOBBY, ghost, "hat", Value.none()), RefusalCode.NO_SUCH_PARTICIPANT);
        story.refuses(
                host,
                new ParticipantCommand.RemoveParticipantProperty(LOBBY, ghost, "hat"),
                RefusalCode.NO_SUCH_PARTICIPANT);
        story.startEcho("Hello");
        story.refuses(
                host,
                new UpdateParticipantMode(LOBBY, host, ParticipationMode.SPECTATING),
                RefusalCode.RUN_IN_PROGRESS);
    }

    @Test
    void onlyWhatSomebodyElseDecidesIsForced() {
        ParticipantId guest = story.join("Guest of the host");
        assertEquals(
                List.of(new ParticipationModeChanged(LOBBY, host, ParticipationMode.SPECTATING, false)),
                story.accepts(host, new UpdateParticipantMode(LOBBY, host, ParticipationMode.SPECTATING)));
        assertEquals(
                List.of(new ParticipationModeChanged(LOBBY, guest, ParticipationMode.SPECTATING, true)),
                story.accepts(host, new UpdateParticipantMode(LOBBY, guest, ParticipationMode.SPECTATING)));
    }

    @Test
    void theHostTogglesOthersAndTheEventCallsThatForced() {
        assertEquals(
                List.of(new ParticipationModeChanged(LOBBY, bob, ParticipationMode.SPECTATING, true)),
                story.accepts(host, new ToggleParticipationMode(LOBBY, bob, host)));
        assertEquals(
                List.of(new ParticipationModeChanged(LOBBY, bob, ParticipationMode.ACTIVE, true)),
                story.accepts(host, new ToggleParticipationMode(LOBBY, bob, host)));
        assertEquals(
                List.of(new ParticipationModeChanged(LOBBY, host, ParticipationMode.SPECTATING, false)),
                story.accepts(host, new ToggleParticipationMode(LOBBY, host, host)));
    }

    @Test
    void theRequesterOfAToggleIsTheSender() {
        story.refuses(bob, new ToggleParticipationMode(LOBBY, bob, host), RefusalCode.NOT_YOURSELF);
        story.refuses(host, new ToggleParticipationMode(LOBBY, bob, bob), RefusalCode.NOT_YOURSELF);
        story.refuses(bob, new ToggleParticipationMode(LOBBY, host, bob), RefusalCode.NOT_YOURSELF);
        story.refuses(host, new ToggleParticipationMode(LOBBY, eve, host), RefusalCode.NO_SUCH_PARTICIPANT);
    }

    @Test
    void theHostForcesAModeDuringARunAndTheRunGoesOnWithout() {
        RunId run = story.startEcho("Hello");
        story.submit(host, "Hello");

        List<LoggedEvent> events =
                story.accepts(host, new UpdateParticipantMode(LOBBY, bob, ParticipationMode.SPECTATING));

        List<ActivityResult> results = story.lobby().history().get(0).results();
        assertEquals(
                List.of(
                        new SubmitterRemoved(LOBBY, run, bob, false),
                        new RunEnded(LOBBY, run, RunEndReason.ALL_SUBMITTED, results, story.now()),
                        new ParticipationModeChanged(LOBBY, bob, ParticipationMode.SPECTATING, true)),
                events);
    }

    @Test
    void whoIsMadeToPlayDuringARunPlaysFromTheNextOneOn() {
        story.toggle(bob);
        story.startEcho("Hello");

        story.accepts(host, new UpdateParticipantMode(LOBBY, bob, ParticipationMode.ACTIVE));

        assertTrue(story.participant(bob).isActive());
        assertFalse(story.run().requires(bob));
    }

    @Test
    void aForcedModeIsAnotherModeOfSomebodyWhoIsHere() {
        story.refuses(
                host, new UpdateParticipantMode(LOBBY, eve, ParticipationMode.ACTIVE), RefusalCode.NO_SUCH_PARTICIPANT);
        story.refuses(
                host, new UpdateParticipantMode(LOBBY, bob, ParticipationMode.ACTIVE), RefusalCode.NOTHING_TO_CHANGE);
    }

    @Test
    void aPersonIsRenamedToAFreeName() {
        story.refuses(bob, new RenameParticipant(LOBBY, bob, ""), RefusalCode.INVALID_NAME);
        story.refuses(bob, new RenameParticipant(LOBBY, bob, "Bob "), RefusalCode.NOTHING_TO_CHANGE);
        story.refuses(bob, new RenameParticipant(LOBBY, bob, "HOST"), RefusalCode.NAME_TAKEN);
        story.refuses(eve, new RenameParticipant(LOBBY, eve, "Evie"), RefusalCode.NOT_A_PARTICIPANT);
        assertEquals(
                List.of(new ParticipantRenamed(LOBBY, bob, Name.of("BOB"))),
                story.accepts(bob, new RenameParticipant(LOBBY, bob, "BOB")));
        assertEquals(List.of("Host", "BOB"), story.names());
        story.accepts(eve, new MembershipCommand.JoinLobby(LOBBY, "Eve"));
        story.accepts(bob, new RenameParticipant(LOBBY, bob, "Robert"));
        story.accepts(eve, new RenameParticipant(LOBBY, eve, "Bob"));
    }

    @Test
    void onlyWhoPlaysIsReadyAndSaysSoOnce() {
        story.refuses(eve, new SetReady(LOBBY, eve, true), RefusalCode.NOT_A_PARTICIPANT);
        Refusal notYet = story.refuses(bob, new SetReady(LOBBY, bob, false), RefusalCode.NOTHING_TO_CHANGE);
        assertEquals("You are not ready anyway.", notYet.sentence());
        assertEquals(List.of(new ReadyChanged(LOBBY, bob, true)), story.accepts(bob, new SetReady(LOBBY, bob, true)));
        Refusal already = story.refuses(bob, new SetReady(LOBBY, bob, true), RefusalCode.NOTHING_TO_CHANGE);
        assertEquals("You are ready already.", already.sentence());
        story.toggle(bob);
        assertFalse(story.participant(bob).ready(), "who watches is not ready");
        story.refuses(bob, new SetReady(LOBBY, bob, true), RefusalCode.NOT_ACTIVE);
        story.toggle(bob);
        assertFalse(story.participant(bob).ready(), "and is asked again");
    }

    @Test
    void aStartedRunMakesEverybodyUnready() {
        story.accepts(bob, new SetReady(LOBBY, bob, true));
        story.accepts(host, new SetReady(LOBBY, host, true));
        story.startEcho("Hello");
        assertTrue(story.lobby().participants().stream().noneMatch(Participant::ready));
    }

    @Test
    void playersChooseAmongTheTeamsThereAre() {
        var teams = List.of(Name.of("Red"), Name.of("Blue"));
        story.accepts(host, new ChangeSettings(LOBBY, LobbySettings.DEFAULT.withTeams(teams, TeamChoice.PLAYERS)));
        story.refuses(bob, new ChooseTeam(LOBBY, bob, Optional.of("Green")), RefusalCode.NO_SUCH_TEAM);
        story.refuses(bob, new ChooseTeam(LOBBY, bob, Optional.empty()), RefusalCode.NOTHING_TO_CHANGE);
        assertEquals(
                List.of(new TeamChanged(LOBBY, bob, Optional.of(Name.of("Red")))),
                story.accepts(bob, new ChooseTeam(LOBBY, bob, RED)));
        story.refuses(bob, new ChooseTeam(LOBBY, bob, RED), RefusalCode.NOTHING_TO_CHANGE);
        story.refuses(host, new ChooseTeam(LOBBY, eve, RED), RefusalCode.NO_SUCH_PARTICIPANT);
        story.accepts(host, new ChooseTeam(LOBBY, bob, Optional.of("Blue")));
        assertEquals(Optional.of(Name.of("Blue")), story.participant(bob).team());
        story.accepts(bob, new ChooseTeam(LOBBY, bob, Optional.empty()));
        assertEquals(Optional.empty(), story.participant(bob).team());
    }

    @Test
    void wheneverTheHostPutsPeopleIntoTeamsPlayersDoNot() {
        story.accepts(
                host,
                new ChangeSettings(LOBBY, LobbySettings.DEFAULT.withTeams(List.of(Name.of("Red")), TeamChoice.HOST)));
        story.refuses(bob, new ChooseTeam(LOBBY, bob, RED), RefusalCode.ONLY_HOST);
        story.accepts(host, new ChooseTeam(LOBBY, bob, RED));
    }

    @Test
    void aPropertyOfAPersonIsSetAndRemovedByThatPersonOrTheHost() {
        Value green = Value.of("green");
        assertEquals(
                List.of(new ParticipantPropertySet(LOBBY, bob, "hat", green)),
                story.accepts(bob, new SetParticipantProperty(LOBBY, bob, "hat", green)));
        assertEquals(
                List.of(new Property("hat", green, PropertyAccess.OWNER)),
                story.participant(bob).properties().all());
        story.refuses(bob, new SetParticipantProperty(LOBBY, bob, "hat", green), RefusalCode.NOTHING_TO_CHANGE);
        story.accepts(host, new SetParticipantProperty(LOBBY, bob, "hat", Value.of("red")));
        story.refuses(eve, new SetParticipantProperty(LOBBY, eve, "hat", green), RefusalCode.NOT_A_PARTICIPANT);
        story.refuses(eve, new RemoveParticipantProperty(LOBBY, eve, "hat"), RefusalCode.NOT_A_PARTICIPANT);
        story.refuses(bob, new RemoveParticipantProperty(LOBBY, bob, "cap"), RefusalCode.NO_SUCH_PROPERTY);
        assertEquals(
                List.of(new ParticipantPropertyRemoved(LOBBY, bob, "hat")),
                story.accepts(bob, new RemoveParticipantProperty(LOBBY, bob, "hat")));
        assertEquals(List.of(), story.participant(bob).properties().all());
    }

    @Test
    void propertiesOfAPersonAreBoundedInKeyNumberAndWeight() {
        Value heaviest = Value.of("x".repeat(LobbyLimits.PARTICIPANT_PROPERTY_WEIGHT_MAX - Value.PART_WEIGHT));
        Value tooHeavy = Value.of("x".repeat(LobbyLimits.PARTICIPANT_PROPERTY_WEIGHT_MAX - Value.PART_WEIGHT + 1));
        String longest = "k".repeat(LobbyLimits.PROPERTY_KEY_CHARS_MAX);
        for (String key : List.of("", longest + "k", "with space", "ü", "a/b")) {
            story.refuses(bob, new SetParticipantProperty(LOBBY, bob, key, heaviest), RefusalCode.INVALID_KEY);
        }
        story.refuses(bob, new SetParticipantProperty(LOBBY, bob, "k", tooHeavy), RefusalCode.VALUE_TOO_LARGE);
        story.accepts(bob, new SetParticipantProperty(LOBBY, bob, longest, heaviest));
        for (int i = 1; i < LobbyLimits.PARTICIPANT_PROPERTIES_MAX; i++) {
            story.accepts(bob, new SetParticipantProperty(LOBBY, bob, "k" + i, heaviest));
        }
        story.refuses(bob, new SetParticipantProperty(LOBBY, bob, "more", heaviest), RefusalCode.TOO_MANY_PROPERTIES);
        story.accepts(bob, new SetParticipantProperty(LOBBY, bob, "k1", Value.of(true)));
    }

    @Test
    void aChatMessageIsNumberedAndNamed() {
        story.passes(Duration.ofSeconds(7));
        var hello = new ChatMessage(1, bob, Name.of("Bob"), "Hello", new LobbyTime(7_000));
        assertEquals(List.of(new ChatSent(LOBBY, hello)), story.accepts(bob, new SendChat(LOBBY, bob, "Hello")));
        say(host, "Hi");
        assertEquals(
                List.of(1L, 2L),
                story.lobby().chat().messages().stream()
                        .map(ChatMessage::number)
                        .toList());
    }

    @Test
    void aChatMessageIsOneLineOfBoundedText() {
        String longest = "😀".repeat(LobbyLimits.CHAT_CODE_POINTS_MAX);
        for (String text : List.of("", "  ", "two\nlines", longest + "!", "evil\u202Etxt")) {
            story.refuses(bob, new SendChat(LOBBY, bob, text), RefusalCode.INVALID_TEXT);
        }
        story.refuses(eve, new SendChat(LOBBY, eve, "Hello"), RefusalCode.NOT_A_PARTICIPANT);
        say(bob, longest);
    }

    @Test
    void onePersonSendsFiveMessagesInFiveSecondsAndWaitsForTheFirstToAge() {
        for (int i = 0; i < LobbyLimits.CHAT_PER_PERSON_MAX; i++) {
            say(bob, "message " + i);
            story.passes(Duration.ofMillis(100));
        }
        var next = new SendChat(LOBBY, bob, "one more");
        story.refuses(bob, next, RefusalCode.TOO_FAST);
        say(host, "others may");
        story.passes(LobbyLimits.CHAT_WINDOW.minusMillis(501));
        story.refuses(bob, next, RefusalCode.TOO_FAST);
        story.passes(Duration.ofMillis(1));
        story.accepts(bob, next);
        story.refuses(bob, next, RefusalCode.TOO_FAST);
    }

    @Test
    void theLobbySendsFiftyMessagesInFiveSecondsAndWaitsForTheFirstToAge() {
        for (int person = 0; person < 9; person++) {
            ParticipantId talker = story.join("Talker " + person);
            for (int i = 0; i < LobbyLimits.CHAT_PER_PERSON_MAX; i++) {
                say(talker, "message " + i);
            }
        }
        for (int i = 0; i < LobbyLimits.CHAT_PER_PERSON_MAX; i++) {
            say(host, "message " + i);
        }
        story.refuses(bob, new SendChat(LOBBY, bob, "too much"), RefusalCode.TOO_FAST);
        story.passes(LobbyLimits.CHAT_WINDOW.minusMillis(1));
        story.refuses(bob, new SendChat(LOBBY, bob, "too much"), RefusalCode.TOO_FAST);
        story.passes(Duration.ofMillis(1));
        say(bob, "now");
    }

    @Test
    void theChatKeepsItsLastHundredMessagesAndCountsOn() {
        for (int i = 1; i <= LobbyLimits.CHAT_HISTORY_MAX + 3; i++) {
            say(i % 2 == 0 ? host : bob, "message " + i);
            story.passes(Duration.ofSeconds(1));
        }
        List<ChatMessage> messages = story.lobby().chat().messages();
        assertEquals(LobbyLimits.CHAT_HISTORY_MAX, messages.size());
        assertEquals(4, messages.get(0).number());
        assertEquals(103, messages.get(99).number());
    }
}
