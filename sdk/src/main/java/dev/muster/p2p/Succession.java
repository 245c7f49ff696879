package dev.muster.p2p;

import dev.muster.domain.ParticipantId;
import dev.muster.identity.Actor;
import dev.muster.identity.PublicKey;
import dev.muster.identity.Signature;
import dev.muster.wire.AuthorityMessage.HandoverAnswer;
import dev.muster.wire.AuthorityMessage.HandoverOffer;
import dev.muster.wire.Opening;
import dev.muster.wire.Opening.Assent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A host makes one of its guests host, who has to be ready first. Belongs to one thread. */
final class Succession {
    /** How long a successor may take to accept. */
    static final Duration ACCEPTANCE = Duration.ofSeconds(2);

    private final Self self;
    private final HostSide host;
    private final Mesh mesh;
    private Optional<Offer> offer = Optional.empty();
    private long nowNanos;

    Succession(Self self, HostSide host, Mesh mesh) {
        this.self = self;
        this.host = host;
        this.mesh = mesh;
    }

    /** A hand-over that was offered. */
    private record Offer(Actor successor, long number, long deadlineNanos, Optional<Signature> acceptance) {}

    void beginPoll(long now) {
        nowNanos = now;
    }

    long nextDeadlineNanos() {
        return offer.map(Offer::deadlineNanos)
                .filter(deadline -> nowNanos < deadline)
                .orElse(Long.MAX_VALUE);
    }

    /** Asks a guest to take over. False where there is no link to it, or another hand-over is under way. */
    boolean offer(ParticipantId successor) {
        Optional<Actor> actor = mesh.openAmong(others()).stream()
                .filter(one -> self.session().participantId(one.key()).equals(successor.value()))
                .findFirst();
        boolean isBusy = offer.filter(one -> nowNanos < one.deadlineNanos()).isPresent();
        if (actor.isEmpty() || isBusy || host.terms().isFull()) {
            return false;
        }
        Terms terms = host.terms();
        long number = terms.last().number() + 1;
        offer = Optional.of(new Offer(actor.get(), number, nowNanos + ACCEPTANCE.toNanos(), Optional.empty()));
        return mesh.say(actor.get(), new HandoverOffer(number, terms.lastHash()));
    }

    HandoverState state() {
        if (offer.isEmpty() || !mesh.isOpen(offer.get().successor())) {
            return HandoverState.UNREACHABLE;
        }
        if (offer.get().acceptance().isPresent()) {
            return HandoverState.ACCEPTED;
        }
        return nowNanos < offer.get().deadlineNanos() ? HandoverState.WAITING : HandoverState.UNREACHABLE;
    }

    /** Who of those who can be reached has been in for longest. */
    Optional<ParticipantId> oldestReachable() {
        List<PublicKey> reachable =
                mesh.openAmong(others()).stream().map(Actor::key).toList();
        return host.roster().stream()
                .filter(reachable::contains)
                .findFirst()
                .map(key -> new ParticipantId(self.session().participantId(key)));
    }

    /** The hand-over did not come about. */
    void forgetOffer() {
        offer = Optional.empty();
    }

    void handoverAnswer(Actor from, HandoverAnswer answer) {
        offer = offer.map(one -> {
            var words =
                    Words.acceptance(self.session(), one.number(), host.terms().lastHash(), one.successor());
            boolean isTrue = from.equals(one.successor())
                    && answer.number() == one.number()
                    && self.checker().isSignedBy(from.key(), words, answer.acceptance());
            return isTrue
                    ? new Offer(
                            one.successor(),
                            one.number(),
                            nowNanos + ACCEPTANCE.toNanos(),
                            Optional.of(answer.acceptance()))
                    : one;
        });
    }

    /** The terms in which the one who accepted is host, as of the last event. */
    Optional<Terms> handedOver(ParticipantId to) {
        return offer.filter(one -> one.acceptance().isPresent()
                        && self.session().participantId(one.successor().key()).equals(to.value()))
                .map(one -> {
                    var acceptance =
                            new Assent(one.successor(), one.acceptance().orElseThrow());
                    Opening opening = new OpeningWriter(self)
                            .handover(
                                    host.terms(),
                                    acceptance,
                                    host.written().log().end(),
                                    host.roster());
                    return host.terms().with(self, opening);
                });
    }

    private List<PublicKey> others() {
        return host.roster().stream()
                .filter(key -> !key.equals(self.actor().key()))
                .toList();
    }
}
