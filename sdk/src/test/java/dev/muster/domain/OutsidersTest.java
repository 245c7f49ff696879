package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.domain.LifecycleCommand.ChangeSettings;
import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.LifecycleCommand.EndLobby;
import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.ReclaimHost;
import dev.muster.domain.ParticipantCommand.ChooseTeam;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What somebody hears who is not in the lobby: nothing about it. */
class OutsidersTest {
    private static final LobbyId LOBBY = TestLobby.ID;

    private final TestLobby story = TestLobby.hostedBy("Host");
    private final ParticipantId host = story.host();
    private final ParticipantId stranger = TestLobby.person("Stranger");

    @Test
    void aStrangerLearnsNothingOfTheSettingsFromARefusal() {
        for (TeamChoice choice : TeamChoice.values()) {
            var settings = LobbySettings.DEFAULT.withTeams(List.of(Name.of(choice.name())), choice);
            story.accepts(host, new ChangeSettings(LOBBY, settings));
            var choose = new ChooseTeam(LOBBY, stranger, Optional.of("Red"));
            story.refuses(stranger, choose, RefusalCode.NOT_A_PARTICIPANT);
        }
        story.refuses(stranger, new ReclaimHost(LOBBY, stranger), RefusalCode.NOT_A_PARTICIPANT);
        story.refuses(stranger, new EndLobby(LOBBY), RefusalCode.NOT_A_PARTICIPANT);
    }

    @Test
    void whoeverIsBannedHearsOfThatAlone() {
        ParticipantId bob = story.join("Bob");
        story.accepts(host, new KickGuest(LOBBY, host, bob, true));
        story.lockWith("sesame");
        for (DomainCommand command : List.of(
                new JoinLobby(LOBBY, "Host"), new ReclaimHost(LOBBY, bob), new CreateLobby(LOBBY, "Mine", "Bob"))) {
            story.refuses(bob, command, RefusalCode.BANNED);
        }
        story.accepts(host, new EndLobby(LOBBY));
        story.refuses(bob, new JoinLobby(LOBBY, "Bob"), RefusalCode.BANNED);
        story.refuses(stranger, new JoinLobby(LOBBY, "Bob"), RefusalCode.LOBBY_ENDED);
    }

    @Test
    void whoeverIsInHearsThatBeforeBeingAskedForThePassword() {
        ParticipantId bob = story.join("Bob");
        story.lockWith("sesame");
        story.refuses(bob, new JoinLobby(LOBBY, "Bob"), RefusalCode.ALREADY_JOINED);
    }

    @Test
    void aLobbyCanBeLockedFromItsFirstEvent() {
        Optional<PasswordLock> lock = Optional.of(TestLobby.lock("sesame"));
        var create = new CreateLobby(LOBBY, "Friday", "Host", LobbySettings.DEFAULT, lock);
        Decision decision = new Rulebook(ActivityTypes.of())
                .decide(Optional.empty(), create, Sender.person(host), LobbyTime.ZERO, Story.ids());
        Lobby lobby = Lobby.created((LobbyCreated) decision.events().get(0));
        assertEquals(lock, lobby.password());
    }
}
