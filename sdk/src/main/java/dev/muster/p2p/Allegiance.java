package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.identity.PublicKey;
import dev.muster.identity.Signature;
import dev.muster.wire.AuthorityMessage;
import dev.muster.wire.AuthorityMessage.ClaimAnswer;
import dev.muster.wire.AuthorityMessage.ClaimRequest;
import dev.muster.wire.AuthorityMessage.HandoverAnswer;
import dev.muster.wire.AuthorityMessage.HandoverOffer;
import dev.muster.wire.AuthorityMessage.HostAnswer;
import dev.muster.wire.AuthorityMessage.MergeOffer;
import dev.muster.wire.Opening;
import dev.muster.wire.SyncMessage.Head;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A guest's part in who is host: whom it follows and whom it does not, what it answers those who would take a lost
 * host's place, and when it takes that place itself. Belongs to one thread.
 */
final class Allegiance {
    /** How long a grant binds. */
    static final Duration GRANT = Duration.ofSeconds(5);

    /** Between two questions for the last events before this side is host. */
    static final Duration QUESTION_PAUSE = Duration.ofMillis(500);

    private final Self self;
    private final Ballot ballot;
    private final GuestSide guest;
    private final Mesh mesh;
    private final Candidacy candidacy;
    private final HostChoice choice;
    private final Vouching vouching;
    private Optional<Grant> granted = Optional.empty();
    private Optional<Terms> inheritance = Optional.empty();
    private Optional<Retreat> retreat = Optional.empty();
    private Optional<Terms> abandoned = Optional.empty();
    private long nextQuestionNanos = Long.MIN_VALUE;
    private int questions;
    private long nowNanos;

    Allegiance(Self self, Ballot ballot, GuestSide guest, Mesh mesh, Candidacy candidacy) {
        this.self = self;
        this.guest = guest;
        this.ballot = ballot;
        this.candidacy = candidacy;
        this.mesh = mesh;
        this.choice = new HostChoice(self);
        this.vouching = new Vouching(mesh);
    }

    private record Grant(long number, Actor claimant, long untilNanos) {}

    void beginPoll(long now) {
        nowNanos = now;
        candidacy.beginPoll(now);
    }

    /** This side's way to be host, where the host is lost. */
    Candidacy candidacy() {
        return candidacy;
    }

    /** The host is there, or somebody else is host. */
    void hasHost() {
        candidacy.hasHost();
        granted = granted.filter(one -> nowNanos < one.untilNanos());
    }

    /** This side is to be host, once it has the log up to there. */
    void isToInherit(Terms terms) {
        inheritance = Optional.of(terms);
        nextQuestionNanos = nowNanos + QUESTION_PAUSE.toNanos();
        guest.followed().inflow().announced(terms.beginning().sequence());
    }

    void inheritsNothing() {
        inheritance = Optional.empty();
    }

    /** This side follows others than before, and goes back that way where their host is lost too soon. */
    void leaves(Optional<Retreat> way) {
        boolean isStillOpen = retreat.filter(one -> one.isOpen(guest)).isPresent();
        retreat = isStillOpen ? retreat : way;
        abandoned = Optional.empty();
    }

    /** The terms in which this side is host from now on, if it is time. */
    Optional<Terms> accession() {
        if (inheritance.isEmpty() && !candidacy.hasLostHost()) {
            return Optional.empty(); // As almost always: nothing is to be made for that.
        }
        Optional<Terms> handedOver = inheritance.filter(terms -> guest.followed()
                        .log()
                        .end()
                        .equals(terms.beginning())
                && guest.followed().replica().roster().contains(self.actor().key()));
        inheritance.ifPresent(this::askForTheLastEvents);
        return handedOver.or(candidacy::claimed).or(this::wentBack);
    }

    /** Whoever has what the lost host went on with takes its place; only where nobody does, this side goes back. */
    private Optional<Terms> wentBack() {
        boolean isTime = candidacy.hasLostHost() && nowNanos >= candidacy.unclaimedNanos();
        if (!isTime || retreat.filter(one -> one.isOpen(guest)).isEmpty()) {
            return Optional.empty();
        }
        Retreat way = retreat.get();
        retreat = Optional.empty();
        if (way.terms().owner().equals(self.actor())) {
            return Optional.of(way.reopened(self, guest));
        }
        abandoned = guest.terms();
        guest.line().goBackTo(way.terms());
        return Optional.empty();
    }

    /** Whoever handed over told everybody; if this side missed it, anybody else can tell. */
    private void askForTheLastEvents(Terms terms) {
        if (nowNanos < nextQuestionNanos) {
            return;
        }
        nextQuestionNanos = nowNanos + QUESTION_PAUSE.toNanos();
        List<Actor> reachable = mesh.open();
        if (!reachable.isEmpty()) {
            Actor next = reachable.get(questions++ % reachable.size());
            guest.fetchFrom(next, terms.beginning().sequence());
        }
    }

    long nextDeadlineNanos() {
        if (inheritance.isPresent()) {
            return Math.max(nowNanos, nextQuestionNanos);
        }
        boolean isOnTheWayBack =
                retreat.isPresent() && candidacy.hasLostHost() && nowNanos < candidacy.unclaimedNanos();
        return isOnTheWayBack
                ? Math.min(candidacy.unclaimedNanos(), candidacy.nextDeadlineNanos())
                : candidacy.nextDeadlineNanos();
    }

    void shown(Actor by, Terms terms) {
        if (!terms.owner().equals(by)) {
            choice.gone(by); // It does not say any more that it is host.
        } else if (!isIn()) {
            choice.shown(by, terms);
        }
    }

    /** A host shows who follows it. The terms to follow instead, if this side is not in yet and chose wrongly. */
    Optional<Terms> followed(Actor host, MergeOffer offer) {
        choice.followed(host, offer);
        return isIn() || isByMajority() ? Optional.empty() : guest.terms().flatMap(choice::betterThan);
    }

    /** The host is gone, and this side is not in, so it goes to any other one that it knows. */
    Optional<Terms> anyOther() {
        return isIn() || isByMajority() ? Optional.empty() : choice.best();
    }

    void gone(Actor actor) {
        choice.gone(actor);
    }

    /** Whether this side follows the host of these terms instead of the one it has. */
    boolean wouldFollow(Actor from, Terms theirs) {
        Optional<Terms> mine = guest.terms();
        if (mine.isEmpty()) {
            return theirs.owner().equals(from);
        }
        Terms ours = mine.get();
        if (ours.isByMajority()) {
            return theirs.outranks(ours); // It confirms nothing there if it promised a higher term.
        }
        if (from.equals(ours.owner())) {
            return true;
        }
        if (!isIn()) {
            return !guest.hasHost() && theirs.owner().equals(from);
        }
        if (abandoned.filter(theirs::equals).isPresent() && !theirs.owner().equals(from)) {
            return false; // Somebody who has yet to go back.
        }
        return ours.isContinuedBy(theirs)
                ? followsFromOurs(ours, theirs)
                : candidacy.hasLostHost() && isOfOurs(theirs.owner());
    }

    private boolean followsFromOurs(Terms ours, Terms theirs) {
        Optional<Opening> taken = firstTaken(ours, theirs);
        return taken.isEmpty() || (!guest.hasHost() && isOfOurs(taken.get().owner()));
    }

    /** The first opening after ours that was not the will of the host before it. */
    private static Optional<Opening> firstTaken(Terms ours, Terms theirs) {
        Opening before = ours.last();
        for (int i = ours.size(); i < theirs.size(); i++) {
            Opening next = theirs.openingAt(i).orElseThrow();
            if (!Terms.isOwnersWill(before, next)) {
                return Optional.of(next);
            }
            before = next;
        }
        return Optional.empty();
    }

    /** Whether that one may take the host's place. Whoever lacks what the host went on with cannot know who was in. */
    private boolean isOfOurs(Actor claimant) {
        return guest.isDistrusting() || roster().contains(claimant.key());
    }

    /** This side is not in and its host is gone: it goes to any other one, though that one be replaced. */
    boolean wouldGoBackTo(Actor from, Terms theirs) {
        boolean isGone =
                guest.host().filter(host -> mesh.peerOf(host).isPresent()).isEmpty();
        return isGone && !isIn() && !isByMajority() && theirs.owner().equals(from);
    }

    void claimRequest(Actor from, ClaimRequest request) {
        Optional<Terms> ours = guest.terms();
        if (ours.isEmpty() || !isIn() || !roster().contains(from.key())) {
            return;
        }
        if (!request.parent().equals(ours.get().lastHash())) {
            mesh.say(from, ours.get().toWire());
        } else if (ours.get().isByMajority()) {
            answerByMajority(from, request, ours.get());
        } else if (guest.hasHost()) {
            vouching.ask(from, request.nonce(), ours.get().owner());
        } else if (request.number() == ours.get().last().number() + 1) {
            answer(from, request, ours.get());
        }
    }

    private boolean isByMajority() {
        return guest.terms().filter(Terms::isByMajority).isPresent();
    }

    /** Whoever hears the host agrees to nobody but that host itself, and whoever promised a term agrees to no other. */
    private void answerByMajority(Actor from, ClaimRequest request, Terms ours) {
        boolean hearsAnother = guest.hasHost() && !from.equals(ours.owner());
        if (hearsAnother || !ballot.isValid()) {
            return; // A refusal would tell that the number is taken.
        }
        long step = request.number() - ours.last().number();
        boolean grants = step > 0 && step <= AuthorityMessage.TERMS_MAX && ballot.mayPromise(request.number(), from);
        if (grants) {
            ballot.promises(request.number(), from);
            granted = Optional.of(new Grant(request.number(), from, nowNanos + GRANT.toNanos()));
            candidacy.granted(from, granted.get().untilNanos());
        }
        say(from, request, ours, grants);
    }

    private void answer(Actor from, ClaimRequest request, Terms ours) {
        boolean isFree = granted.filter(one -> nowNanos < one.untilNanos()
                        && one.number() == request.number()
                        && !one.claimant().equals(from))
                .isEmpty();
        if (isFree) {
            granted = Optional.of(new Grant(request.number(), from, nowNanos + GRANT.toNanos()));
            guest.line().confirmNothingMore();
            candidacy.granted(from, granted.get().untilNanos());
        }
        say(from, request, ours, isFree);
    }

    private void say(Actor to, ClaimRequest request, Terms ours, boolean grants) {
        Optional<Signature> word = grants
                ? Optional.of(self.identity()
                        .sign(Words.grant(self.session(), self.actor(), request.number(), ours.lastHash(), to)))
                : Optional.empty();
        Optional<Head> known = guest.followed()
                .word()
                .newest()
                .filter(head -> ours.termOfHead(head.term(), head.sequence()).isPresent());
        mesh.say(to, new ClaimAnswer(request.number(), request.nonce(), known, word));
    }

    /** Whether somebody may ask this side for what is missing: whoever is host, or about to be. */
    boolean answersQuestionsOf(Actor from) {
        return guest.host().filter(from::equals).isPresent()
                || granted.filter(one -> one.claimant().equals(from) && nowNanos < one.untilNanos())
                        .isPresent();
    }

    /** The host says that it is there: to whom it is passed on, or to this side, which then claims nothing. */
    void hostAnswer(Actor from, HostAnswer answer) {
        Optional<Terms> ours = guest.terms();
        if (ours.isEmpty()) {
            return;
        }
        Term term = ours.get().current();
        if (from.equals(term.owner()) && vouching.passOn(answer)) {
            return;
        }
        candidacy.hostAnswer(answer, term);
    }

    void handoverOffer(Actor from, HandoverOffer offer) {
        Optional<Terms> ours = guest.terms().filter(one -> one.owner().equals(from));
        if (ours.isPresent()
                && isIn()
                && offer.parent().equals(ours.get().lastHash())
                && ballot.mayOpen(offer.number())
                && offer.number() == ours.get().last().number() + 1) {
            Signature word = self.identity()
                    .sign(Words.acceptance(self.session(), offer.number(), offer.parent(), self.actor()));
            mesh.say(from, new HandoverAnswer(offer.number(), word));
        }
    }

    /** Whether this side has a place in the lobby, as far as the host gave its word. */
    boolean isIn() {
        return roster().contains(self.actor().key());
    }

    List<PublicKey> roster() {
        return guest.followed().word().confirmed().roster();
    }
}
