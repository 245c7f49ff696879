package dev.muster.p2p;

import dev.muster.domain.ParticipantId;
import dev.muster.identity.Actor;
import dev.muster.identity.PublicKey;
import dev.muster.identity.Signature;
import dev.muster.wire.AuthorityMessage;
import dev.muster.wire.AuthorityMessage.HandoverAnswer;
import dev.muster.wire.AuthorityMessage.HandoverOffer;
import dev.muster.wire.AuthorityMessage.HostAnswer;
import dev.muster.wire.AuthorityMessage.HostQuestion;
import dev.muster.wire.AuthorityMessage.MergeOffer;
import dev.muster.wire.Opening;
import dev.muster.wire.Opening.Assent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The host's part in who is host: hands over to somebody who accepted, proves that it is there, decides nothing while
 * nobody hears it, and settles with another host of the same session who goes on. Belongs to one thread.
 */
final class Reign {
    /** How long a successor may take to accept. */
    static final Duration ACCEPTANCE = Duration.ofSeconds(2);

    /** How long two hosts that met decide nothing. */
    static final Duration FREEZE = Duration.ofSeconds(3);

    /** Nobody can keep a host from deciding for longer than this part of the time. */
    static final Duration FREEZE_PAUSE = Duration.ofSeconds(10);

    /** Between two words to the same rival. */
    static final Duration RIVAL_PAUSE = Duration.ofSeconds(1);

    /** Between two terms that are opened because of the same person. */
    static final Duration MERGE_PAUSE = Duration.ofSeconds(30);

    /** How long guests have to confirm a new term before it is compared with another one. */
    static final Duration CONFIRMATIONS = Duration.ofSeconds(1);

    static final int RIVALS_MAX = 8;

    private final Self self;
    private final HostSide host;
    private final Mesh mesh;
    private final Duration grace;
    private final Map<Actor, Rival> rivals = new HashMap<>();
    private final Map<PublicKey, Long> nextMergeNanos = new HashMap<>();
    private Optional<Offer> offer = Optional.empty();
    private long certifyNanos = Long.MIN_VALUE;
    private long frozenUntilNanos = Long.MIN_VALUE;
    private long nextFreezeNanos = Long.MIN_VALUE;
    private final Map<PublicKey, Long> absent = new HashMap<>();
    private List<PublicKey> seenRoster = List.of();
    private List<PublicKey> others = List.of();
    private long seenVersion = -1;
    private boolean isHeard;
    private boolean isMissed;
    private long unheardSinceNanos = Long.MAX_VALUE;
    private long nextAbsenceNanos = Long.MAX_VALUE;
    private long confirmUntilNanos = Long.MIN_VALUE;
    private long nowNanos;

    Reign(Self self, HostSide host, Mesh mesh, Duration grace) {
        this.self = self;
        this.host = host;
        this.mesh = mesh;
        this.grace = grace;
    }

    /** A hand-over that was offered. */
    private record Offer(Actor successor, long number, long deadlineNanos, Optional<Signature> acceptance) {}

    /** Another host of this session. */
    private static final class Rival {
        Terms terms;

        /** What each of the two showed last, together with the terms that it was about. */
        Optional<MergeRule.Side> theirs = Optional.empty();

        Optional<MergeRule.Side> ours = Optional.empty();
        long saidNanos = Long.MIN_VALUE;

        Rival(Terms terms) {
            this.terms = terms;
        }
    }

    void beginPoll(long now) {
        nowNanos = now;
        if (mesh.version() != seenVersion || host.roster() != seenRoster) {
            seenVersion = mesh.version();
            seenRoster = host.roster();
            lookAround();
        }
        if (now >= nextAbsenceNanos) {
            removeAbsent();
        }
        if (!rivals.isEmpty()) {
            rivals.forEach((actor, rival) -> {
                if (mesh.isOpen(actor) && isTimeFor(rival)) {
                    meet(actor, rival);
                }
            });
        }
    }

    /** Who of those who are in is heard, who is not, and who is not even linked. */
    private void lookAround() {
        others = seenRoster.stream()
                .filter(key -> !key.equals(self.actor().key()))
                .toList();
        isHeard = !mesh.openAmong(others).isEmpty();
        isMissed = mesh.isAnyBroken(others);
        unheardSinceNanos = isHeard || !isMissed ? Long.MAX_VALUE : Math.min(unheardSinceNanos, nowNanos);
        absent.keySet().retainAll(others);
        for (PublicKey person : others) {
            if (mesh.isLinked(person)) {
                absent.remove(person);
            } else {
                absent.putIfAbsent(person, nowNanos + grace.toNanos());
            }
        }
        nextAbsenceNanos = absent.values().stream().min(Long::compare).orElse(Long.MAX_VALUE);
    }

    /** Whoever was in already when this reign began, and never came, loses the place like everybody else. */
    private void removeAbsent() {
        absent.forEach((person, deadline) -> {
            if (nowNanos >= deadline) {
                host.removeLost(person);
            }
        });
        absent.values().removeIf(deadline -> nowNanos >= deadline);
        nextAbsenceNanos = absent.values().stream().min(Long::compare).orElse(Long.MAX_VALUE);
    }

    /**
     * Whether this host may number anything now. Not while nobody who is in has heard it for long; not after it woke
     * up, for the grace period at most, since it cannot know whether it was replaced; and not while it is being settled
     * which of two hosts goes on.
     */
    boolean mayDecide() {
        boolean isDoubtful = nowNanos < confirmUntilNanos && (isHeard || isMissed);
        return nowNanos >= frozenUntilNanos && isHeardEnough() && !isDoubtful;
    }

    /** Whether anybody who is in hears this host, or nobody else is in. */
    boolean isHeardEnough() {
        return unheardSinceNanos == Long.MAX_VALUE || nowNanos - unheardSinceNanos < grace.toNanos() / 2;
    }

    long nextDeadlineNanos() {
        long confirmed = nowNanos < confirmUntilNanos ? confirmUntilNanos : Long.MAX_VALUE;
        long next = Math.min(
                confirmed,
                Math.min(
                        nextAbsenceNanos,
                        Math.min(
                                offer.map(Offer::deadlineNanos)
                                        .filter(deadline -> nowNanos < deadline)
                                        .orElse(Long.MAX_VALUE),
                                nowNanos < frozenUntilNanos ? frozenUntilNanos : Long.MAX_VALUE)));
        for (Map.Entry<Actor, Rival> rival : rivals.entrySet()) {
            if (mesh.isOpen(rival.getKey())) {
                next = Math.min(next, Math.max(nowNanos, rival.getValue().saidNanos + RIVAL_PAUSE.toNanos()));
            }
        }
        return next;
    }

    /** This side was asleep, and may have been replaced meanwhile. */
    void woke() {
        confirmUntilNanos = others.isEmpty() ? Long.MIN_VALUE : nowNanos + grace.toNanos();
        mesh.sayToAll(mesh.openAmong(others), host.terms().toWire());
    }

    /** Somebody who is in said that it follows this term. */
    void followedBy(Actor actor) {
        if (host.roster().contains(actor.key())) {
            confirmUntilNanos = Long.MIN_VALUE;
        }
        if (rivals.remove(actor) != null) {
            host.noRival(actor);
            mesh.peerOf(actor).ifPresent(peer -> host.linked(actor, peer));
        }
    }

    void hostQuestion(Actor from, HostQuestion question) {
        Term term = host.terms().current();
        Signature word = self.identity().sign(Words.presence(self.session(), term, question.nonce()));
        mesh.say(from, new HostAnswer(term.number(), question.nonce(), word));
    }

    /** Asks a guest to take over. False where there is no link to it, or another hand-over is under way. */
    boolean offer(ParticipantId successor) {
        Optional<Actor> actor = mesh.openAmong(others).stream()
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

    HandoverState handoverState() {
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
                mesh.openAmong(others).stream().map(Actor::key).toList();
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
                                    host.handOver().log().end(),
                                    host.roster());
                    return host.terms().with(self, opening);
                });
    }

    /** There is another host, linked or not. */
    void rival(Actor owner, Terms terms) {
        boolean isTooFar = terms.last().number() - host.terms().last().number() >= AuthorityMessage.TERMS_MAX;
        if (isTooFar || (rivals.size() >= RIVALS_MAX && !rivals.containsKey(owner))) {
            return;
        }
        host.rival(owner);
        Rival rival = rivals.computeIfAbsent(owner, one -> new Rival(terms));
        rival.terms = terms;
        if (mesh.isOpen(owner) && isTimeFor(rival)) {
            meet(owner, rival);
        }
    }

    /**
     * The other host's word.
     *
     * @return the terms to go on with, if that is this side's part
     */
    Optional<Terms> mergeOffer(Actor from, MergeOffer theirs) {
        Rival rival = rivals.get(from);
        if (rival == null || !rival.terms.owner().equals(from) || host.terms().isFull()) {
            return Optional.empty();
        }
        if (host.terms().last().merged().equals(Optional.of(rival.terms.lastHash()))) {
            mesh.say(from, host.terms().toWire()); // It is settled, and it has not heard so.
            return Optional.empty();
        }
        rival.theirs = Optional.of(new MergeRule.Side(rival.terms, theirs));
        if (rival.ours.isEmpty()) {
            meet(from, rival);
        }
        boolean mayMerge = nowNanos >= nextMergeNanos.getOrDefault(from.key(), Long.MIN_VALUE);
        if (!mayMerge || !goesOnForBoth(rival)) {
            return Optional.empty();
        }
        if (nextMergeNanos.size() < RIVALS_MAX * RIVALS_MAX) {
            nextMergeNanos.put(from.key(), nowNanos + MERGE_PAUSE.toNanos());
        }
        return Optional.of(merged(rival));
    }

    /** This side went on for another host: what was shown before was about a term that is over. */
    void wentOn() {
        offer = Optional.empty();
        certifyNanos = nowNanos + CONFIRMATIONS.toNanos();
        rivals.values().forEach(rival -> {
            rival.ours = Optional.empty();
            rival.theirs = Optional.empty();
        });
    }

    /** That peer is gone, whatever it was. */
    void forget(Actor actor) {
        rivals.remove(actor);
    }

    /** Whether this side agreed that the other one goes on, and the other one does. */
    boolean hasLostTo(Actor from, Terms terms) {
        Rival rival = rivals.get(from);
        return rival != null
                && rival.theirs.isPresent()
                && rival.ours.filter(ours -> ours.terms().equals(host.terms())).isPresent()
                && terms.last().merged().equals(Optional.of(host.terms().lastHash()))
                && !goesOnForBoth(rival);
    }

    private Terms merged(Rival rival) {
        var end = host.handOver().log().end();
        Opening opening = new OpeningWriter(self).merge(host.terms(), rival.terms, end, host.roster());
        return host.terms().with(self, opening);
    }

    private boolean goesOnForBoth(Rival rival) {
        return rival.ours
                .filter(ours -> ours.terms().equals(host.terms())
                        && MergeRule.firstGoesOn(self, ours, rival.theirs.orElseThrow()))
                .isPresent();
    }

    private boolean isTimeFor(Rival rival) {
        return rival.saidNanos == Long.MIN_VALUE || nowNanos - rival.saidNanos >= RIVAL_PAUSE.toNanos();
    }

    /** Shows the other host everything that decides who goes on, and decides nothing else until that is settled. */
    private void meet(Actor owner, Rival rival) {
        rival.saidNanos = nowNanos;
        if (nowNanos < certifyNanos) {
            return; // Who follows this term has yet to say so.
        }
        if (nowNanos >= nextFreezeNanos) {
            frozenUntilNanos = nowNanos + FREEZE.toNanos();
            nextFreezeNanos = nowNanos + FREEZE_PAUSE.toNanos();
        }
        rival.ours = certificate().map(words -> new MergeRule.Side(host.terms(), words));
        mesh.say(owner, host.terms().toWire());
        rival.ours.ifPresent(side -> mesh.say(owner, side.offer()));
    }

    /** How far the log goes and who follows; empty before there is a lobby. */
    Optional<MergeOffer> certificate() {
        return host.lobby()
                .map(lobby -> new MergeOffer(host.word(), host.audience().followings()));
    }
}
