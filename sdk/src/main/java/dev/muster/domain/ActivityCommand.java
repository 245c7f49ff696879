package dev.muster.domain;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Commands about what is played: the queue, the countdown and the run. The host issues them, but for submitting a
 * result.
 */
public sealed interface ActivityCommand extends DomainCommand {
    /** One method per command. */
    interface Cases<R> {
        R queueActivity(QueueActivity command);

        R removeQueuedActivity(RemoveQueuedActivity command);

        R moveQueuedActivity(MoveQueuedActivity command);

        R startCountdown(StartCountdown command);

        R cancelCountdown(CancelCountdown command);

        R startNextRun(StartNextRun command);

        R syncRunStarted(SyncRunStarted command);

        R submitResult(SubmitResult command);

        R cancelRun(CancelRun command);

        R removeSubmitter(RemoveSubmitter command);
    }

    <R> R match(Cases<R> cases);

    /** Puts an activity at the end of the queue. */
    record QueueActivity(LobbyId lobbyId, ActivityConfig config) implements ActivityCommand {
        public QueueActivity {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(config, "config");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.queueActivity(this);
        }
    }

    /** Takes an activity out of the queue. */
    record RemoveQueuedActivity(LobbyId lobbyId, ActivityId activityId) implements ActivityCommand {
        public RemoveQueuedActivity {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(activityId, "activityId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.removeQueuedActivity(this);
        }
    }

    /** Moves an activity to another place in the queue; 0 is played next. */
    record MoveQueuedActivity(LobbyId lobbyId, ActivityId activityId, int position) implements ActivityCommand {
        public MoveQueuedActivity {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(activityId, "activityId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.moveQueuedActivity(this);
        }
    }

    /** Starts the seconds before the next run, once every active guest is ready. */
    record StartCountdown(LobbyId lobbyId) implements ActivityCommand {
        public StartCountdown {
            Objects.requireNonNull(lobbyId, "lobbyId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.startCountdown(this);
        }
    }

    /** Stops the countdown. */
    record CancelCountdown(LobbyId lobbyId) implements ActivityCommand {
        public CancelCountdown {
            Objects.requireNonNull(lobbyId, "lobbyId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.cancelCountdown(this);
        }
    }

    /** Starts the first activity of the queue at once, for everybody who is active. */
    record StartNextRun(LobbyId lobbyId) implements ActivityCommand {
        public StartNextRun {
            Objects.requireNonNull(lobbyId, "lobbyId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.startNextRun(this);
        }
    }

    /** Takes over a run that was started elsewhere. For the session, never for a person. */
    record SyncRunStarted(LobbyId lobbyId, RunId runId, ActivityConfig config, List<ParticipantId> requiredSubmitters)
            implements ActivityCommand {
        public SyncRunStarted {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(runId, "runId");
            Objects.requireNonNull(config, "config");
            requiredSubmitters = List.copyOf(requiredSubmitters);
            ActivityRun.requireEachOnce(requiredSubmitters);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.syncRunStarted(this);
        }
    }

    /**
     * Hands in one's own result, without a score: the host's {@link ActivityType} gives it.
     *
     * @param timeTaken as the participant claims; the host only cuts it to the time since the start, so where being
     *     faster must count, let the data prove it and score it
     */
    record SubmitResult(
            LobbyId lobbyId, RunId runId, ParticipantId participantId, Value data, Optional<Duration> timeTaken)
            implements ActivityCommand {
        public SubmitResult {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(runId, "runId");
            Objects.requireNonNull(participantId, "participantId");
            CommandBounds.requireValue("data", data);
            timeTaken = timeTaken.map(time -> WholeMillis.of("time taken", time, 0, LobbyLimits.TIME_TAKEN_MAX));
        }

        public SubmitResult(LobbyId lobbyId, RunId runId, ParticipantId participantId, Value data) {
            this(lobbyId, runId, participantId, data, Optional.empty());
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.submitResult(this);
        }
    }

    /** Ends the run; what was submitted is kept. */
    record CancelRun(LobbyId lobbyId, RunId runId) implements ActivityCommand {
        public CancelRun {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(runId, "runId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.cancelRun(this);
        }
    }

    /** Stops waiting for somebody's result. For the host and the session. */
    record RemoveSubmitter(LobbyId lobbyId, RunId runId, ParticipantId participantId) implements ActivityCommand {
        public RemoveSubmitter {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(runId, "runId");
            Objects.requireNonNull(participantId, "participantId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.removeSubmitter(this);
        }
    }
}
