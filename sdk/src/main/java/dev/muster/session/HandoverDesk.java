package dev.muster.session;

import dev.muster.domain.CommandFailed;
import dev.muster.domain.CorrelationId;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.DomainLoop;
import dev.muster.domain.EmittedEvent;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MembershipCommand.ReclaimHost;
import dev.muster.domain.Participant;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.Refusal;
import dev.muster.domain.RefusalCode;
import dev.muster.domain.Sender;
import dev.muster.domain.Submission;
import dev.muster.p2p.P2PLoop;
import java.util.Optional;

/**
 * Keeps a command that makes somebody else host until that one has accepted: a host that handed over to nobody would
 * leave everybody without one. Belongs to one thread.
 */
final class HandoverDesk {
    private final P2PLoop p2p;
    private final DomainLoop domain;
    private Optional<Held> held = Optional.empty();

    HandoverDesk(P2PLoop p2p, DomainLoop domain) {
        this.p2p = p2p;
        this.domain = domain;
    }

    private record Held(CorrelationId id, Sender sender, DomainCommand command, ParticipantId successor) {}

    /** Whether that command was kept, because it hands over. */
    boolean keeps(CorrelationId id, Sender sender, DomainCommand command, Lobby lobby) {
        Optional<ParticipantId> successor = successorOf(sender, command, lobby);
        if (successor.isEmpty()) {
            return false;
        }
        var one = new Held(id, sender, command, successor.get());
        if (held.isPresent() || !p2p.handovers().offer(successor.get())) {
            refuse(one, "There is no connection to the next host at the moment; try again, or choose somebody else.");
        } else {
            held = Optional.of(one);
        }
        return true;
    }

    /** Gives the command to the domain once the successor has accepted, or ends it. */
    void poll(LobbyTime now, Lobby lobby) {
        if (held.isEmpty()) {
            return;
        }
        Held one = held.get();
        switch (p2p.handovers().state()) {
            case ACCEPTED -> {
                held = Optional.empty();
                if (!successorOf(one.sender(), one.command(), lobby).equals(Optional.of(one.successor()))) {
                    p2p.handovers().withdraw();
                    refuse(one, "The next host left meanwhile; try again.");
                    return;
                }
                if (domain.submit(one.id(), one.sender(), one.command()) instanceof Submission.Refused refused) {
                    domain.tell(failure(one, now, refused.refusal()));
                }
            }
            case UNREACHABLE -> {
                held = Optional.empty();
                p2p.handovers().withdraw();
                refuse(one, "The next host did not answer in time; try again, or choose somebody else.");
            }
            case WAITING -> {
                // Its time is not over.
            }
        }
    }

    /** Somebody else decides now, and whoever asked for it hears that it came otherwise. */
    void steppedDown() {
        held.ifPresent(one -> refuse(one, "Somebody else is host now."));
        held = Optional.empty();
    }

    boolean isBusy() {
        return held.isPresent();
    }

    private void refuse(Held one, String sentence) {
        domain.tell(failure(one, LobbyTime.ZERO, new Refusal(RefusalCode.NOT_REACHABLE, sentence)));
    }

    private static EmittedEvent failure(Held one, LobbyTime now, Refusal refusal) {
        return new EmittedEvent(Optional.of(one.id()), now, new CommandFailed(one.id(), one.command(), refusal));
    }

    /** Who would be host by that command; empty if nobody else, or if the lobby's rules will refuse it anyway. */
    private static Optional<ParticipantId> successorOf(Sender sender, DomainCommand command, Lobby lobby) {
        Optional<ParticipantId> successor = Optional.empty();
        if (command instanceof DelegateHost delegate && sender.is(lobby.hostId())) {
            successor = Optional.of(delegate.newHostId());
        } else if (command instanceof LeaveLobby leave
                && sender.is(lobby.hostId())
                && leave.participantId().equals(lobby.hostId())) {
            successor = lobby.participants().stream()
                    .map(Participant::id)
                    .filter(id -> !lobby.isHost(id))
                    .findFirst();
        } else if (command instanceof ReclaimHost reclaim && sender.is(reclaim.participantId())) {
            successor = Optional.of(reclaim.participantId()).filter(lobby.creatorId()::equals);
        }
        return successor.filter(id -> !lobby.isHost(id) && lobby.participant(id).isPresent());
    }
}
