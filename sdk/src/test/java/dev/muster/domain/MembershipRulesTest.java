package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityCommand.StartCountdown;
import dev.muster.domain.ActivityEvent.CountdownCancelled;
import dev.muster.domain.ActivityEvent.RunEnded;
import dev.muster.domain.ActivityEvent.SubmitterRemoved;
import dev.muster.domain.LifecycleCommand.ChangeSettings;
import dev.muster.domain.LifecycleCommand.CloseLobby;
import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.MembershipCommand.AddParticipant;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MembershipCommand.LiftBan;
import dev.muster.domain.MembershipCommand.ReclaimHost;
import dev.muster.domain.MembershipCommand.RemoveLostGuest;
import dev.muster.domain.MembershipCommand.ReplaceLostHost;
import dev.muster.domain.MembershipEvent.BanLifted;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.MembershipEvent.GuestKicked;
import dev.muster.domain.MembershipEvent.GuestLeft;
import dev.muster.domain.MembershipEvent.HostDelegated;
import dev.muster.domain.ParticipantCommand.SetReady;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MembershipRulesTest {
    private static final LobbyId LOBBY = TestLobby.ID;

    private final TestLobby story = TestLobby.hostedBy("Host");
    private final ParticipantId host = story.host();
    private final ParticipantId bob = story.join("Bob");
    private final ParticipantId carol = story.join("Carol");
    private final ParticipantId eve = TestLobby.person("Eve");

    private void settings(LobbySettings settings) {
        story.accepts(story.host(), new ChangeSettings(LOBBY, settings));
    }

    private static Participant described(String name) {
        return Participant.admitted(TestLobby.person(name), Name.of(name), LobbyTime.ZERO);
    }

    /** Wrong in every way there is; each step takes away what was found wrong before. */
    @Test
    void aNewcomerHearsTheReasonsOneByOneAndWhoIsBannedHearsOnlyThat() {
        story.accepts(host, new KickGuest(LOBBY, host, carol, true));
        story.lockWith("sesame");
        settings(LobbySettings.DEFAULT.withCapacity(2));
        story.accepts(host, new CloseLobby(LOBBY));
        Sender eveKnows = TestLobby.knowing(eve, "sesame");

        story.refuses(carol, new JoinLobby(LOBBY, "\n"), RefusalCode.BANNED);
        story.refuses(eve, new JoinLobby(LOBBY, "\n"), RefusalCode.WRONG_PASSWORD);
        story.refuses(eveKnows, new JoinLobby(LOBBY, "\n"), RefusalCode.INVALID_NAME);
        story.refuses(TestLobby.knowing(bob, "sesame"), new JoinLobby(LOBBY, "Bob"), RefusalCode.ALREADY_JOINED);
        story.refuses(eveKnows, new JoinLobby(LOBBY, "Bob"), RefusalCode.LOBBY_CLOSED);
        story.accepts(host, new LifecycleCommand.OpenLobby(LOBBY));
        story.refuses(eveKnows, new JoinLobby(LOBBY, "Bob"), RefusalCode.LOBBY_FULL);
        settings(LobbySettings.DEFAULT.withCapacity(3));
        story.refuses(eveKnows, new JoinLobby(LOBBY, "Bob"), RefusalCode.NAME_TAKEN);
        story.accepts(eveKnows, new JoinLobby(LOBBY, " Eve "));
        assertEquals("Eve", story.participant(eve).name().value());
    }

    @Test
    void whoProvedAPasswordWhereThereIsNoneIsWelcome() {
        story.accepts(TestLobby.knowing(eve, "whatever"), new JoinLobby(LOBBY, "Eve"));
        assertTrue(story.lobby().participant(eve).isPresent());
    }

    @Test
    void aDescribedGuestComesInAsDescribedUnlessSomethingIsAgainstIt() {
        settings(LobbySettings.DEFAULT.withTeams(List.of(Name.of("Red")), TeamChoice.HOST));
        Participant watching = described("Eve").inMode(ParticipationMode.SPECTATING);
        Participant red = watching.inTeam(Optional.of(Name.of("Red")));
        Participant blue = watching.inTeam(Optional.of(Name.of("Blue")));
        story.accepts(host, new KickGuest(LOBBY, host, carol, true));

        Sender session = Sender.session();
        story.refuses(session, new AddParticipant(LOBBY, described("Carol")), RefusalCode.BANNED);
        story.refuses(session, new AddParticipant(LOBBY, described("Bob")), RefusalCode.ALREADY_JOINED);
        story.refuses(session, new AddParticipant(LOBBY, blue), RefusalCode.NO_SUCH_TEAM);
        story.refuses(session, new AddParticipant(LOBBY, watching.renamed(Name.of("bob"))), RefusalCode.NAME_TAKEN);
        assertEquals(List.of(new GuestJoined(LOBBY, red)), story.accepts(session, new AddParticipant(LOBBY, red)));
        assertEquals(red, story.participant(eve));
    }

    @Test
    void theLastPlaceIsTakenAndNotOneMore() {
        settings(LobbySettings.DEFAULT.withCapacity(LobbyLimits.CAPACITY_MAX));
        for (int i = 4; i <= LobbyLimits.CAPACITY_MAX; i++) {
            story.join("Guest " + i);
        }
        assertTrue(story.lobby().isFull());
        story.refuses(eve, new JoinLobby(LOBBY, "Eve"), RefusalCode.LOBBY_FULL);
        story.accepts(bob, new LeaveLobby(LOBBY, bob));
        story.accepts(eve, new JoinLobby(LOBBY, "Eve"));
    }

    @Test
    void aKickNamesItsHostAndSparesWhoIsHost() {
        story.refuses(host, new KickGuest(LOBBY, bob, carol), RefusalCode.NOT_YOURSELF);
        story.refuses(bob, new KickGuest(LOBBY, host, carol), RefusalCode.ONLY_HOST);
        story.refuses(host, new KickGuest(LOBBY, host, eve), RefusalCode.NO_SUCH_PARTICIPANT);
        Refusal own = story.refuses(host, new KickGuest(LOBBY, host, host), RefusalCode.TARGET_IS_HOST);
        assertEquals("The host cannot be kicked; make somebody else host first.", own.sentence());
        assertEquals(
                List.of(new GuestKicked(LOBBY, bob, host, false)),
                story.accepts(host, new KickGuest(LOBBY, host, bob)));
        assertEquals(List.of(), story.lobby().bans());
        story.join("Bob");
    }

    @Test
    void aBanKeepsAPersonOutUntilItIsLifted() {
        assertEquals(
                List.of(new GuestKicked(LOBBY, bob, host, true)),
                story.accepts(host, new KickGuest(LOBBY, host, bob, true)));
        assertEquals(List.of(new Ban(bob, Name.of("Bob"))), story.lobby().bans());
        assertTrue(story.lobby().isBanned(bob));
        Refusal refusal = story.refuses(bob, new JoinLobby(LOBBY, "Robert"), RefusalCode.BANNED);
        assertEquals("You are banned from this lobby.", refusal.sentence());
        story.refuses(host, new LiftBan(LOBBY, carol), RefusalCode.NOT_BANNED);

        assertEquals(List.of(new BanLifted(LOBBY, bob)), story.accepts(host, new LiftBan(LOBBY, bob)));

        story.join("Bob");
        assertEquals(List.of("Host", "Carol", "Bob"), story.names());
    }

    @Test
    void theListOfBansHasABoundAndAKickWithoutABanStillWorks() {
        TestLobby full = story.withBansButFor(1);
        ParticipantId troll = full.join("Troll");
        full.accepts(host, new KickGuest(LOBBY, host, troll, true));
        assertEquals(LobbyLimits.BANS_MAX, full.lobby().bans().size());
        full.refuses(host, new KickGuest(LOBBY, host, bob, true), RefusalCode.TOO_MANY_BANS);
        full.accepts(host, new KickGuest(LOBBY, host, bob, false));
        full.accepts(host, new LiftBan(LOBBY, troll));
        full.accepts(host, new KickGuest(LOBBY, host, carol, true));
        assertEquals(LobbyLimits.BANS_MAX, full.lobby().bans().size());
    }

    @Test
    void whoIsNotInCannotLeaveAndNobodyLeavesForAnother() {
        story.refuses(eve, new LeaveLobby(LOBBY, eve), RefusalCode.NOT_A_PARTICIPANT);
        story.refuses(host, new LeaveLobby(LOBBY, bob), RefusalCode.NOT_YOURSELF);
        assertEquals(
                List.of(new GuestLeft(LOBBY, bob, LeaveReason.LEFT)), story.accepts(bob, new LeaveLobby(LOBBY, bob)));
    }

    @Test
    void onlyAGuestWhoIsHereCanBeRemovedAsLost() {
        Sender session = Sender.session();
        story.refuses(session, new RemoveLostGuest(LOBBY, eve), RefusalCode.NO_SUCH_PARTICIPANT);
        Refusal refusal = story.refuses(session, new RemoveLostGuest(LOBBY, host), RefusalCode.TARGET_IS_HOST);
        assertEquals("The host cannot be removed; make somebody else host first.", refusal.sentence());
        assertEquals(
                List.of(new GuestLeft(LOBBY, bob, LeaveReason.LOST)),
                story.accepts(session, new RemoveLostGuest(LOBBY, bob)));
    }

    @Test
    void theRoleGoesToSomebodyElseWhoIsHere() {
        story.refuses(host, new DelegateHost(LOBBY, host, eve), RefusalCode.NO_SUCH_PARTICIPANT);
        story.refuses(host, new DelegateHost(LOBBY, host, host), RefusalCode.NOTHING_TO_CHANGE);
        story.refuses(host, new DelegateHost(LOBBY, bob, carol), RefusalCode.NOT_YOURSELF);
        story.refuses(Sender.session(), new ReplaceLostHost(LOBBY, host), RefusalCode.NOTHING_TO_CHANGE);
        story.refuses(Sender.session(), new ReplaceLostHost(LOBBY, eve), RefusalCode.NO_SUCH_PARTICIPANT);
        story.toggle(bob);
        story.accepts(host, new DelegateHost(LOBBY, host, bob));
        assertEquals(bob, story.host(), "a spectating guest can be host");
    }

    @Test
    void theCreatorReclaimsTheRoleByPolicyAndAtMostOnceAMinute() {
        var reclaim = new ReclaimHost(LOBBY, host);
        settings(LobbySettings.DEFAULT.withHostReclaim(HostReclaim.ORIGINAL_HOST));
        story.refuses(host, reclaim, RefusalCode.NOTHING_TO_CHANGE);
        story.passes(Duration.ofMinutes(5));
        story.accepts(host, new DelegateHost(LOBBY, host, bob));
        story.refuses(carol, new ReclaimHost(LOBBY, carol), RefusalCode.RECLAIM_NOT_ALLOWED);

        LobbyTime reclaimed = story.now();
        assertEquals(
                List.of(new HostDelegated(LOBBY, bob, host, DelegationReason.RECLAIMED, reclaimed)),
                story.accepts(host, reclaim));

        story.accepts(host, new DelegateHost(LOBBY, host, carol));
        story.passes(Duration.ofMinutes(1).minusMillis(1));
        story.refuses(host, reclaim, RefusalCode.RECLAIM_TOO_SOON);
        story.passes(Duration.ofMillis(1));
        story.accepts(host, reclaim);
        assertEquals(host, story.host());
    }

    @Test
    void aCreatorWhoIsGoneJoinsBeforeReclaiming() {
        settings(LobbySettings.DEFAULT.withHostReclaim(HostReclaim.ORIGINAL_HOST));
        story.accepts(host, new LeaveLobby(LOBBY, host));
        assertEquals(host, story.lobby().creatorId());

        story.refuses(host, new ReclaimHost(LOBBY, host), RefusalCode.NOT_A_PARTICIPANT);
        story.join("Host");
        story.accepts(host, new ReclaimHost(LOBBY, host));
        assertEquals(List.of("Bob", "Carol", "Host"), story.names());
    }

    @Test
    void aHostThatLeavesARunSettlesItBeforeTheRoleGoesOn() {
        RunId run = story.startEcho("Hello");
        story.submit(bob, "Hello");
        story.submit(carol, "Hello");

        List<LoggedEvent> events = story.accepts(host, new LeaveLobby(LOBBY, host));

        List<ActivityResult> results = story.lobby().history().get(0).results();
        assertEquals(
                List.of(
                        new SubmitterRemoved(LOBBY, run, host, false),
                        new RunEnded(LOBBY, run, RunEndReason.ALL_SUBMITTED, results, story.now()),
                        new HostDelegated(LOBBY, host, bob, DelegationReason.HOST_LEFT, story.now())),
                events);
    }

    @Test
    void aCountdownIsCancelledBeforeTheOneLeavesWhomItCountedOn() {
        story.queueEcho("Hello");
        story.accepts(bob, new SetReady(LOBBY, bob, true));
        story.accepts(carol, new SetReady(LOBBY, carol, true));
        story.accepts(host, new StartCountdown(LOBBY));

        List<LoggedEvent> events = story.accepts(host, new LeaveLobby(LOBBY, host));

        assertEquals(
                List.of(
                        new CountdownCancelled(LOBBY, CountdownCancelReason.SOMEBODY_LEFT),
                        new HostDelegated(LOBBY, host, bob, DelegationReason.HOST_LEFT, story.now())),
                events);
    }

    @Test
    void aSpectatorWhoLeavesDisturbsNoCountdown() {
        ParticipantId dave = story.join("Dave");
        story.toggle(dave);
        story.queueEcho("Hello");
        story.accepts(bob, new SetReady(LOBBY, bob, true));
        story.accepts(carol, new SetReady(LOBBY, carol, true));
        story.accepts(host, new StartCountdown(LOBBY));

        assertEquals(1, story.accepts(dave, new LeaveLobby(LOBBY, dave)).size());
        assertTrue(story.lobby().countdown().isPresent());
    }

    @Test
    void aLobbyWithThatIdIsNotMadeTwice() {
        story.refuses(eve, new CreateLobby(LOBBY, "Mine", "Eve"), RefusalCode.LOBBY_EXISTS);
    }
}
