package dev.muster.domain;

import java.util.List;
import java.util.Objects;

/** What happened to what is played. */
public sealed interface ActivityEvent extends LoggedEvent {
    /** One method per event. */
    interface Cases<R> {
        R activityQueued(ActivityQueued event);

        R queuedActivityRemoved(QueuedActivityRemoved event);

        R queuedActivityMoved(QueuedActivityMoved event);

        R countdownStarted(CountdownStarted event);

        R countdownCancelled(CountdownCancelled event);

        R runStarted(RunStarted event);

        R resultSubmitted(ResultSubmitted event);

        R submitterRemoved(SubmitterRemoved event);

        R runEnded(RunEnded event);
    }

    <R> R match(Cases<R> cases);

    /** An activity waits at the end of the queue. */
    record ActivityQueued(LobbyId lobbyId, ActivityConfig config) implements ActivityEvent {
        public ActivityQueued {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(config, "config");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.activityQueued(this);
        }
    }

    /** An activity is not in the queue any more. */
    record QueuedActivityRemoved(LobbyId lobbyId, ActivityId activityId) implements ActivityEvent {
        public QueuedActivityRemoved {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(activityId, "activityId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.queuedActivityRemoved(this);
        }
    }

    /** An activity has another place in the queue. */
    record QueuedActivityMoved(LobbyId lobbyId, ActivityId activityId, int position) implements ActivityEvent {
        public QueuedActivityMoved {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(activityId, "activityId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.queuedActivityMoved(this);
        }
    }

    /** The seconds before a run are being counted. */
    record CountdownStarted(LobbyId lobbyId, Countdown countdown) implements ActivityEvent {
        public CountdownStarted {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(countdown, "countdown");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.countdownStarted(this);
        }
    }

    /** They are not being counted any more. */
    record CountdownCancelled(LobbyId lobbyId, CountdownCancelReason reason) implements ActivityEvent {
        public CountdownCancelled {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.countdownCancelled(this);
        }
    }

    /** An activity left the queue and is being played; everybody is unready again. */
    record RunStarted(LobbyId lobbyId, RunStart run, List<ParticipantId> requiredSubmitters) implements ActivityEvent {
        public RunStarted {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(run, "run");
            requiredSubmitters = List.copyOf(requiredSubmitters);
            ActivityRun.requireEachOnce(requiredSubmitters);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.runStarted(this);
        }
    }

    /** Somebody's result is in. */
    record ResultSubmitted(LobbyId lobbyId, RunId runId, ActivityResult result) implements ActivityEvent {
        public ResultSubmitted {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(runId, "runId");
            Objects.requireNonNull(result, "result");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.resultSubmitted(this);
        }
    }

    /** The run does not wait for somebody any more. */
    record SubmitterRemoved(LobbyId lobbyId, RunId runId, ParticipantId participantId, boolean resultDiscarded)
            implements ActivityEvent {
        public SubmitterRemoved {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(runId, "runId");
            Objects.requireNonNull(participantId, "participantId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.submitterRemoved(this);
        }
    }

    /** The run is over and in the history. */
    record RunEnded(LobbyId lobbyId, RunId runId, RunEndReason reason, List<ActivityResult> results, LobbyTime at)
            implements ActivityEvent {
        public RunEnded {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(runId, "runId");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(at, "at");
            results = List.copyOf(results);
        }

        public RunStatus status() {
            return reason.status();
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.runEnded(this);
        }
    }
}
