package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityCommand.CancelCountdown;
import dev.muster.domain.ActivityCommand.CancelRun;
import dev.muster.domain.ActivityCommand.MoveQueuedActivity;
import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.RemoveQueuedActivity;
import dev.muster.domain.ActivityCommand.StartCountdown;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.LifecycleCommand.ChangePassword;
import dev.muster.domain.LifecycleCommand.ChangeSettings;
import dev.muster.domain.LifecycleCommand.CloseLobby;
import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.LifecycleCommand.EndLobby;
import dev.muster.domain.LifecycleCommand.OpenLobby;
import dev.muster.domain.LifecycleCommand.RemoveLobbyProperty;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MembershipCommand.LiftBan;
import dev.muster.domain.MembershipCommand.ReclaimHost;
import dev.muster.domain.MembershipCommand.RemoveLostGuest;
import dev.muster.domain.ParticipantCommand.ChooseTeam;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantCommand.SetParticipantProperty;
import dev.muster.domain.ParticipantCommand.SetReady;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every reason there is for a refusal is given by some rule: none is dead, and each has a sentence of its own. */
class RefusalCodesTest {
    private static final LobbyId LOBBY = TestLobby.ID;
    private static final ParticipantId HOST = TestLobby.person("Host");
    private static final ParticipantId BOB = TestLobby.person("Bob");
    private static final ParticipantId EVE = TestLobby.person("Eve");

    /** What a session says of commands that reach no lobby; its own tests ask for it. */
    private static final Set<RefusalCode> GIVEN_BY_THE_SESSION =
            Set.of(RefusalCode.TOO_LATE, RefusalCode.DISCARDED, RefusalCode.NOT_REACHABLE, RefusalCode.NO_MAJORITY);

    private final Set<RefusalCode> given = EnumSet.noneOf(RefusalCode.class);
    private final Set<String> sentences = new HashSet<>();
    private TestLobby story = TestLobby.hostedBy("Host");

    @BeforeEach
    void bobJoins() {
        story.join("Bob");
    }

    private void refused(ParticipantId sender, DomainCommand command) {
        note(story.decide(Sender.person(sender), command).refusal().orElseThrow());
    }

    private void note(Refusal refusal) {
        given.add(refusal.code());
        sentences.add(refusal.sentence());
    }

    private void aboutWhoAndWhat() {
        refused(BOB, new EndLobby(LOBBY));
        refused(HOST, new LeaveLobby(LOBBY, BOB));
        refused(HOST, new RemoveLostGuest(LOBBY, BOB));
        refused(EVE, new LeaveLobby(LOBBY, EVE));
        refused(HOST, new DelegateHost(LOBBY, HOST, EVE));
        refused(HOST, new KickGuest(LOBBY, HOST, HOST));
        refused(HOST, new LiftBan(LOBBY, BOB));
        refused(HOST, new ReclaimHost(LOBBY, HOST));
        refused(HOST, new OpenLobby(LOBBY));
        refused(HOST, new CreateLobby(LOBBY, "Again", "Host"));
        refused(BOB, new ChooseTeam(LOBBY, BOB, Optional.of("Red")));
        refused(BOB, new SetParticipantProperty(LOBBY, BOB, "", Value.none()));
        refused(BOB, new SetParticipantProperty(LOBBY, BOB, "k", Value.of("x".repeat(999))));
        IntStream.range(0, LobbyLimits.PARTICIPANT_PROPERTIES_MAX)
                .forEach(i -> story.accepts(BOB, new SetParticipantProperty(LOBBY, BOB, "k" + i, Value.none())));
        refused(BOB, new SetParticipantProperty(LOBBY, BOB, "more", Value.none()));
        refused(HOST, new RemoveLobbyProperty(LOBBY, "none"));
        refused(BOB, new SendChat(LOBBY, BOB, ""));
        IntStream.range(0, LobbyLimits.CHAT_PER_PERSON_MAX)
                .forEach(i -> story.accepts(BOB, new SendChat(LOBBY, BOB, "Hello")));
        refused(BOB, new SendChat(LOBBY, BOB, "Hello"));
    }

    private void aboutPlaying() {
        var unknown = new ActivityId(new UUID(3, 3));
        refused(HOST, new StartNextRun(LOBBY));
        refused(HOST, new CancelCountdown(LOBBY));
        refused(HOST, new CancelRun(LOBBY, new RunId(new UUID(3, 3))));
        refused(HOST, new RemoveQueuedActivity(LOBBY, unknown));
        refused(HOST, new QueueActivity(LOBBY, new ActivityConfig(unknown, EchoChallenge.ID, "Echo", Value.none())));
        ActivityId first = story.queueEcho("Hello");
        refused(HOST, new QueueActivity(LOBBY, story.lobby().queue().get(0)));
        refused(HOST, new MoveQueuedActivity(LOBBY, first, 1));
        IntStream.range(1, LobbyLimits.QUEUE_MAX).forEach(i -> story.queueEcho("more"));
        refused(HOST, new QueueActivity(LOBBY, EchoChallenge.challenge(unknown, "one more")));
        refused(HOST, new StartCountdown(LOBBY));
        story.accepts(BOB, new SetReady(LOBBY, BOB, true));
        story.accepts(HOST, new StartCountdown(LOBBY));
        refused(HOST, new StartCountdown(LOBBY));
        story.toggle(BOB);
        refused(BOB, new SetReady(LOBBY, BOB, true));
        story.toggle(HOST);
        refused(HOST, new StartNextRun(LOBBY));
        story.toggle(HOST);
        RunId run = story.start();
        refused(HOST, new StartNextRun(LOBBY));
        refused(BOB, new SubmitResult(LOBBY, run, BOB, Value.none()));
        refused(HOST, new SubmitResult(LOBBY, run, HOST, Value.none()));
        story.accepts(HOST, new ActivityCommand.RemoveSubmitter(LOBBY, run, HOST));
        story.toggle(BOB);
        RunId next = story.start();
        story.submit(BOB, "more");
        refused(BOB, new SubmitResult(LOBBY, next, BOB, EchoChallenge.response("more")));
    }

    private void aboutComing() {
        refused(EVE, new JoinLobby(LOBBY, ""));
        refused(EVE, new JoinLobby(LOBBY, "Bob"));
        refused(BOB, new JoinLobby(LOBBY, "Bob"));
        LobbySettings small = LobbySettings.DEFAULT.withCapacity(2).withHostReclaim(HostReclaim.ORIGINAL_HOST);
        story.accepts(HOST, new ChangeSettings(LOBBY, small));
        refused(EVE, new JoinLobby(LOBBY, "Eve"));
        story.accepts(HOST, new ChangeSettings(LOBBY, small.withCapacity(3)));
        story.join("Carol");
        refused(HOST, new ChangeSettings(LOBBY, small));
        story.accepts(HOST, new DelegateHost(LOBBY, HOST, BOB));
        story.accepts(HOST, new ReclaimHost(LOBBY, HOST));
        refused(HOST, new ReclaimHost(LOBBY, HOST));
        story.accepts(HOST, new KickGuest(LOBBY, HOST, BOB, true));
        refused(BOB, new JoinLobby(LOBBY, "Bob"));
        story = story.withBansButFor(0);
        refused(HOST, new KickGuest(LOBBY, HOST, TestLobby.person("Carol"), true));
        story.accepts(HOST, new ChangePassword(LOBBY, Optional.of(TestLobby.lock("sesame"))));
        refused(EVE, new JoinLobby(LOBBY, "Eve"));
        story.accepts(HOST, new ChangePassword(LOBBY, Optional.empty()));
        story.accepts(HOST, new CloseLobby(LOBBY));
        refused(EVE, new JoinLobby(LOBBY, "Eve"));
        story.accepts(HOST, new EndLobby(LOBBY));
        refused(EVE, new JoinLobby(LOBBY, "Eve"));
    }

    private void aboutTheLoop() {
        var loop = new DomainLoop(100, 66, () -> new UUID(9, 9), ActivityTypes.of());
        List<Submission> submissions = Stream.iterate(1, i -> i + 1)
                .limit(67)
                .map(i -> i == 1
                        ? loop.submit(Sender.person(BOB), new EndLobby(LOBBY))
                        : loop.submit(Sender.person(BOB), new CreateLobby(new LobbyId(new UUID(4, i)), "Lobby", "Bob")))
                .toList();
        note(((Submission.Refused) submissions.get(66)).refusal());
        loop.poll(LobbyTime.ZERO);
        loop.drainEvents().stream()
                .filter(CommandFailed.class::isInstance)
                .forEach(event -> note(((CommandFailed) event).refusal()));
    }

    private void aboutALobbyThatIsFollowed() {
        var loop = new DomainLoop(() -> new UUID(9, 9), ActivityTypes.of(new EchoChallenge()));
        assertTrue(loop.adopt(story.lobby(), LobbyTime.ZERO));
        loop.submit(Sender.person(HOST), new OpenLobby(LOBBY));
        loop.poll(LobbyTime.ZERO);
        loop.drainEvents().stream()
                .filter(CommandFailed.class::isInstance)
                .map(CommandFailed.class::cast)
                .forEach(failed -> note(failed.refusal()));
    }

    @Test
    void everyReasonIsGivenInAnAnswer() {
        aboutWhoAndWhat();
        story = TestLobby.hostedBy("Host");
        story.join("Bob");
        aboutPlaying();
        story = TestLobby.hostedBy("Host");
        story.join("Bob");
        aboutComing();
        aboutTheLoop();
        aboutALobbyThatIsFollowed();
        given.addAll(GIVEN_BY_THE_SESSION);

        assertEquals(EnumSet.complementOf(EnumSet.copyOf(given)), EnumSet.noneOf(RefusalCode.class));
        assertTrue(sentences.stream().allMatch(sentence -> sentence.matches("(?s)[A-Z0-9].*\\.")), sentences::toString);
    }
}
