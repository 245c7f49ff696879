package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.muster.domain.LifecycleCommand.ChangeSettings;
import dev.muster.domain.LifecycleCommand.CloseLobby;
import dev.muster.domain.LifecycleCommand.EndLobby;
import dev.muster.domain.LifecycleCommand.RenameLobby;
import dev.muster.domain.LifecycleEvent.LobbyClosed;
import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.LifecycleEvent.PasswordChanged;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.ParticipantCommand.SendChat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LobbyManagementScenariosTest {
    private final TestLobby story = TestLobby.hostedBy("Host");
    private final ParticipantId host = story.host();
    private final ParticipantId alice = TestLobby.person("Alice");
    private final JoinLobby asAlice = new JoinLobby(TestLobby.ID, "Alice");

    @Test
    void aNewLobbyIsOpenWithItsCreatorAsHostAndTakesAPassword() {
        story.lockWith("sesame");

        var founder = Participant.admitted(host, Name.of("Host"), LobbyTime.ZERO);
        assertEquals(
                List.of(
                        new LobbyCreated(
                                TestLobby.ID,
                                Name.of("Friday night"),
                                founder,
                                LobbySettings.DEFAULT,
                                Optional.empty()),
                        new PasswordChanged(TestLobby.ID, Optional.of(TestLobby.lock("sesame")))),
                story.log());
        assertEquals(LobbyStatus.OPEN, story.lobby().status());
        assertEquals(Optional.of(LobbyRole.HOST), story.lobby().roleOf(host));
        assertFalse(story.log().toString().contains("sesame"), "the clear text is in no event");
    }

    @Test
    void aGuestWhoKnowsThePasswordIsIn() {
        story.lockWith("sesame");

        List<LoggedEvent> events = story.accepts(TestLobby.knowing(alice, "sesame"), asAlice);

        var admitted = Participant.admitted(alice, Name.of("Alice"), story.now());
        assertEquals(List.of(new GuestJoined(TestLobby.ID, admitted)), events);
        assertEquals(ParticipationMode.ACTIVE, story.participant(alice).mode());
    }

    @Test
    void aGuestWhoDoesNotKnowThePasswordStaysOutside() {
        story.lockWith("sesame");

        assertEquals(
                "Wrong password.",
                story.refuses(TestLobby.knowing(alice, "simsim"), asAlice, RefusalCode.WRONG_PASSWORD)
                        .sentence());
        story.refuses(alice, asAlice, RefusalCode.WRONG_PASSWORD);
    }

    @Test
    void aFullLobbyTakesNobodyElse() {
        story.accepts(host, new ChangeSettings(TestLobby.ID, LobbySettings.DEFAULT.withCapacity(3)));
        story.join("Bob");
        story.join("Carol");

        Refusal refusal = story.refuses(alice, asAlice, RefusalCode.LOBBY_FULL);

        assertEquals("The lobby is full: all 3 places are taken.", refusal.sentence());
    }

    @Test
    void aClosedLobbyTakesNoNewcomersWhileTheRunGoesOn() {
        ParticipantId bob = story.join("Bob");
        story.startEcho("Hello");

        assertEquals(List.of(new LobbyClosed(TestLobby.ID)), story.accepts(host, new CloseLobby(TestLobby.ID)));

        story.refuses(alice, asAlice, RefusalCode.LOBBY_CLOSED);
        story.submit(bob, "Hello");
        story.submit(host, "Hello");
        assertEquals(1, story.lobby().history().size());
    }

    @Test
    void anEndedLobbyCanBeReadAndChangesNoMore() {
        story.join("Bob");
        story.accepts(host, new EndLobby(TestLobby.ID));

        assertEquals(List.of("Host", "Bob"), story.names());
        story.refuses(alice, asAlice, RefusalCode.LOBBY_ENDED);
        story.refuses(host, new RenameLobby(TestLobby.ID, "Again"), RefusalCode.LOBBY_ENDED);
        story.refuses(host, new SendChat(TestLobby.ID, host, "Bye"), RefusalCode.LOBBY_ENDED);
        story.refuses(host, new EndLobby(TestLobby.ID), RefusalCode.LOBBY_ENDED);
    }

    @Test
    void aNameThatSomebodyHasIsRefusedWhateverItsCase() {
        story.join("Bob");

        Refusal refusal = story.refuses(alice, new JoinLobby(TestLobby.ID, "bOB"), RefusalCode.NAME_TAKEN);

        assertEquals("Somebody here is called 'bOB' already; choose another name.", refusal.sentence());
    }

    @Test
    void aLobbyHasSixtyFourPlacesAtMost() {
        story.accepts(host, new ChangeSettings(TestLobby.ID, LobbySettings.DEFAULT.withCapacity(64)));
        assertEquals(64, story.lobby().settings().capacity());

        var refused = assertThrows(IllegalArgumentException.class, () -> LobbySettings.DEFAULT.withCapacity(65));
        assertEquals("a lobby has 2 to 64 places, got 65", refused.getMessage());
    }
}
