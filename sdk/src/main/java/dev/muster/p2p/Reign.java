package dev.muster.p2p;

import dev.muster.domain.DomainEvent;
import dev.muster.domain.LeaveReason;
import dev.muster.domain.MembershipEvent;
import dev.muster.domain.MembershipEvent.GuestLeft;
import dev.muster.domain.ParticipantId;
import dev.muster.identity.Actor;
import dev.muster.identity.PublicKey;
import dev.muster.identity.Signature;
import dev.muster.wire.AuthorityMessage;
import dev.muster.wire.AuthorityMessage.ClaimAnswer;
import dev.muster.wire.AuthorityMessage.HostAnswer;
import dev.muster.wire.AuthorityMessage.HostQuestion;
import dev.muster.wire.AuthorityMessage.MergeOffer;
import dev.muster.wire.Opening;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The host's part in who is host: hands over to somebody who accepted, proves that it is there, decides nothing while
 * nobody hears it, and settles with another host of the same session who goes on. Belongs to one thread.
 */
final class Reign {
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
    private final Quorum quorum;
    private final Renewal renewal;
    private final Map<Actor, Rival> rivals = new HashMap<>();
    private final Map<PublicKey, Long> nextMergeNanos = new HashMap<>();
    private final Succession succession;
    private long certifyNanos = Long.MIN_VALUE;
    private long frozenUntilNanos = Long.MIN_VALUE;
    private long nextFreezeNanos = Long.MIN_VALUE;
    private final Map<PublicKey, Long> absent = new HashMap<>();
    private List<PublicKey> seenRoster = List.of();
    private List<PublicKey> others = List.of();
    private long seenVersion = -1;
    private boolean isHeard;
    private long heard;
    private boolean isMissed;
    private long unheardSinceNanos = Long.MAX_VALUE;
    private long nextAbsenceNanos = Long.MAX_VALUE;
    private long confirmUntilNanos = Long.MIN_VALUE;
    private long nowNanos;

    Reign(Self self, Ballot ballot, HostSide host, Mesh mesh, Duration grace, RandomGenerator random) {
        this.self = self;
        this.host = host;
        this.mesh = mesh;
        this.grace = grace;
        this.quorum = new Quorum(self, host, ballot);
        this.succession = new Succession(self, host, mesh);
        this.renewal = new Renewal(self, ballot, host, mesh, random);
    }

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
        succession.beginPoll(now);
        if (mesh.version() != seenVersion || host.roster() != seenRoster) {
            seenVersion = mesh.version();
            seenRoster = host.roster();
            lookAround();
        }
        if (now >= nextAbsenceNanos) {
            removeAbsent();
        }
        if (isByMajority()) {
            quorum.poll(mesh, now);
        }
        if (!rivals.isEmpty()) {
            rivals.forEach((actor, rival) -> {
                if (mesh.isOpen(actor) && isTimeFor(rival)) {
                    meet(actor, rival);
                }
            });
        }
    }

    /** Whether a majority decides who is host. */
    boolean isByMajority() {
        return host.terms().isByMajority();
    }

    /** An event was written: who comes or goes changes whose majority counts. */
    void published(DomainEvent event) {
        if (isByMajority() && event instanceof MembershipEvent) {
            quorum.changed(event instanceof GuestLeft left && left.reason() == LeaveReason.LEFT);
        }
    }

    /** The terms to go on with, where a majority has just agreed to this host again. */
    Optional<Terms> renewed() {
        if (!isByMajority() || !isHeardEnough() || !(quorum.isStuck(nowNanos) || renewal.isUnderWay())) {
            return Optional.empty();
        }
        return renewal.poll(others, nowNanos);
    }

    void claimAnswer(Actor from, ClaimAnswer answer) {
        renewal.answered(from, answer);
    }

    /** Who of those who are in is heard, who is not, and who is not even linked. */
    private void lookAround() {
        others = seenRoster.stream()
                .filter(key -> !key.equals(self.actor().key()))
                .toList();
        heard = mesh.openAmong(others).stream().map(Actor::key).distinct().count();
        isHeard = heard > 0;
        isMissed = mesh.isAnyBroken(others);
        unheardSinceNanos = isHeard || !isMissed ? Long.MAX_VALUE : Math.min(unheardSinceNanos, nowNanos);
        absent.keySet().retainAll(others);
        for (PublicKey person : others) {
            if (mesh.isLinked(person)) {
                absent.remove(person);
                host.intake().isBack(new ParticipantId(self.session().participantId(person)));
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
        return nowNanos >= frozenUntilNanos
                && isHeardEnough()
                && !isDoubtful
                && (!isByMajority() || quorum.mayDecide(mesh, nowNanos));
    }

    /** Whether anybody who is in hears this host, or nobody else is in; and where a majority decides, a majority. */
    boolean isHeardEnough() {
        if (isByMajority()) {
            return 2 * (heard + 1) > seenRoster.size();
        }
        return unheardSinceNanos == Long.MAX_VALUE || nowNanos - unheardSinceNanos < grace.toNanos() / 2;
    }

    long nextDeadlineNanos() {
        long confirmed = nowNanos < confirmUntilNanos ? confirmUntilNanos : Long.MAX_VALUE;
        if (isByMajority() && isHeardEnough()) {
            confirmed = Math.min(confirmed, Math.max(nowNanos + Claim.ASK_AGAIN.toNanos(), quorum.nextDeadlineNanos()));
        }
        long next = Math.min(
                confirmed,
                Math.min(
                        nextAbsenceNanos,
                        Math.min(
                                succession.nextDeadlineNanos(),
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

    /** How this host hands over. */
    Succession succession() {
        return succession;
    }

    void hostQuestion(Actor from, HostQuestion question) {
        Term term = host.terms().current();
        Signature word = self.identity().sign(Words.presence(self.session(), term, question.nonce()));
        mesh.say(from, new HostAnswer(term.number(), question.nonce(), word));
    }

    /** Hosts of whom one only hears make way for one who is there. */
    private boolean hasRoomFor(Actor owner) {
        if (rivals.size() >= RIVALS_MAX && !rivals.containsKey(owner) && mesh.isOpen(owner)) {
            List.copyOf(rivals.keySet()).stream()
                    .filter(one -> !mesh.isOpen(one))
                    .forEach(one -> {
                        rivals.remove(one);
                        host.noRival(one);
                    });
        }
        return rivals.size() < RIVALS_MAX || rivals.containsKey(owner);
    }

    /** There is another host, linked or not. */
    void rival(Actor owner, Terms terms) {
        boolean isTooFar =
                !isByMajority() && terms.last().number() - host.terms().last().number() >= AuthorityMessage.TERMS_MAX;
        if (isTooFar || !hasRoomFor(owner)) {
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
        if (rival == null
                || isByMajority()
                || !rival.terms.owner().equals(from)
                || host.terms().isFull()) {
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
        succession.forgetOffer();
        quorum.termChanged();
        renewal.stop();
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
        var end = host.written().log().end();
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
        if (isByMajority()) {
            mesh.say(owner, host.terms().toWire()); // There is nothing to settle: a majority has.
            return;
        }
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
