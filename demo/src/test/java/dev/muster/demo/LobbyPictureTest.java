package dev.muster.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.demo.LobbyPicture.Row;
import dev.muster.demo.LobbyPicture.Task;
import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.ActivityId;
import dev.muster.domain.ActivityTypes;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.DomainLoop;
import dev.muster.domain.EchoChallenge;
import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyId;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.ParticipantCommand.SetReady;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.Sender;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LobbyPictureTest {
    private static final LobbyId LOBBY = new LobbyId(new UUID(1, 1));
    private static final ParticipantId ALICE = new ParticipantId(new UUID(2, 1));
    private static final ParticipantId BOB = new ParticipantId(new UUID(2, 2));

    private final DomainLoop loop = new DomainLoop(UUID::randomUUID, ActivityTypes.of(new EchoChallenge()));

    LobbyPictureTest() {
        submit(ALICE, new CreateLobby(LOBBY, "Den", "Alice"));
    }

    @Test
    void aloneTheHostWaitsForSomebody() {
        LobbyPicture picture = picture(ALICE);
        assertEquals("Den", picture.name());
        assertEquals(List.of(new Row("Alice", true, true, false)), picture.people());
        assertEquals(Optional.of("Waiting for somebody to join."), picture.obstacle());
        assertEquals(Optional.empty(), picture.next());
    }

    @Test
    void whatIsInTheWayOfTheStartIsNamedOneAfterTheOther() {
        submit(BOB, new JoinLobby(LOBBY, "Bob"));
        assertEquals(Optional.of("Nothing is queued."), picture(ALICE).obstacle());
        queue("hello");
        assertEquals(Optional.of("Echo: hello"), picture(ALICE).next());
        assertEquals(Optional.of("Waiting for Bob to be ready."), picture(ALICE).obstacle());
        submit(BOB, new SetReady(LOBBY, BOB, true));
        assertEquals(Optional.empty(), picture(ALICE).obstacle());
        assertEquals(
                List.of(new Row("Alice", true, false, false), new Row("Bob", false, true, true)),
                picture(BOB).people());
    }

    @Test
    void duringARunTheTaskIsThereUntilItIsDone() {
        submit(BOB, new JoinLobby(LOBBY, "Bob"));
        queue("hello");
        submit(ALICE, new StartNextRun(LOBBY));
        var run = lobby().run().orElseThrow().id();
        assertEquals(Optional.of(new Task(run, "hello")), picture(ALICE).task());
        assertEquals(
                Optional.of("Waiting for the result of Alice and Bob."),
                picture(ALICE).obstacle());
        submit(ALICE, new SubmitResult(LOBBY, run, ALICE, EchoChallenge.response("hello")));
        assertEquals(Optional.empty(), picture(ALICE).task());
        assertEquals(Optional.of(new Task(run, "hello")), picture(BOB).task());
        assertEquals(
                Optional.of("Waiting for the result of Bob."), picture(ALICE).obstacle());
    }

    private void queue(String prompt) {
        submit(ALICE, new QueueActivity(LOBBY, EchoChallenge.challenge(new ActivityId(new UUID(3, 1)), prompt)));
    }

    private void submit(ParticipantId sender, DomainCommand command) {
        loop.submit(Sender.person(sender), command);
        loop.poll(LobbyTime.ZERO);
    }

    private Lobby lobby() {
        return loop.lobby(LOBBY).orElseThrow();
    }

    private LobbyPicture picture(ParticipantId viewer) {
        return LobbyPicture.of(lobby(), viewer);
    }
}
