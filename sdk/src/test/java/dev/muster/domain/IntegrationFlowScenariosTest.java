package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MembershipCommand.RemoveLostGuest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntegrationFlowScenariosTest {
    /** A quiz whose results say how many answers were right. */
    private static final class Trivia implements ActivityType {
        @Override
        public String id() {
            return "trivia";
        }

        @Override
        public Optional<Integer> score(Value config, Value data) {
            return data instanceof Value.Num right ? Optional.of((int) right.value()) : Optional.empty();
        }
    }

    private final TestLobby story =
            TestLobby.hostedBy("Alice", LobbySettings.DEFAULT, new Trivia(), new EchoChallenge());
    private final ParticipantId alice = story.host();

    private void play(String title, Map<ParticipantId, Integer> rightAnswers) {
        var round = new ActivityConfig(new ActivityId(story.nextId()), "trivia", title, Value.none());
        story.accepts(alice, new QueueActivity(TestLobby.ID, round));
        RunId run = story.start();
        rightAnswers.forEach(
                (who, right) -> story.accepts(who, new SubmitResult(TestLobby.ID, run, who, Value.of((double) right))));
    }

    private List<String> ranking() {
        return story.lobby().leaderboard().stream()
                .map(entry -> entry.name() + " " + entry.points())
                .toList();
    }

    @Test
    void twoRoundsAreRankedAndASpectatorOfTheSecondKeepsTheFirst() {
        story.lockWith("quiz");
        ParticipantId bob = TestLobby.person("Bob");
        ParticipantId carol = TestLobby.person("Carol");
        story.accepts(TestLobby.knowing(bob, "quiz"), new JoinLobby(TestLobby.ID, "Bob"));
        story.accepts(TestLobby.knowing(carol, "quiz"), new JoinLobby(TestLobby.ID, "Carol"));

        play("Round one", Map.of(alice, 8, bob, 9, carol, 7));
        assertEquals(List.of("Bob 9", "Alice 8", "Carol 7"), ranking());

        story.toggle(carol);
        play("Round two", Map.of(alice, 10, bob, 6));
        assertEquals(List.of("Alice 18", "Bob 15", "Carol 7"), ranking());
        assertEquals(2, story.lobby().history().size());
    }

    @Test
    void aHostHandsOverLeavesAndTheNextOnePlaysOn() {
        ParticipantId bob = story.join("Bob");
        story.queueEcho("Hello");

        story.accepts(alice, new DelegateHost(TestLobby.ID, alice, bob));
        story.accepts(alice, new LeaveLobby(TestLobby.ID, alice));

        assertEquals(List.of("Bob"), story.names());
        story.accepts(bob, new StartNextRun(TestLobby.ID));
        assertEquals(List.of(bob), story.run().required());
    }

    @Test
    void aGuestWhoStaysAwayIsRemovedAndTheRunFinishes() {
        ParticipantId bob = story.join("Bob");
        ParticipantId carol = story.join("Carol");
        story.startEcho("Hello");
        story.submit(alice, "Hello");
        story.passes(Duration.ofSeconds(35));

        story.accepts(Sender.session(), new RemoveLostGuest(TestLobby.ID, carol));
        story.submit(bob, "Hello");

        assertEquals(alice, story.host(), "a host that was only briefly away never lost the role");
        assertEquals(RunEndReason.ALL_SUBMITTED, story.lobby().history().get(0).reason());
        assertEquals(List.of("Alice", "Bob"), story.names());
    }
}
