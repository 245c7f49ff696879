package dev.muster.demo;

import dev.muster.domain.ActivityEvent;
import dev.muster.domain.ActivityEvent.ActivityQueued;
import dev.muster.domain.ActivityEvent.ResultSubmitted;
import dev.muster.domain.ActivityEvent.RunEnded;
import dev.muster.domain.ActivityEvent.RunStarted;
import dev.muster.domain.ActivityResult;
import dev.muster.domain.CommandFailed;
import dev.muster.domain.DomainEvent;
import dev.muster.domain.EchoChallenge;
import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.LifecycleEvent.LobbyEnded;
import dev.muster.domain.MembershipEvent;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.MembershipEvent.GuestKicked;
import dev.muster.domain.MembershipEvent.GuestLeft;
import dev.muster.domain.MembershipEvent.HostDelegated;
import dev.muster.domain.Participant;
import dev.muster.domain.ParticipantEvent;
import dev.muster.domain.ParticipantEvent.ChatSent;
import dev.muster.domain.ParticipantEvent.ReadyChanged;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.RunStatus;
import dev.muster.p2p.HostStatus;
import dev.muster.p2p.P2PEvent;
import dev.muster.p2p.P2PEvent.HistoryReplaced;
import dev.muster.p2p.P2PEvent.HostStatusChanged;
import dev.muster.p2p.P2PEvent.PeerBroken;
import dev.muster.p2p.P2PEvent.PeerRestored;
import dev.muster.p2p.P2PEvent.SignallingLost;
import dev.muster.p2p.P2PEvent.SignallingRestored;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells what happens as lines to read. Remembers names, because whoever left is in no lobby any more. */
final class Chronicle {
    private final Map<ParticipantId, String> names = new HashMap<>();

    /** The line about an event, if it is worth one. */
    Optional<String> tell(DomainEvent event) {
        if (event instanceof LobbyCreated created) {
            return Optional.of(remember(created.host()) + " opened '" + created.name() + "'.");
        }
        if (event instanceof LobbyEnded) {
            return Optional.of("The lobby is closed.");
        }
        if (event instanceof MembershipEvent membership) {
            return tell(membership);
        }
        if (event instanceof ParticipantEvent participant) {
            return tell(participant);
        }
        if (event instanceof ActivityEvent activity) {
            return tell(activity);
        }
        return event instanceof CommandFailed failed
                ? Optional.of("Refused: " + failed.refusal().sentence())
                : Optional.empty();
    }

    /** The line about what happened beside the lobby, if it is worth one. */
    Optional<String> tell(P2PEvent event) {
        if (event instanceof PeerBroken broken) {
            return Optional.of("A player went quiet: " + broken.why());
        }
        if (event instanceof PeerRestored) {
            return Optional.of("A player is back.");
        }
        if (event instanceof SignallingLost) {
            return Optional.of("The signalling server cannot be reached; nobody new can join for now.");
        }
        if (event instanceof HostStatusChanged changed) {
            return tell(changed.status());
        }
        if (event instanceof HistoryReplaced) {
            return Optional.of("Two halves of the lobby met: some of what was shown here is taken back.");
        }
        return event instanceof SignallingRestored
                ? Optional.of("The signalling server is there again.")
                : Optional.empty();
    }

    /** What the player has to know about the host; nothing while all is well. */
    private static Optional<String> tell(HostStatus status) {
        return switch (status.state()) {
            case SUSPECTED -> Optional.of("Nothing was heard of the host for a moment.");
            case RECONNECTING -> Optional.of("The host went quiet" + waiting(status, "somebody else takes over"));
            case CHOOSING -> Optional.of("The host is gone. Those who are here find a new one.");
            case ALONE -> Optional.of("Nobody of the lobby can be heard" + waiting(status, "you go on as host"));
            case UNCONFIRMED ->
                Optional.of("Less than half of the lobby has agreed to this host; what you see may be taken back.");
            case WAITING -> Optional.of("Too few of the others hear you; nothing is decided until they do.");
            case LOOKING, FOLLOWING, HOSTING, OVER -> Optional.empty();
        };
    }

    private static String waiting(HostStatus status, String next) {
        return status.left()
                .map(left -> "; in " + left.toSeconds() + " s " + next + ".")
                .orElse(".");
    }

    private Optional<String> tell(MembershipEvent event) {
        if (event instanceof GuestJoined joined) {
            return Optional.of(remember(joined.participant()) + " joined.");
        }
        if (event instanceof GuestLeft left) {
            return Optional.of(nameOf(left.participantId()) + " left.");
        }
        if (event instanceof HostDelegated delegated) {
            return Optional.of(nameOf(delegated.to()) + " is the host now.");
        }
        return event instanceof GuestKicked kicked
                ? Optional.of(nameOf(kicked.participantId()) + " was removed.")
                : Optional.empty();
    }

    private Optional<String> tell(ParticipantEvent event) {
        if (event instanceof ChatSent chat) {
            return Optional.of(
                    chat.message().authorName() + ": " + chat.message().text());
        }
        return event instanceof ReadyChanged changed
                ? Optional.of(nameOf(changed.participantId()) + (changed.ready() ? " is ready." : " is not ready."))
                : Optional.empty();
    }

    private Optional<String> tell(ActivityEvent event) {
        if (event instanceof ActivityQueued queued) {
            return Optional.of("Up next: " + queued.config().name() + ".");
        }
        if (event instanceof RunStarted started) {
            String prompt = EchoChallenge.prompt(started.run().config()).orElse("");
            return Optional.of("The run begins: type back '" + prompt + "'.");
        }
        if (event instanceof ResultSubmitted submitted) {
            return Optional.of(submitted.result().participantName() + " is done.");
        }
        return event instanceof RunEnded ended ? Optional.of(outcome(ended)) : Optional.empty();
    }

    private static String outcome(RunEnded ended) {
        if (ended.status() == RunStatus.CANCELLED) {
            return "The run was cancelled.";
        }
        return ended.results().stream()
                .map(Chronicle::result)
                .collect(Collectors.joining(", ", "The run is over: ", "."));
    }

    private static String result(ActivityResult result) {
        return result.participantName()
                + result.score().map(score -> " " + score + " points").orElse(" without a score");
    }

    private String remember(Participant participant) {
        names.put(participant.id(), participant.name().value());
        return nameOf(participant.id());
    }

    private String nameOf(ParticipantId id) {
        return names.getOrDefault(id, "Somebody");
    }
}
