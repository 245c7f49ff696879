package dev.muster.p2p;

import dev.muster.domain.Lobby;
import dev.muster.identity.Actor;
import dev.muster.identity.Nonce;
import dev.muster.identity.PublicKey;
import dev.muster.identity.Signature;
import dev.muster.wire.AuthorityMessage.ClaimAnswer;
import dev.muster.wire.AuthorityMessage.ClaimRequest;
import dev.muster.wire.AuthorityMessage.HandoverAnswer;
import dev.muster.wire.AuthorityMessage.HandoverOffer;
import dev.muster.wire.AuthorityMessage.HostAnswer;
import dev.muster.wire.AuthorityMessage.MergeOffer;
import dev.muster.wire.Opening;
import dev.muster.wire.OpeningReason;
import dev.muster.wire.SyncMessage.Head;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A guest's part in who is host: whom it follows and whom it does not, what it answers those who would take a lost
 * host's place, and when it takes that place itself. Belongs to one thread.
 */
final class Allegiance {
    /** Who was in for longer claims first; each of the others waits so much longer. */
    static final Duration STEP = Duration.ofSeconds(1);

    /** After a claim that came to nothing. */
    static final Duration RETRY = Duration.ofSeconds(5);

    /** How long a grant binds. */
    static final Duration GRANT = Duration.ofSeconds(5);

    /** Between two questions for the last events before this side is host. */
    static final Duration QUESTION_PAUSE = Duration.ofMillis(500);

    private final Self self;
    private final GuestSide guest;
    private final Mesh mesh;
    private final Duration grace;
    private final RandomGenerator random;
    private final HostChoice choice;
    private final Vouching vouching;
    private final TermsCheck check;
    private Optional<Long> graceOverNanos = Optional.empty();
    private Optional<Claim> claim = Optional.empty();
    private Optional<Grant> granted = Optional.empty();
    private Optional<Terms> inheritance = Optional.empty();
    private long notBeforeNanos = Long.MIN_VALUE;
    private long nextQuestionNanos = Long.MIN_VALUE;
    private int questions;
    private boolean hasSignalling;
    private boolean goesOnAlone;
    private long nowNanos;

    Allegiance(Self self, GuestSide guest, Mesh mesh, Duration grace, RandomGenerator random, boolean hasSignalling) {
        this.self = self;
        this.guest = guest;
        this.mesh = mesh;
        this.grace = grace;
        this.random = random;
        this.hasSignalling = hasSignalling;
        this.choice = new HostChoice(self);
        this.vouching = new Vouching(mesh);
        this.check = new TermsCheck(self.session(), self.checker());
    }

    private record Grant(long number, Actor claimant, long untilNanos) {}

    void beginPoll(long now) {
        nowNanos = now;
    }

    void signalling(boolean isThere) {
        hasSignalling = isThere;
    }

    /** The player does not want to wait for the others. */
    void continueAlone() {
        goesOnAlone = true;
    }

    /** The host is there, or somebody else is host. */
    void hasHost() {
        graceOverNanos = Optional.empty();
        claim = Optional.empty();
        granted = granted.filter(one -> nowNanos < one.untilNanos());
    }

    /** The host did not come back in time, or left. */
    void lostHost(long sinceNanos) {
        if (graceOverNanos.isEmpty()) {
            graceOverNanos = Optional.of(sinceNanos);
        }
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

    /** The terms in which this side is host from now on, if it is time. */
    Optional<Terms> accession() {
        if (inheritance.isEmpty() && graceOverNanos.isEmpty()) {
            return Optional.empty(); // As almost always: nothing is to be made for that.
        }
        Optional<Terms> handedOver =
                inheritance.filter(terms -> guest.followed().log().end().equals(terms.beginning()));
        inheritance.ifPresent(this::askForTheLastEvents);
        return handedOver.isPresent() ? handedOver : claimed();
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
        if (claim.isPresent()) {
            return Math.max(nowNanos, claim.get().nextDeadlineNanos());
        }
        return mayClaim() ? Math.max(nowNanos, claimNanos()) : Long.MAX_VALUE;
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
        return isIn() ? Optional.empty() : guest.terms().flatMap(choice::betterThan);
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
        if (from.equals(ours.owner())) {
            return true;
        }
        if (!isIn()) {
            return !guest.hasHost() && theirs.owner().equals(from);
        }
        return ours.isContinuedBy(theirs)
                ? followsFromOurs(ours, theirs)
                : graceOverNanos.isPresent()
                        && (guest.isDistrusting()
                                || roster().contains(theirs.owner().key()));
    }

    private boolean followsFromOurs(Terms ours, Terms theirs) {
        Opening next = theirs.openingAt(ours.size()).orElseThrow();
        boolean isTheHostsOwnWill = next.reason() == OpeningReason.HANDOVER || Terms.goesOn(ours.last(), next);
        return isTheHostsOwnWill
                || (!guest.hasHost() && roster().contains(next.owner().key()));
    }

    void claimRequest(Actor from, ClaimRequest request) {
        Optional<Terms> ours = guest.terms();
        if (ours.isEmpty() || !isIn() || !roster().contains(from.key())) {
            return;
        }
        if (!request.parent().equals(ours.get().lastHash())) {
            mesh.say(from, ours.get().toWire());
        } else if (guest.hasHost()) {
            vouching.ask(from, request.nonce(), ours.get().owner());
        } else if (request.number() == ours.get().last().number() + 1) {
            answer(from, request, ours.get());
        }
    }

    private void answer(Actor from, ClaimRequest request, Terms ours) {
        boolean isFree = granted.filter(one -> nowNanos < one.untilNanos()
                        && one.number() == request.number()
                        && !one.claimant().equals(from))
                .isEmpty();
        Optional<Signature> word = Optional.empty();
        if (isFree) {
            granted = Optional.of(new Grant(request.number(), from, nowNanos + GRANT.toNanos()));
            guest.confirmNothingMore();
            claim = claim.filter(one -> rank(self.actor().key()) < rank(from.key()));
            word = Optional.of(self.identity()
                    .sign(Words.grant(self.session(), self.actor(), request.number(), ours.lastHash(), from)));
        }
        Optional<Head> known = guest.followed()
                .word()
                .newest()
                .filter(head -> ours.termOfHead(head.term(), head.sequence()).isPresent());
        mesh.say(from, new ClaimAnswer(request.number(), request.nonce(), known, word));
    }

    /** Whether somebody may ask this side for what is missing: whoever is host, or about to be. */
    boolean answersQuestionsOf(Actor from) {
        return guest.host().filter(from::equals).isPresent()
                || granted.filter(one -> one.claimant().equals(from) && nowNanos < one.untilNanos())
                        .isPresent();
    }

    void claimAnswer(Actor from, ClaimAnswer answer) {
        Optional<Terms> ours = guest.terms();
        if (claim.isEmpty() || ours.isEmpty()) {
            return;
        }
        Claim mine = claim.get();
        boolean isToUs = answer.number() == mine.number() && answer.nonce().equals(mine.nonce());
        boolean isTrue = answer.grant()
                .map(word -> self.checker()
                        .isSignedBy(
                                from.key(),
                                Words.grant(
                                        self.session(),
                                        from,
                                        answer.number(),
                                        ours.get().lastHash(),
                                        self.actor()),
                                word))
                .orElse(true);
        if (isToUs
                && isTrue
                && answer.known().map(head -> check.isWordIn(ours.get(), head)).orElse(true)) {
            mine.answered(from, answer);
        }
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
        boolean isToUs = claim.filter(one -> one.nonce().equals(answer.nonce())).isPresent();
        if (isToUs
                && answer.term() == term.number()
                && self.checker()
                        .isSignedBy(
                                term.owner().key(),
                                Words.presence(self.session(), term, answer.nonce()),
                                answer.signature())) {
            withdraw();
        }
    }

    void handoverOffer(Actor from, HandoverOffer offer) {
        Optional<Terms> ours = guest.terms().filter(one -> one.owner().equals(from));
        if (ours.isPresent()
                && isIn()
                && offer.parent().equals(ours.get().lastHash())
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

    private Optional<Terms> claimed() {
        if (!mayClaim()) {
            claim = Optional.empty();
            return Optional.empty();
        }
        if (claim.isEmpty()) {
            begin(guest.terms().get());
        }
        return claim.flatMap(this::goOn);
    }

    private boolean mayClaim() {
        return graceOverNanos.isPresent()
                && isIn()
                && !guest.hasEnded()
                && !guest.isDistrusting()
                && guest.lobby().filter(Lobby::isEnded).isEmpty()
                && guest.terms().filter(this::canProveToBeIn).isPresent();
    }

    private boolean canProveToBeIn(Terms terms) {
        List<PublicKey> roster = guest.followed().word().provableRoster(terms.last());
        return !terms.isFull() && roster.contains(self.actor().key());
    }

    private void begin(Terms terms) {
        if (nowNanos < claimNanos()) {
            return;
        }
        byte[] nonce = new byte[Nonce.BYTES];
        random.nextBytes(nonce);
        claim = Optional.of(new Claim(terms, new Nonce(nonce), nowNanos));
    }

    private Optional<Terms> goOn(Claim mine) {
        if (mine.source().isPresent()) {
            return fetched(mine, mine.source().get());
        }
        List<Actor> reachable = survivors();
        mesh.sayToAll(mine.toAsk(reachable, nowNanos), mine.request());
        if (!mine.isAnswered(reachable, nowNanos)) {
            return Optional.empty();
        }
        Optional<Claim.Source> best = mine.best(guest.followed().word().given().sequence(), nowNanos);
        if (best.isEmpty()) {
            return Optional.of(open(mine));
        }
        mine.fetchFrom(best.get());
        guest.fetchFrom(best.get().actor(), best.get().head());
        return Optional.empty();
    }

    private Optional<Terms> fetched(Claim mine, Claim.Source source) {
        if (guest.followed().word().given().sequence() >= source.head().sequence()) {
            return Optional.of(open(mine));
        }
        if (nowNanos - source.sinceNanos() >= Claim.FETCHING.toNanos()) {
            withdraw();
        }
        return Optional.empty();
    }

    private Terms open(Claim mine) {
        FollowedLog followed = guest.followed();
        followed.endAtTheHostsWord();
        Terms ours = guest.terms().orElseThrow();
        Optional<Head> checkpoint = followed.word().checkpoint(ours.current());
        List<PublicKey> roster = followed.word().provableRoster(ours.last());
        Opening opening =
                new OpeningWriter(self).claim(ours, followed.log().end(), roster, checkpoint, mine.grants(roster));
        return ours.with(self, opening);
    }

    private void withdraw() {
        claim = Optional.empty();
        notBeforeNanos = nowNanos + RETRY.toNanos();
    }

    /** Everybody who is there and may know something: the host may have let somebody in without telling this side. */
    private List<Actor> survivors() {
        Optional<Actor> host = guest.host();
        return mesh.open().stream()
                .filter(one -> host.filter(one::equals).isEmpty())
                .toList();
    }

    /** When this side claims, if nobody else did before: not while somebody else has its word. */
    private long claimNanos() {
        long over = Math.max(
                graceOverNanos.orElse(Long.MAX_VALUE),
                granted.map(Grant::untilNanos).orElse(Long.MIN_VALUE));
        boolean isAlone = survivors().isEmpty() && !goesOnAlone;
        long wait = isAlone && !hasSignalling ? grace.toNanos() : 0;
        return Math.max(
                notBeforeNanos, over + wait + STEP.toNanos() * rank(self.actor().key()));
    }

    private int rank(PublicKey person) {
        return Claim.rank(person, roster(), guest.host().map(Actor::key));
    }
}
