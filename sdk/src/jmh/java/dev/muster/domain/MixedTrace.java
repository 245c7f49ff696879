package dev.muster.domain;

import dev.muster.domain.ActivityCommand.CancelRun;
import dev.muster.domain.ActivityCommand.MoveQueuedActivity;
import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.RemoveQueuedActivity;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.LifecycleCommand.SetLobbyProperty;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.ParticipantCommand.RenameParticipant;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantCommand.SetParticipantProperty;
import dev.muster.domain.ParticipantCommand.SetReady;
import dev.muster.domain.ParticipantCommand.ToggleParticipationMode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What an evening in a crowded lobby looks like: mostly people fiddling with themselves, some talk, now and then a run,
 * and somebody who comes and goes. Leaves the lobby as it found it, so that it can be played again and again.
 */
final class MixedTrace {
    /** How many commands the trace has; a constant, because the harness divides by it. */
    static final int LENGTH = 1384;

    /** Runs that a trace starts. */
    static final int RUNS = 8;

    record Step(Sender sender, DomainCommand command) {}

    private final List<Step> steps = new ArrayList<>();

    private int run;

    private MixedTrace(int firstRun) {
        this.run = firstRun;
    }

    /** @param firstRun the number of the run that the trace starts first, of {@link #RUNS} */
    static Step[] steps(int firstRun) {
        var trace = new MixedTrace(firstRun);
        for (int round = 0; round < 4; round++) {
            trace.peopleFiddle(round);
            trace.peopleTalk(round);
            trace.somebodyComesAndGoes(round);
            trace.theHostPlans();
            trace.everybodyPlays();
        }
        if (trace.steps.size() != LENGTH) {
            throw new IllegalStateException("LENGTH has to be " + trace.steps.size());
        }
        return trace.steps.toArray(Step[]::new);
    }

    private void peopleFiddle(int round) {
        for (int person = 1; person < CrowdedLobby.PEOPLE; person++) {
            ParticipantId id = CrowdedLobby.person(person);
            add(person, new SetReady(CrowdedLobby.LOBBY, id, true));
            add(person, new ToggleParticipationMode(CrowdedLobby.LOBBY, id, id));
            add(person, new ToggleParticipationMode(CrowdedLobby.LOBBY, id, id));
            Value value = Value.of(round % 2 == 0 ? "red" : "blue");
            add(person, new SetParticipantProperty(CrowdedLobby.LOBBY, id, "colour", value));
        }
        var map = new Property("map", Value.of("island " + round), PropertyAccess.HOST);
        add(0, new SetLobbyProperty(CrowdedLobby.LOBBY, map));
    }

    private void peopleTalk(int round) {
        for (int person = 0; person < CrowdedLobby.PEOPLE; person += 4) {
            ParticipantId id = CrowdedLobby.person(person);
            add(person, new SendChat(CrowdedLobby.LOBBY, id, "shall we start? round " + round));
        }
    }

    private void somebodyComesAndGoes(int round) {
        int last = CrowdedLobby.PEOPLE - 1;
        ParticipantId id = CrowdedLobby.person(last);
        if (round % 2 == 0) {
            add(last, new LeaveLobby(CrowdedLobby.LOBBY, id));
        } else {
            add(0, new KickGuest(CrowdedLobby.LOBBY, CrowdedLobby.person(0), id));
        }
        add(last, new JoinLobby(CrowdedLobby.LOBBY, "Somebody else"));
        add(last, new RenameParticipant(CrowdedLobby.LOBBY, id, "Player " + last));
    }

    private void theHostPlans() {
        for (int activity = 0; activity < 4; activity++) {
            add(0, new QueueActivity(CrowdedLobby.LOBBY, EchoChallenge.challenge(activityId(activity), "Hello lobby")));
        }
        add(0, new MoveQueuedActivity(CrowdedLobby.LOBBY, activityId(3), 0));
        add(0, new RemoveQueuedActivity(CrowdedLobby.LOBBY, activityId(1)));
        add(0, new RemoveQueuedActivity(CrowdedLobby.LOBBY, activityId(2)));
    }

    private void everybodyPlays() {
        add(0, new StartNextRun(CrowdedLobby.LOBBY));
        for (int person = 0; person < CrowdedLobby.PEOPLE; person++) {
            Value answer = EchoChallenge.response(person % 3 == 0 ? "hello lobby" : "Hello lobby");
            RunId played = CrowdedLobby.run(run);
            add(person, new SubmitResult(CrowdedLobby.LOBBY, played, CrowdedLobby.person(person), answer));
        }
        add(0, new StartNextRun(CrowdedLobby.LOBBY));
        add(0, new CancelRun(CrowdedLobby.LOBBY, CrowdedLobby.run(run + 1)));
        run += 2;
    }

    private void add(int person, DomainCommand command) {
        steps.add(new Step(CrowdedLobby.sender(person), command));
    }

    private static ActivityId activityId(int number) {
        return new ActivityId(new UUID(4, number));
    }
}
