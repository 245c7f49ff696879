package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityCommand.RemoveSubmitter;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.LifecycleCommand.EndLobby;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MembershipCommand.ReclaimHost;
import dev.muster.domain.MembershipCommand.ReplaceLostHost;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantCommand.ToggleParticipationMode;
import dev.muster.domain.ParticipantCommand.UpdateParticipantMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The decisions of the design where its model contradicts itself, one by one. Details are tested rule by rule. */
class DecisionTableTest {
    private static final LobbyId LOBBY = TestLobby.ID;

    private final TestLobby story = TestLobby.hostedBy("Host");
    private final ParticipantId host = story.host();
    private final ParticipantId bob = story.join("Bob");
    private final ParticipantId carol = story.join("Carol");

    private RunRecord lastRun() {
        List<RunRecord> history = story.lobby().history();
        return history.get(history.size() - 1);
    }

    @Test
    void whoIssuesACommandIsTheVerifiedSenderAndNotWhomTheCommandNames() {
        story.refuses(bob, new KickGuest(LOBBY, host, carol), RefusalCode.ONLY_HOST);
        story.refuses(bob, new SendChat(LOBBY, carol, "I am Carol"), RefusalCode.NOT_YOURSELF);
    }

    @Test
    void theHostRoleIsNotReclaimedUnlessThePolicySaysSo() {
        assertEquals(HostReclaim.NEVER, story.lobby().settings().hostReclaim());
        story.accepts(Sender.session(), new ReplaceLostHost(LOBBY, bob));
        story.refuses(host, new ReclaimHost(LOBBY, host), RefusalCode.RECLAIM_NOT_ALLOWED);
    }

    @Test
    void aHostThatLeavesIsFollowedByTheOldestGuestWithinTheSameEvent() {
        assertEquals(1, story.accepts(host, new LeaveLobby(LOBBY, host)).size());
        assertEquals(bob, story.host());
        story.accepts(bob, new LeaveLobby(LOBBY, bob));
        story.accepts(carol, new LeaveLobby(LOBBY, carol));
        assertTrue(story.lobby().isEnded(), "alone, the lobby ends");
    }

    /** The session knows who can still be reached, so it names the one; that it is the oldest of those is its duty. */
    @Test
    void aHostThatIsLostIsReplacedByWhomTheSessionNamesAndStaysAsAGuest() {
        story.refuses(bob, new ReplaceLostHost(LOBBY, bob), RefusalCode.ONLY_SESSION);
        story.accepts(Sender.session(), new ReplaceLostHost(LOBBY, carol));
        assertEquals(carol, story.host());
        assertEquals(
                List.of(host, bob),
                story.lobby().guests().stream().map(Participant::id).toList());
    }

    @Test
    void theOldestIsWhoWasAdmittedFirst() {
        story.accepts(bob, new LeaveLobby(LOBBY, bob));
        story.join("Bob");
        assertEquals(
                List.of(carol, bob),
                story.lobby().guests().stream().map(Participant::id).toList());
    }

    @Test
    void nothingStartsWithoutAnActiveParticipant() {
        List.of(host, bob, carol).forEach(story::toggle);
        story.queueEcho("Hello");
        story.refuses(host, new StartNextRun(LOBBY), RefusalCode.NOBODY_ACTIVE);
    }

    @Test
    void duringARunTheModeIsChangedOnlyByForce() {
        story.startEcho("Hello");
        story.refuses(bob, new ToggleParticipationMode(LOBBY, bob, bob), RefusalCode.RUN_IN_PROGRESS);
        story.accepts(host, new UpdateParticipantMode(LOBBY, bob, ParticipationMode.SPECTATING));
        assertEquals(List.of(host, carol), story.run().required());
    }

    @Test
    void whoJoinsDuringARunIsActiveAndNotRequired() {
        story.startEcho("Hello");
        ParticipantId dave = story.join("Dave");
        assertTrue(story.participant(dave).isActive());
        assertFalse(story.run().requires(dave));
    }

    @Test
    void whoLeavesDuringARunLeavesTheResultBehind() {
        story.startEcho("Hello");
        story.submit(bob, "Hello");
        story.accepts(bob, new LeaveLobby(LOBBY, bob));
        assertEquals(1, story.run().results().size());
        story.accepts(carol, new LeaveLobby(LOBBY, carol));
        story.accepts(Sender.session(), new RemoveSubmitter(LOBBY, story.run().id(), host));
        assertEquals(RunStatus.COMPLETED, lastRun().status(), "one had submitted");
    }

    @Test
    void whoIsKickedLosesTheResultAlsoAfterHavingStoppedPlaying() {
        story.startEcho("Hello");
        story.submit(bob, "Hello");
        story.accepts(host, new UpdateParticipantMode(LOBBY, bob, ParticipationMode.SPECTATING));
        assertEquals(1, story.run().results().size(), "forced to watch, the result stays");
        story.accepts(host, new KickGuest(LOBBY, host, bob));
        assertEquals(0, story.run().results().size(), "kicked, it goes");
    }

    @Test
    void aRunThatEverybodyLeftBeforeSubmittingIsCancelled() {
        story.toggle(host);
        story.startEcho("Hello");
        story.accepts(bob, new LeaveLobby(LOBBY, bob));
        story.accepts(carol, new LeaveLobby(LOBBY, carol));
        assertEquals(RunStatus.CANCELLED, lastRun().status());
    }

    @Test
    void whoIsKickedDuringARunTakesTheResultAlongAndMayBeBanned() {
        story.startEcho("Hello");
        story.submit(bob, "Hello");
        story.accepts(host, new KickGuest(LOBBY, host, bob, true));
        assertEquals(List.of(), story.run().results());
        assertTrue(story.lobby().isBanned(bob));
    }

    @Test
    void theLastSubmissionIsToldBeforeTheEnd() {
        story.startEcho("Hello");
        story.submit(host, "Hello");
        story.submit(bob, "Hello");
        assertEquals(
                List.of(ActivityEvent.ResultSubmitted.class, ActivityEvent.RunEnded.class),
                story.submit(carol, "Hello").stream().map(Object::getClass).toList());
    }

    @Test
    void namesAreTrimmedBoundedAndUniqueIgnoringCase() {
        ParticipantId eve = TestLobby.person("Eve");
        story.refuses(eve, new JoinLobby(LOBBY, " bob "), RefusalCode.NAME_TAKEN);
        story.refuses(eve, new JoinLobby(LOBBY, "E\u0007ve"), RefusalCode.INVALID_NAME);
        story.refuses(eve, new JoinLobby(LOBBY, "E".repeat(51)), RefusalCode.INVALID_NAME);
        story.accepts(eve, new JoinLobby(LOBBY, " " + "é".repeat(50) + " "));
    }

    @Test
    void aLobbyHasElevenPlacesAndIsOpenUnlessSomebodySaysOtherwise() {
        assertEquals(11, story.lobby().settings().capacity());
        assertEquals(LobbyStatus.OPEN, story.lobby().status());
        assertTrue(story.lobby().password().isEmpty());
        story.accepts(host, new EndLobby(LOBBY));
        assertEquals(LobbyStatus.ENDED, story.lobby().status());
    }
}
