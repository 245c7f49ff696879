package dev.muster.domain;

import dev.muster.domain.ActivityCommand.CancelRun;
import dev.muster.domain.ActivityCommand.RemoveSubmitter;
import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.ActivityCommand.SyncRunStarted;
import dev.muster.domain.ActivityEvent.CountdownCancelled;
import dev.muster.domain.ActivityEvent.ResultSubmitted;
import dev.muster.domain.ActivityEvent.RunStarted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How a run starts, gathers results and ends. */
final class RunRules {
    private final Situation situation;
    private final Lobby lobby;

    RunRules(Situation situation) {
        this.situation = situation;
        this.lobby = situation.lobby();
    }

    Decision startNext() {
        if (!situation.isHost()) {
            return Situation.onlyHost("start a run");
        }
        return refusalToStart().orElseGet(() -> Decision.accepted(startOfNext(idsOf(Participant::isActive))));
    }

    Decision sync(SyncRunStarted command) {
        if (!situation.sender().isSession()) {
            return Situation.onlySession();
        }
        if (lobby.run().isPresent()) {
            return runInProgress();
        }
        if (lobby.stage().isOver(command.runId())) {
            return noSuchRun();
        }
        List<ParticipantId> required = command.requiredSubmitters();
        if (required.isEmpty()) {
            return nobodyActive();
        }
        if (!required.stream().allMatch(lobby.members()::contains)) {
            return Situation.noSuchParticipant();
        }
        if (!required.stream().map(lobby.members()::get).allMatch(Participant::isActive)) {
            return Decision.refused(RefusalCode.NOT_ACTIVE, "Somebody who watches cannot be required.");
        }
        return Decision.accepted(start(command.runId(), command.config(), required));
    }

    Decision submit(SubmitResult command) {
        if (!situation.sender().is(command.participantId())) {
            return Situation.notYourself();
        }
        Optional<ActivityRun> run = runInProgress(command.runId());
        if (run.isEmpty()) {
            return noSuchRun();
        }
        if (!run.get().requires(command.participantId())) {
            return Decision.refused(RefusalCode.NOT_REQUIRED, "You do not play in this run.");
        }
        if (run.get().hasResultOf(command.participantId())) {
            return Decision.refused(RefusalCode.ALREADY_SUBMITTED, "Your result is in already.");
        }
        return judge(command, run.get());
    }

    Decision cancel(CancelRun command) {
        Optional<ActivityRun> run = runInProgress(command.runId());
        if (!situation.isHost()) {
            return Situation.onlyHost("cancel a run");
        }
        return run.map(one -> Decision.accepted(
                        Consequences.end(lobby, one, RunEndReason.CANCELLED_BY_HOST, situation.now())))
                .orElseGet(RunRules::noSuchRun);
    }

    Decision removeSubmitter(RemoveSubmitter command) {
        Optional<ActivityRun> run = runInProgress(command.runId());
        if (!situation.isHostOrSession()) {
            return Situation.onlyHost("take somebody out of a run");
        }
        if (run.isEmpty()) {
            return noSuchRun();
        }
        if (!run.get().requires(command.participantId())) {
            return Decision.refused(RefusalCode.NOT_REQUIRED, "That participant does not play in this run.");
        }
        return Decision.accepted(
                Consequences.ofRelease(lobby, run.get(), command.participantId(), false, situation.now()));
    }

    /**
     * What the clock brings about: the end of the countdown, or of a run's time; and the end of a run that is over
     * already, where a host vanished between the last result and saying so.
     *
     * <p>The countdown starts those who said they are ready, and the host. Whoever came in meanwhile is not required,
     * just like somebody who comes in during the run.
     */
    List<LoggedEvent> due() {
        Optional<ActivityRun> run = lobby.run();
        if (run.isPresent()) {
            RunEndReason reason = run.get().ending().orElse(RunEndReason.TIME_LIMIT);
            return List.of(Consequences.end(lobby, run.get(), reason, situation.now()));
        }
        List<ParticipantId> ready = idsOf(one -> one.isActive() && (one.ready() || lobby.isHost(one.id())));
        return List.of(
                ready.isEmpty()
                        ? new CountdownCancelled(lobby.id(), CountdownCancelReason.NOT_READY)
                        : startOfNext(ready));
    }

    /** Why no run can start now, if none can. */
    Optional<Decision> refusalToStart() {
        if (lobby.run().isPresent()) {
            return Optional.of(runInProgress());
        }
        if (lobby.queue().isEmpty()) {
            return Optional.of(
                    Decision.refused(RefusalCode.QUEUE_EMPTY, "Nothing is queued; queue an activity first."));
        }
        return lobby.participants().stream().anyMatch(Participant::isActive)
                ? Optional.empty()
                : Optional.of(nobodyActive());
    }

    private LoggedEvent startOfNext(List<ParticipantId> required) {
        return start(new RunId(situation.ids().next()), lobby.queue().get(0), required);
    }

    private List<ParticipantId> idsOf(Predicate<Participant> test) {
        return lobby.participants().stream().filter(test).map(Participant::id).toList();
    }

    private LoggedEvent start(RunId id, ActivityConfig config, List<ParticipantId> required) {
        Optional<LobbyTime> deadline = Stream.concat(
                        lobby.settings().runTimeLimit().stream(), situation.judging().timeLimit(config).stream())
                .min(Duration::compareTo)
                .map(situation.now()::plus)
                .filter(situation.now()::isBefore);
        return new RunStarted(lobby.id(), new RunStart(id, config, situation.now(), deadline), required);
    }

    private Decision judge(SubmitResult command, ActivityRun run) {
        if (command.data().weight() > LobbyLimits.RESULT_DATA_WEIGHT_MAX) {
            return Decision.refused(
                    RefusalCode.VALUE_TOO_LARGE,
                    "A result may weigh " + LobbyLimits.RESULT_DATA_WEIGHT_MAX + " bytes at most.");
        }
        Judging.Verdict verdict = situation.judging().judge(run.config(), command.data());
        if (verdict.problem().isPresent()) {
            return Decision.refused(
                    RefusalCode.INVALID_RESULT, verdict.problem().get());
        }
        var result = new ActivityResult(
                run.id(),
                command.participantId(),
                lobby.members().get(command.participantId()).name(),
                command.data(),
                verdict.score(),
                command.timeTaken().map(claimed -> plausible(claimed, run)));
        List<LoggedEvent> events = new ArrayList<>(2);
        events.add(new ResultSubmitted(lobby.id(), run.id(), result));
        Consequences.ending(lobby, run.submitted(result), situation.now()).ifPresent(events::add);
        return Decision.accepted(events);
    }

    private Duration plausible(Duration claimed, ActivityRun run) {
        Duration lasted = situation.now().since(run.start().startedAt());
        return Collections.min(List.of(claimed, lasted, LobbyLimits.TIME_TAKEN_MAX));
    }

    private Optional<ActivityRun> runInProgress(RunId id) {
        return lobby.run().filter(run -> run.id().equals(id));
    }

    private static Decision runInProgress() {
        return Decision.refused(RefusalCode.RUN_IN_PROGRESS, "A run is in progress.");
    }

    private static Decision noSuchRun() {
        return Decision.refused(RefusalCode.NO_SUCH_RUN, "That run is not in progress; it may have ended.");
    }

    private static Decision nobodyActive() {
        return Decision.refused(RefusalCode.NOBODY_ACTIVE, "Everybody is watching; somebody has to play.");
    }
}
