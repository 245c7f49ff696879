package dev.muster.domain;

import dev.muster.domain.ActivityEvent.CountdownCancelled;
import dev.muster.domain.ActivityEvent.ResultSubmitted;
import dev.muster.domain.ActivityEvent.RunEnded;
import dev.muster.domain.ActivityEvent.RunStarted;
import dev.muster.domain.ActivityEvent.SubmitterRemoved;
import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.LifecycleEvent.LobbyEnded;
import dev.muster.domain.LifecycleEvent.LobbyPropertySet;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.MembershipEvent.GuestLeft;
import dev.muster.domain.MembershipEvent.HostDelegated;
import dev.muster.domain.ParticipantEvent.ChatSent;
import dev.muster.domain.ParticipantEvent.ParticipantPropertyRemoved;
import dev.muster.domain.ParticipantEvent.ParticipantPropertySet;
import dev.muster.domain.ParticipantEvent.ParticipantRenamed;
import dev.muster.domain.ParticipantEvent.ParticipationModeChanged;
import dev.muster.domain.ParticipantEvent.ReadyChanged;
import dev.muster.domain.ParticipantEvent.TeamChanged;
import java.util.Optional;
import java.util.Set;

/**
 * Who may bring an event about, said a second time and in another way than the rules say it: by what happened to whom,
 * whatever the command was.
 */
final class Authority {
    /** What only a person can do, and only for himself: nobody speaks, readies, plays or takes a name for another. */
    private static final Set<Class<?>> PERSONAL =
            Set.of(ChatSent.class, ReadyChanged.class, ResultSubmitted.class, ParticipantRenamed.class);

    private static final Set<Class<?>> OF_THE_SESSION = Set.of(
            LobbyCreated.class,
            LobbyEnded.class,
            GuestJoined.class,
            GuestLeft.class,
            HostDelegated.class,
            ParticipationModeChanged.class,
            RunStarted.class,
            SubmitterRemoved.class,
            RunEnded.class,
            CountdownCancelled.class);

    private Authority() {}

    static boolean permits(Optional<Lobby> before, Sender sender, LoggedEvent event) {
        if (!(sender instanceof Sender.Person person)) {
            return OF_THE_SESSION.contains(event.getClass());
        }
        Optional<ParticipantId> subject = subjectOf(event);
        boolean aboutSelf = subject.equals(Optional.of(person.id()));
        if (before.isPresent() && before.get().isHost(person.id())) {
            return aboutSelf || !PERSONAL.contains(event.getClass());
        }
        if (before.isEmpty() || before.get().participant(person.id()).isEmpty()) {
            return aboutSelf && (event instanceof GuestJoined || event instanceof LobbyCreated);
        }
        return guestPermitted(before.get(), person.id(), event, aboutSelf);
    }

    private static boolean guestPermitted(Lobby lobby, ParticipantId guest, LoggedEvent event, boolean aboutSelf) {
        if (event instanceof HostDelegated delegated) {
            return aboutSelf
                    && delegated.reason() == DelegationReason.RECLAIMED
                    && guest.equals(lobby.creatorId())
                    && lobby.settings().hostReclaim() == HostReclaim.ORIGINAL_HOST;
        }
        if (event instanceof LobbyPropertySet set) {
            Optional<Property> present = lobby.properties().find(set.property().key());
            return present.isPresent() && present.get().access() == PropertyAccess.EVERYONE && aboutSelf;
        }
        if (event instanceof RunEnded ended) {
            return ended.reason() == RunEndReason.ALL_SUBMITTED || ended.reason() == RunEndReason.NOBODY_LEFT;
        }
        if (event instanceof CountdownCancelled cancelled) {
            return cancelled.reason() == CountdownCancelReason.NOT_READY
                    || cancelled.reason() == CountdownCancelReason.SOMEBODY_LEFT;
        }
        if (event instanceof ParticipationModeChanged changed && changed.forced()) {
            return false;
        }
        return aboutSelf;
    }

    /** Whom an event is about; empty if it is about the lobby as a whole. */
    private static Optional<ParticipantId> subjectOf(LoggedEvent event) {
        if (event instanceof LobbyCreated created) {
            return Optional.of(created.host().id());
        }
        if (event instanceof GuestJoined joined) {
            return Optional.of(joined.participant().id());
        }
        if (event instanceof GuestLeft left) {
            return Optional.of(left.participantId());
        }
        if (event instanceof HostDelegated delegated) {
            return Optional.of(delegated.to());
        }
        if (event instanceof LobbyPropertySet set) {
            return Optional.of(set.setBy());
        }
        if (event instanceof SubmitterRemoved removed) {
            return Optional.of(removed.participantId());
        }
        if (event instanceof ResultSubmitted submitted) {
            return Optional.of(submitted.result().participantId());
        }
        return event instanceof ParticipantEvent participantEvent ? subjectOf(participantEvent) : Optional.empty();
    }

    private static Optional<ParticipantId> subjectOf(ParticipantEvent event) {
        return Optional.of(event.match(new ParticipantEvent.Cases<ParticipantId>() {
            @Override
            public ParticipantId participationModeChanged(ParticipationModeChanged changed) {
                return changed.participantId();
            }

            @Override
            public ParticipantId participantRenamed(ParticipantRenamed renamed) {
                return renamed.participantId();
            }

            @Override
            public ParticipantId readyChanged(ReadyChanged changed) {
                return changed.participantId();
            }

            @Override
            public ParticipantId teamChanged(TeamChanged changed) {
                return changed.participantId();
            }

            @Override
            public ParticipantId participantPropertySet(ParticipantPropertySet set) {
                return set.participantId();
            }

            @Override
            public ParticipantId participantPropertyRemoved(ParticipantPropertyRemoved removed) {
                return removed.participantId();
            }

            @Override
            public ParticipantId chatSent(ChatSent sent) {
                return sent.message().author();
            }
        }));
    }
}
