package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.ParticipantCommand.ToggleParticipationMode;
import dev.muster.domain.ParticipantCommand.UpdateParticipantMode;
import dev.muster.domain.ParticipantEvent.ParticipationModeChanged;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A host with Carol, who plays. */
class ParticipationModeScenariosTest {
    private final TestLobby story = TestLobby.hostedBy("Host");
    private final ParticipantId host = story.host();
    private final ParticipantId carol = story.join("Carol");
    private final ToggleParticipationMode toggle = new ToggleParticipationMode(TestLobby.ID, carol, carol);

    @Test
    void aGuestStartsToWatchBeforeARun() {
        assertEquals(
                List.of(new ParticipationModeChanged(TestLobby.ID, carol, ParticipationMode.SPECTATING, false)),
                story.accepts(carol, toggle));
        assertFalse(story.participant(carol).isActive());
    }

    @Test
    void nobodyTogglesDuringARun() {
        story.startEcho("Hello");
        ParticipantId late = story.join("Late");

        story.refuses(carol, toggle, RefusalCode.RUN_IN_PROGRESS);
        story.refuses(late, new ToggleParticipationMode(TestLobby.ID, late, late), RefusalCode.RUN_IN_PROGRESS);
        story.refuses(host, new ToggleParticipationMode(TestLobby.ID, carol, host), RefusalCode.RUN_IN_PROGRESS);
    }

    @Test
    void aSpectatorSubmitsNothing() {
        story.toggle(carol);
        RunId run = story.startEcho("Hello");

        Refusal refusal = story.refuses(
                carol,
                new SubmitResult(TestLobby.ID, run, carol, EchoChallenge.response("Hello")),
                RefusalCode.NOT_REQUIRED);

        assertEquals("You do not play in this run.", refusal.sentence());
    }

    @Test
    void theHostMakesAGuestWatchAndTheEventSaysSo() {
        var forced = new ParticipationModeChanged(TestLobby.ID, carol, ParticipationMode.SPECTATING, true);

        assertEquals(
                List.of(forced),
                story.accepts(host, new UpdateParticipantMode(TestLobby.ID, carol, ParticipationMode.SPECTATING)));
    }

    @Test
    void aSpectatorPlaysAgainAfterTheRun() {
        story.toggle(carol);
        story.startEcho("Hello");
        story.submit(host, "Hello");

        story.toggle(carol);

        assertTrue(story.participant(carol).isActive());
        story.startEcho("Again");
        assertTrue(story.run().requires(carol));
    }

    @Test
    void aHostThatWatchesStillManages() {
        story.toggle(host);

        story.startEcho("Hello");
        assertEquals(List.of(carol), story.run().required());
        story.accepts(host, new KickGuest(TestLobby.ID, host, carol));
        assertEquals(RunEndReason.NOBODY_LEFT, story.lobby().history().get(0).reason());
    }

    @Test
    void aNewGuestPlays() {
        assertEquals(ParticipationMode.ACTIVE, story.participant(carol).mode());
    }

    @Test
    void aRunIsCompleteWithoutItsSpectators() {
        ParticipantId dave = story.join("Dave");
        story.toggle(dave);
        story.startEcho("Hello");
        story.submit(carol, "Hello");

        story.submit(host, "Hello");

        assertEquals(RunStatus.COMPLETED, story.lobby().history().get(0).status());
    }

    @Test
    void theHostAloneCompletesARunThatAllGuestsWatch() {
        story.toggle(carol);
        story.startEcho("Hello");

        story.submit(host, "Hello");

        assertEquals(RunStatus.COMPLETED, story.lobby().history().get(0).status());
        assertEquals(1, story.lobby().leaderboard().size());
    }
}
