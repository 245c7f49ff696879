package dev.muster.session;

import dev.muster.domain.CommandFailed;
import dev.muster.domain.CorrelationId;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.DomainLoop;
import dev.muster.domain.EmittedEvent;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.MembershipCommand.ReplaceLostHost;
import dev.muster.domain.Refusal;
import dev.muster.domain.Sender;
import dev.muster.domain.Submission;
import dev.muster.p2p.P2PLoop;
import dev.muster.p2p.ReplicaChange;
import java.util.Optional;

/** Brings to the domain what became of the lobby elsewhere, and whether this side decides about it. One thread. */
final class LobbyFollower implements ReplicaChange.Cases<Boolean> {
    private final P2PLoop p2p;
    private final DomainLoop domain;
    private final LobbyClock clock;
    private final HandoverDesk handovers;

    LobbyFollower(P2PLoop p2p, DomainLoop domain, LobbyClock clock, HandoverDesk handovers) {
        this.p2p = p2p;
        this.domain = domain;
        this.clock = clock;
        this.handovers = handovers;
    }

    @Override
    public Boolean adopted(ReplicaChange.Adopted change) {
        return domain.adopt(change.lobby(), change.at());
    }

    @Override
    public Boolean happened(ReplicaChange.Happened change) {
        domain.follow(change.after(), change.event());
        return true;
    }

    @Override
    public Boolean failed(ReplicaChange.Failed change) {
        domain.tell(change.event());
        return true;
    }

    /** This side decides from now on, also about what it had sent to the host before. */
    @Override
    public Boolean promoted(ReplicaChange.Promoted change) {
        clock.goOnFrom(change.at());
        domain.decide(change.lobby(), change.at());
        if (change.replacesLostHost()) {
            domain.submit(Sender.session(), new ReplaceLostHost(p2p.lobbyId(), p2p.localParticipantId()));
        }
        for (ReplicaChange.OwnCommand own : change.commands()) {
            Submission submission = domain.submit(own.id(), Sender.person(p2p.localParticipantId()), own.command());
            if (submission instanceof Submission.Refused refused) {
                tellFailure(own.id(), own.command(), refused.refusal());
            }
        }
        return true;
    }

    /** What this side submitted and did not decide any more goes to whoever decides now. */
    @Override
    public Boolean demoted(ReplicaChange.Demoted change) {
        handovers.steppedDown();
        for (DomainLoop.Undecided one : domain.stepDown(change.lobby().id())) {
            if (one.sender().is(p2p.localParticipantId())) {
                p2p.submit(one.id(), one.command()).ifPresent(refusal -> tellFailure(one.id(), one.command(), refusal));
            }
        }
        return true;
    }

    private void tellFailure(CorrelationId id, DomainCommand command, Refusal refusal) {
        var failed = new CommandFailed(id, command, refusal);
        domain.tell(new EmittedEvent(Optional.of(id), new LobbyTime(clock.millis()), failed));
    }
}
