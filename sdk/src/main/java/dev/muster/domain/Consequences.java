package dev.muster.domain;

import dev.muster.domain.ActivityEvent.CountdownCancelled;
import dev.muster.domain.ActivityEvent.RunEnded;
import dev.muster.domain.ActivityEvent.SubmitterRemoved;
import dev.muster.domain.LifecycleEvent.LobbyEnded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What else happens when somebody goes or the lobby ends. These events stand before the one that caused them, so that
 * everything a leaving host still brings about belongs to its own reign.
 */
final class Consequences {
    private Consequences() {}

    /**
     * The events of somebody going, {@code departure} last.
     *
     * @param resultDiscarded whether what the person had submitted in the run goes, too
     */
    static List<LoggedEvent> ofDeparture(
            Lobby lobby, Participant leaver, boolean resultDiscarded, LobbyTime now, LoggedEvent departure) {
        if (lobby.countdown().isEmpty() && lobby.run().isEmpty()) {
            return List.of(departure);
        }
        List<LoggedEvent> events = new ArrayList<>(4);
        if (leaver.isActive() && lobby.countdown().isPresent()) {
            events.add(new CountdownCancelled(lobby.id(), CountdownCancelReason.SOMEBODY_LEFT));
        }
        lobby.run()
                .filter(run -> run.holds(leaver.id(), resultDiscarded))
                .ifPresent(run -> events.addAll(ofRelease(lobby, run, leaver.id(), resultDiscarded, now)));
        events.add(departure);
        return events;
    }

    /**
     * The events of somebody else becoming host who stays. The countdown goes on under no other host: its host may play
     * without being ready, and would be left out.
     */
    static List<LoggedEvent> ofDelegation(Lobby lobby, LoggedEvent delegation) {
        return lobby.countdown().isEmpty()
                ? List.of(delegation)
                : List.of(new CountdownCancelled(lobby.id(), CountdownCancelReason.HOST_CHANGED), delegation);
    }

    /** The events of a run no longer waiting for somebody: perhaps it is over by that. */
    static List<LoggedEvent> ofRelease(
            Lobby lobby, ActivityRun run, ParticipantId participant, boolean resultDiscarded, LobbyTime now) {
        ActivityRun rest = run.released(participant, resultDiscarded);
        List<LoggedEvent> events = new ArrayList<>(2);
        events.add(new SubmitterRemoved(lobby.id(), run.id(), participant, resultDiscarded));
        ending(lobby, rest, now).ifPresent(events::add);
        return events;
    }

    /** The end of {@code run}, if it is over. */
    static Optional<LoggedEvent> ending(Lobby lobby, ActivityRun run, LobbyTime now) {
        return run.ending().map(reason -> end(lobby, run, reason, now));
    }

    static LoggedEvent end(Lobby lobby, ActivityRun run, RunEndReason reason, LobbyTime now) {
        return new RunEnded(lobby.id(), run.id(), reason, run.results(), now);
    }

    /** The events of the lobby ending. */
    static List<LoggedEvent> ofEnd(Lobby lobby, LobbyTime now) {
        List<LoggedEvent> events = new ArrayList<>(2);
        lobby.countdown()
                .ifPresent(
                        countdown -> events.add(new CountdownCancelled(lobby.id(), CountdownCancelReason.LOBBY_ENDED)));
        lobby.run().ifPresent(run -> events.add(end(lobby, run, RunEndReason.LOBBY_ENDED, now)));
        events.add(new LobbyEnded(lobby.id()));
        return events;
    }
}
