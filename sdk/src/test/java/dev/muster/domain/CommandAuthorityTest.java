package dev.muster.domain;

import static dev.muster.domain.RefusalCode.NOT_A_PARTICIPANT;
import static dev.muster.domain.RefusalCode.NOT_YOURSELF;
import static dev.muster.domain.RefusalCode.ONLY_HOST;
import static dev.muster.domain.RefusalCode.ONLY_SESSION;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.domain.ActivityCommand.CancelCountdown;
import dev.muster.domain.ActivityCommand.CancelRun;
import dev.muster.domain.ActivityCommand.MoveQueuedActivity;
import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.RemoveQueuedActivity;
import dev.muster.domain.ActivityCommand.RemoveSubmitter;
import dev.muster.domain.ActivityCommand.StartCountdown;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.ActivityCommand.SyncRunStarted;
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
import dev.muster.domain.MembershipCommand.AddParticipant;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MembershipCommand.LiftBan;
import dev.muster.domain.MembershipCommand.ReclaimHost;
import dev.muster.domain.MembershipCommand.RemoveLostGuest;
import dev.muster.domain.MembershipCommand.ReplaceLostHost;
import dev.muster.domain.ParticipantCommand.ChooseTeam;
import dev.muster.domain.ParticipantCommand.RemoveParticipantProperty;
import dev.muster.domain.ParticipantCommand.RenameParticipant;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantCommand.SetParticipantProperty;
import dev.muster.domain.ParticipantCommand.SetReady;
import dev.muster.domain.ParticipantCommand.ToggleParticipationMode;
import dev.muster.domain.ParticipantCommand.UpdateParticipantMode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may issue what: each of the 37 commands, which would be fine otherwise, from each kind of sender.
 *
 * <p>Bob is the one that a command is about; Carol is another guest; Mallory is not in the lobby.
 */
class CommandAuthorityTest {
    private static final ParticipantId HOST = TestLobby.person("Host");
    private static final ParticipantId BOB = TestLobby.person("Bob");
    private static final ParticipantId CAROL = TestLobby.person("Carol");
    private static final ParticipantId MALLORY = TestLobby.person("Mallory");
    private static final ParticipantId EVE = TestLobby.person("Eve");
    private static final LobbyId LOBBY = TestLobby.ID;
    private static final Optional<RefusalCode> OK = Optional.empty();

    /** One command and what comes of it for each sender, in the order of {@link #SENDERS}. */
    private record Row(Function<TestLobby, DomainCommand> command, List<Optional<RefusalCode>> answers) {}

    private static final List<Sender> SENDERS = List.of(
            Sender.person(HOST), Sender.person(BOB), Sender.person(CAROL), Sender.person(MALLORY), Sender.session());

    private static Row row(Function<TestLobby, DomainCommand> command, List<Optional<RefusalCode>> answers) {
        return new Row(command, answers);
    }

    private static Row row(DomainCommand command, List<Optional<RefusalCode>> answers) {
        return new Row(story -> command, answers);
    }

    private static List<Optional<RefusalCode>> answers(Object... answers) {
        return Stream.of(answers)
                .map(answer -> answer instanceof RefusalCode code ? Optional.of(code) : OK)
                .toList();
    }

    private static List<Optional<RefusalCode>> hostAlone() {
        return answers(OK, ONLY_HOST, ONLY_HOST, NOT_A_PARTICIPANT, ONLY_HOST);
    }

    private static List<Optional<RefusalCode>> hostAndSession() {
        return answers(OK, ONLY_HOST, ONLY_HOST, NOT_A_PARTICIPANT, OK);
    }

    private static List<Optional<RefusalCode>> sessionAlone() {
        return answers(ONLY_SESSION, ONLY_SESSION, ONLY_SESSION, NOT_A_PARTICIPANT, OK);
    }

    private static List<Optional<RefusalCode>> bobAlone() {
        return answers(NOT_YOURSELF, OK, NOT_YOURSELF, NOT_A_PARTICIPANT, NOT_YOURSELF);
    }

    private static List<Optional<RefusalCode>> bobAndHost() {
        return answers(OK, OK, NOT_YOURSELF, NOT_A_PARTICIPANT, NOT_YOURSELF);
    }

    private static List<Optional<RefusalCode>> nobodyAgain() {
        RefusalCode there = RefusalCode.LOBBY_EXISTS;
        return answers(there, there, there, there, there);
    }

    private static Stream<Row> lifecycle() {
        RefusalCode there = RefusalCode.LOBBY_EXISTS;
        Participant host = Participant.admitted(EVE, Name.of("Eve"), LobbyTime.ZERO);
        Property score = new Property("map", Value.of("ice"), PropertyAccess.HOST);
        return Stream.of(
                row(new CreateLobby(LOBBY, "Again", "Host"), nobodyAgain()),
                row(
                        new CreateLobbyWithHost(LOBBY, "Again", host),
                        answers(there, there, there, NOT_A_PARTICIPANT, there)),
                row(CommandAuthorityTest::onceClosed, hostAlone()),
                row(new CloseLobby(LOBBY), hostAlone()),
                row(new EndLobby(LOBBY), hostAndSession()),
                row(new RenameLobby(LOBBY, "Saturday"), hostAlone()),
                row(new ChangeSettings(LOBBY, LobbySettings.DEFAULT.withCapacity(7)), hostAlone()),
                row(new ChangePassword(LOBBY, Optional.of(TestLobby.lock("new"))), hostAlone()),
                row(
                        new SetLobbyProperty(LOBBY, score),
                        answers(OK, ONLY_HOST, ONLY_HOST, NOT_A_PARTICIPANT, NOT_A_PARTICIPANT)),
                row(new RemoveLobbyProperty(LOBBY, "old"), hostAlone()));
    }

    private static Stream<Row> membership() {
        Participant newcomer = Participant.admitted(EVE, Name.of("Eve"), LobbyTime.ZERO);
        RefusalCode in = RefusalCode.ALREADY_JOINED;
        RefusalCode notAllowed = RefusalCode.RECLAIM_NOT_ALLOWED;
        return Stream.of(
                row(new JoinLobby(LOBBY, "Newcomer"), answers(in, in, in, OK, NOT_YOURSELF)),
                row(new AddParticipant(LOBBY, newcomer), sessionAlone()),
                row(new LeaveLobby(LOBBY, BOB), bobAlone()),
                row(new KickGuest(LOBBY, HOST, BOB), hostAlone()),
                row(new LiftBan(LOBBY, TestLobby.person("Banned")), hostAlone()),
                row(new RemoveLostGuest(LOBBY, BOB), sessionAlone()),
                row(new DelegateHost(LOBBY, HOST, BOB), hostAlone()),
                row(new ReplaceLostHost(LOBBY, BOB), sessionAlone()),
                row(
                        new ReclaimHost(LOBBY, BOB),
                        answers(NOT_YOURSELF, notAllowed, NOT_YOURSELF, NOT_A_PARTICIPANT, NOT_YOURSELF)));
    }

    private static Stream<Row> participants() {
        return Stream.of(
                row(new ToggleParticipationMode(LOBBY, BOB, BOB), bobAlone()),
                row(
                        new UpdateParticipantMode(LOBBY, BOB, ParticipationMode.SPECTATING),
                        answers(OK, ONLY_HOST, ONLY_HOST, NOT_A_PARTICIPANT, OK)),
                row(new RenameParticipant(LOBBY, BOB, "Bobby"), bobAlone()),
                row(new SetReady(LOBBY, BOB, true), bobAlone()),
                row(new ChooseTeam(LOBBY, BOB, Optional.of("Red")), bobAndHost()),
                row(new SetParticipantProperty(LOBBY, BOB, "hat", Value.of("green")), bobAndHost()),
                row(new RemoveParticipantProperty(LOBBY, BOB, "old"), bobAndHost()),
                row(new SendChat(LOBBY, BOB, "Hello"), bobAlone()));
    }

    private static Stream<Row> activities() {
        return Stream.of(
                row(story -> new QueueActivity(LOBBY, echo(story)), hostAlone()),
                row(story -> new RemoveQueuedActivity(LOBBY, firstQueued(story)), hostAlone()),
                row(story -> new MoveQueuedActivity(LOBBY, firstQueued(story), 1), hostAlone()),
                row(CommandAuthorityTest::onceReady, hostAlone()),
                row(CommandAuthorityTest::whileCountingDown, hostAlone()),
                row(new StartNextRun(LOBBY), hostAlone()),
                row(
                        story -> new SyncRunStarted(LOBBY, new RunId(story.nextId()), echo(story), List.of(BOB)),
                        sessionAlone()),
                row(
                        story -> new SubmitResult(LOBBY, story.startEcho("now"), BOB, EchoChallenge.response("now")),
                        bobAlone()),
                row(story -> new CancelRun(LOBBY, story.startEcho("now")), hostAlone()),
                row(story -> new RemoveSubmitter(LOBBY, story.startEcho("now"), BOB), hostAndSession()));
    }

    private static DomainCommand onceClosed(TestLobby story) {
        story.accepts(HOST, new CloseLobby(LOBBY));
        return new OpenLobby(LOBBY);
    }

    private static DomainCommand onceReady(TestLobby story) {
        story.accepts(BOB, new SetReady(LOBBY, BOB, true));
        return new StartCountdown(LOBBY);
    }

    private static DomainCommand whileCountingDown(TestLobby story) {
        story.accepts(HOST, onceReady(story));
        return new CancelCountdown(LOBBY);
    }

    private static ActivityConfig echo(TestLobby story) {
        return EchoChallenge.challenge(new ActivityId(story.nextId()), "Hello");
    }

    private static ActivityId firstQueued(TestLobby story) {
        return story.lobby().queue().get(0).id();
    }

    /** A lobby in which every command finds what it needs. */
    private static TestLobby prepared() {
        var teams = LobbySettings.DEFAULT.withTeams(List.of(Name.of("Red")), TeamChoice.PLAYERS);
        TestLobby story = TestLobby.hostedBy("Host", teams.withHostReclaim(HostReclaim.ORIGINAL_HOST));
        story.join("Bob");
        story.toggle(story.join("Carol"));
        ParticipantId banned = story.join("Banned");
        story.accepts(HOST, new KickGuest(LOBBY, HOST, banned, true));
        story.accepts(HOST, new SetLobbyProperty(LOBBY, new Property("old", Value.none(), PropertyAccess.HOST)));
        story.accepts(BOB, new SetParticipantProperty(LOBBY, BOB, "old", Value.none()));
        story.queueEcho("first");
        story.queueEcho("second");
        return story;
    }

    private static Stream<Row> rows() {
        return Stream.of(lifecycle(), membership(), participants(), activities())
                .flatMap(rows -> rows);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everySenderHasItsAnswer(Row row) {
        for (int sender = 0; sender < SENDERS.size(); sender++) {
            TestLobby story = prepared();
            DomainCommand command = row.command().apply(story);
            Sender from = SENDERS.get(sender);
            Decision decision = story.decide(from, command);
            Optional<RefusalCode> answer = decision.refusal().map(Refusal::code);
            assertEquals(row.answers().get(sender), answer, () -> command + " from " + from);
            if (answer.isEmpty()) {
                story.accepts(from, command);
            }
        }
    }

    /** A command that is added without a row here makes this fail. */
    @Test
    void everyCommandHasItsRow() {
        Set<Class<?>> tried =
                rows().map(row -> row.command().apply(prepared()).getClass()).collect(Collectors.toSet());

        assertEquals(new HashSet<>(Families.leaves(DomainCommand.class)), tried);
        assertEquals(37, tried.size());
    }
}
