package dev.muster.p2p;

import dev.muster.domain.CorrelationId;
import dev.muster.domain.LoggedEvent;
import dev.muster.domain.Name;
import dev.muster.domain.ParticipantId;
import dev.muster.transport.PeerId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What happens beside the lobby: peers come, go quiet and come back, and commands make their way. For the application,
 * in the order in which it happened.
 */
public sealed interface P2PEvent {
    /** One method per event. */
    interface Cases<R> {
        R localPeerIdAssigned(LocalPeerIdAssigned event);

        R peerConnected(PeerConnected event);

        R peerDegraded(PeerDegraded event);

        R peerRecovered(PeerRecovered event);

        R peerBroken(PeerBroken event);

        R peerRestored(PeerRestored event);

        R peerRemoved(PeerRemoved event);

        R connectionRefused(ConnectionRefused event);

        R lobbyLocked(LobbyLocked event);

        R commandAccepted(CommandAccepted event);

        R commandReplicated(CommandReplicated event);

        R commandUndecided(CommandUndecided event);

        R hostUnsigned(HostUnsigned event);

        R hostChanged(HostChanged event);

        R choosingHost(ChoosingHost event);

        R hostStatusChanged(HostStatusChanged event);

        R historyReplaced(HistoryReplaced event);

        R decisionsLost(DecisionsLost event);

        R signallingLost(SignallingLost event);

        R signallingRestored(SignallingRestored event);
    }

    <R> R match(Cases<R> cases);

    /** Signalling gave this side its id. */
    record LocalPeerIdAssigned(PeerId peer) implements P2PEvent {
        public LocalPeerIdAssigned {
            Objects.requireNonNull(peer, "peer");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.localPeerIdAssigned(this);
        }
    }

    /** A peer is linked and has proved who it is. Its id stays the same for as long as the session lasts. */
    record PeerConnected(PeerId peer, boolean host) implements P2PEvent {
        public PeerConnected {
            Objects.requireNonNull(peer, "peer");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.peerConnected(this);
        }
    }

    /** A peer is silent for longer than usual. */
    record PeerDegraded(PeerId peer) implements P2PEvent {
        public PeerDegraded {
            Objects.requireNonNull(peer, "peer");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.peerDegraded(this);
        }
    }

    /** A peer that was silent for longer than usual is heard again. */
    record PeerRecovered(PeerId peer) implements P2PEvent {
        public PeerRecovered {
            Objects.requireNonNull(peer, "peer");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.peerRecovered(this);
        }
    }

    /** A peer went quiet. It keeps its place for the grace period. */
    record PeerBroken(PeerId peer, String why) implements P2PEvent {
        public PeerBroken {
            Objects.requireNonNull(peer, "peer");
            Objects.requireNonNull(why, "why");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.peerBroken(this);
        }
    }

    /** A peer that was quiet is back in time. */
    record PeerRestored(PeerId peer) implements P2PEvent {
        public PeerRestored {
            Objects.requireNonNull(peer, "peer");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.peerRestored(this);
        }
    }

    /** A peer is gone for good: it left, was removed, or did not come back in time. */
    record PeerRemoved(PeerId peer, String why) implements P2PEvent {
        public PeerRemoved {
            Objects.requireNonNull(peer, "peer");
            Objects.requireNonNull(why, "why");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.peerRemoved(this);
        }
    }

    /** A connection led to no link. {@code sentence} says why, and what to do where something can be done. */
    record ConnectionRefused(PeerId peer, String sentence) implements P2PEvent {
        public ConnectionRefused {
            Objects.requireNonNull(peer, "peer");
            Objects.requireNonNull(sentence, "sentence");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.connectionRefused(this);
        }
    }

    /** The lobby is not open to everybody, and shows no more than this before it lets one in. */
    record LobbyLocked(Name name, int participants, int capacity, boolean open, boolean needsPassword)
            implements P2PEvent {
        public LobbyLocked {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lobbyLocked(this);
        }
    }

    /** The host logged a command of this side. Not yet safe from the host's loss. */
    record CommandAccepted(CorrelationId command, long sequence) implements P2PEvent {
        public CommandAccepted {
            Objects.requireNonNull(command, "command");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.commandAccepted(this);
        }
    }

    /** So many guests have confirmed under their signatures that they have what a command of this side led to. */
    record CommandReplicated(CorrelationId command, int guests) implements P2PEvent {
        public CommandReplicated {
            Objects.requireNonNull(command, "command");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.commandReplicated(this);
        }
    }

    /** A command has waited for its outcome for long. It still ends, once: accepted, refused or discarded. */
    record CommandUndecided(CorrelationId command) implements P2PEvent {
        public CommandUndecided {
            Objects.requireNonNull(command, "command");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.commandUndecided(this);
        }
    }

    /** The host tells of events and does not give its word for them. */
    record HostUnsigned(Optional<PeerId> host) implements P2PEvent {
        public HostUnsigned {
            Objects.requireNonNull(host, "host");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.hostUnsigned(this);
        }
    }

    /**
     * Somebody else is host, or this side is.
     *
     * @param host the participant that is host now
     * @param isLocal whether that is this side
     * @param term the number of the new term
     */
    record HostChanged(ParticipantId host, boolean isLocal, long term) implements P2PEvent {
        public HostChanged {
            Objects.requireNonNull(host, "host");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.hostChanged(this);
        }
    }

    /** The host did not come back in time: those who are left choose another one. */
    record ChoosingHost() implements P2PEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.choosingHost(this);
        }
    }

    /** What there is to show about the host is something else than before. */
    record HostStatusChanged(HostStatus status) implements P2PEvent {
        public HostStatusChanged {
            Objects.requireNonNull(status, "status");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.hostStatusChanged(this);
        }
    }

    /** Events that were shown after this one are taken back: the new host did not have them. */
    record HistoryReplaced(long lastKept) implements P2PEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.historyReplaced(this);
        }
    }

    /**
     * This side was host, met another one, and gave way: these of its decisions count no more. They are what it did
     * itself, whom it let in and whom it sent away, as far as the lobby that goes on does not show the same. Those who
     * were let in ask the other host again by themselves; everything else is this player's to repeat or to let be.
     *
     * @param decisions oldest first; where they are very many, the newest
     */
    record DecisionsLost(List<LoggedEvent> decisions) implements P2PEvent {
        public DecisionsLost {
            decisions = List.copyOf(decisions);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.decisionsLost(this);
        }
    }

    /** Signalling is gone; linked peers are not affected, and newcomers cannot join for now. */
    record SignallingLost(String detail) implements P2PEvent {
        public SignallingLost {
            Objects.requireNonNull(detail, "detail");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.signallingLost(this);
        }
    }

    /** Signalling is there again. */
    record SignallingRestored() implements P2PEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.signallingRestored(this);
        }
    }
}
