package dev.muster.domain;

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
import dev.muster.domain.ActivityEvent.ActivityQueued;
import dev.muster.domain.ActivityEvent.CountdownCancelled;
import dev.muster.domain.ActivityEvent.CountdownStarted;
import dev.muster.domain.ActivityEvent.QueuedActivityMoved;
import dev.muster.domain.ActivityEvent.QueuedActivityRemoved;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who may change what is played next, and how. What concerns the run itself is in {@link RunRules}. */
final class ActivityRules implements ActivityCommand.Cases<Decision> {
    private final Situation situation;
    private final Lobby lobby;
    private final RunRules runs;

    ActivityRules(Situation situation) {
        this.situation = situation;
        this.lobby = situation.lobby();
        this.runs = new RunRules(situation);
    }

    @Override
    public Decision queueActivity(QueueActivity command) {
        ActivityConfig config = command.config();
        if (!situation.isHost()) {
            return Situation.onlyHost("queue an activity");
        }
        if (lobby.stage().isQueued(config.id()) || lobby.stage().isPlayed(config.id())) {
            return Decision.refused(RefusalCode.ACTIVITY_EXISTS, "That activity is queued already.");
        }
        if (lobby.queue().size() >= LobbyLimits.QUEUE_MAX) {
            return Decision.refused(
                    RefusalCode.TOO_MANY_ACTIVITIES,
                    LobbyLimits.QUEUE_MAX + " activities are queued already; play or remove one first.");
        }
        Optional<String> problem = situation.judging().problemWithConfig(config);
        return problem.map(sentence -> Decision.refused(RefusalCode.INVALID_CONFIG, sentence))
                .orElseGet(() -> Decision.accepted(new ActivityQueued(lobby.id(), config)));
    }

    @Override
    public Decision removeQueuedActivity(RemoveQueuedActivity command) {
        if (!situation.isHost()) {
            return Situation.onlyHost("remove an activity");
        }
        if (!lobby.stage().isQueued(command.activityId())) {
            return noSuchActivity();
        }
        boolean changesNext = lobby.stage().positionOf(command.activityId()) == 0;
        return queueChanged(changesNext, new QueuedActivityRemoved(lobby.id(), command.activityId()));
    }

    @Override
    public Decision moveQueuedActivity(MoveQueuedActivity command) {
        int target = command.position();
        if (!situation.isHost()) {
            return Situation.onlyHost("move an activity");
        }
        if (!lobby.stage().isQueued(command.activityId())) {
            return noSuchActivity();
        }
        if (target < 0 || target >= lobby.queue().size()) {
            return Decision.refused(
                    RefusalCode.NO_SUCH_POSITION,
                    "The queue has the places 0 to " + (lobby.queue().size() - 1) + ".");
        }
        int present = lobby.stage().positionOf(command.activityId());
        if (present == target) {
            return Situation.nothingToChange("The activity is at that place already.");
        }
        return queueChanged(
                present == 0 || target == 0, new QueuedActivityMoved(lobby.id(), command.activityId(), target));
    }

    @Override
    public Decision startCountdown(StartCountdown command) {
        if (!situation.isHost()) {
            return Situation.onlyHost("start the countdown");
        }
        if (lobby.countdown().isPresent()) {
            return Decision.refused(RefusalCode.COUNTDOWN_RUNNING, "The countdown is running already.");
        }
        Optional<Decision> cannotStart = runs.refusalToStart();
        if (cannotStart.isPresent()) {
            return cannotStart.get();
        }
        List<String> unready = lobby.activeParticipants().stream()
                .filter(one -> !one.ready() && !lobby.isHost(one.id()))
                .map(one -> one.name().value())
                .toList();
        if (!unready.isEmpty()) {
            return Decision.refused(RefusalCode.NOT_READY, "Not ready yet: " + String.join(", ", unready) + ".");
        }
        LobbyTime endsAt = situation.now().plus(lobby.settings().countdown());
        return Decision.accepted(new CountdownStarted(lobby.id(), new Countdown(situation.now(), endsAt)));
    }

    @Override
    public Decision cancelCountdown(CancelCountdown command) {
        if (!situation.isHost()) {
            return Situation.onlyHost("cancel the countdown");
        }
        if (lobby.countdown().isEmpty()) {
            return Decision.refused(RefusalCode.NO_COUNTDOWN, "No countdown is running.");
        }
        return Decision.accepted(new CountdownCancelled(lobby.id(), CountdownCancelReason.HOST));
    }

    @Override
    public Decision startNextRun(StartNextRun command) {
        return runs.startNext();
    }

    @Override
    public Decision syncRunStarted(SyncRunStarted command) {
        return runs.sync(command);
    }

    @Override
    public Decision submitResult(SubmitResult command) {
        return runs.submit(command);
    }

    @Override
    public Decision cancelRun(CancelRun command) {
        return runs.cancel(command);
    }

    @Override
    public Decision removeSubmitter(RemoveSubmitter command) {
        return runs.removeSubmitter(command);
    }

    /** A countdown is to what everybody sees; if that changes, it stops, and the host starts it again. */
    private Decision queueChanged(boolean changesNext, LoggedEvent change) {
        List<LoggedEvent> events = new ArrayList<>(2);
        if (changesNext && lobby.countdown().isPresent()) {
            events.add(new CountdownCancelled(lobby.id(), CountdownCancelReason.QUEUE_CHANGED));
        }
        events.add(change);
        return Decision.accepted(events);
    }

    private static Decision noSuchActivity() {
        return Decision.refused(RefusalCode.NO_SUCH_ACTIVITY, "That activity is not queued.");
    }
}
