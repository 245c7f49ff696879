package dev.muster.p2p;

import dev.muster.domain.Lobby;
import dev.muster.identity.Actor;
import dev.muster.identity.Nonce;
import dev.muster.identity.PublicKey;
import dev.muster.wire.AuthorityMessage.ClaimAnswer;
import dev.muster.wire.AuthorityMessage.HostAnswer;
import dev.muster.wire.Opening;
import dev.muster.wire.SyncMessage.Head;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** When a guest takes the place of a host that is lost, and how. Belongs to one thread. */
final class Candidacy {
    /** Who was in for longer claims first; each of the others waits so much longer. */
    static final Duration STEP = Duration.ofSeconds(1);

    /** After a claim that came to nothing. */
    static final Duration RETRY = Duration.ofSeconds(5);

    private final Self self;
    private final Ballot ballot;
    private final GuestSide guest;
    private final Mesh mesh;
    private final Duration grace;
    private final RandomGenerator random;
    private final TermsCheck check;
    private Optional<Long> graceOverNanos = Optional.empty();
    private final Set<Actor> withholding = new HashSet<>();
    private Optional<Claim> claim = Optional.empty();
    private long notBeforeNanos = Long.MIN_VALUE;
    private long grantedUntilNanos = Long.MIN_VALUE;
    private boolean hasSignalling;
    private boolean goesOnAlone;
    private long nowNanos;

    Candidacy(
            Self self,
            Ballot ballot,
            GuestSide guest,
            Mesh mesh,
            Duration grace,
            RandomGenerator random,
            boolean hasSignalling) {
        this.self = self;
        this.ballot = ballot;
        this.guest = guest;
        this.mesh = mesh;
        this.grace = grace;
        this.random = random;
        this.hasSignalling = hasSignalling;
        this.check = new TermsCheck(self.session(), self.checker());
    }

    void beginPoll(long now) {
        nowNanos = now;
    }

    void signalling(boolean isThere) {
        hasSignalling = isThere;
    }

    /** The player does not want to wait for the others. {@return why that cannot be} */
    Optional<String> continueAlone() {
        Optional<String> objection = Solitude.objection(this, guest);
        if (objection.isEmpty()) {
            goesOnAlone = true;
            graceOverNanos = Optional.of(nowNanos);
        }
        return objection;
    }

    /** Whether anybody else of the lobby can be heard. */
    boolean hearsAnybody() {
        return mesh.openAmong(roster()).stream()
                .anyMatch(one -> guest.host().filter(one::equals).isEmpty());
    }

    /** When the host has had its time, if that is known here. */
    long graceOverNanos(long otherwise) {
        return graceOverNanos.orElse(otherwise);
    }

    /** When everybody who can take the place of the host that is lost has had the time to do so. */
    long unclaimedNanos() {
        return graceOverNanos.map(over -> over + grace.toNanos()).orElse(Long.MAX_VALUE);
    }

    /** Whether the host had its time. */
    boolean isGraceOver(long now) {
        return graceOverNanos.filter(over -> now >= over).isPresent();
    }

    /** When this side is host of itself alone, if nobody is heard before. */
    long aloneUntilNanos(long graceOver) {
        if (isByMajority()) {
            return Long.MAX_VALUE; // Nobody goes on alone.
        }
        return mayClaim() ? claimNanos() : graceOver + (hasSignalling ? 0 : grace.toNanos());
    }

    /** The host is there, or somebody else is host. */
    void hasHost() {
        goesOnAlone = false;
        withholding.clear();
        graceOverNanos = Optional.empty();
        claim = Optional.empty();
    }

    /** The host did not come back in time, or left. */
    void lostHost(long sinceNanos) {
        if (graceOverNanos.isEmpty()) {
            graceOverNanos = Optional.of(sinceNanos);
        }
    }

    boolean hasLostHost() {
        return graceOverNanos.isPresent();
    }

    /** Somebody else has this side's word until then, and claims rather than this side if it was in for longer. */
    void granted(Actor to, long untilNanos) {
        grantedUntilNanos = untilNanos;
        claim = claim.filter(one -> !isByMajority() && rank(self.actor().key()) < rank(to.key()));
    }

    /** Whether a majority of those who are in can be asked, this side included. */
    private boolean hearsMajority() {
        List<PublicKey> roster = roster();
        long heard = mesh.openAmong(roster).stream()
                .filter(one -> guest.host().filter(one::equals).isEmpty())
                .map(Actor::key)
                .distinct()
                .count();
        return 2 * (heard + 1) > roster.size();
    }

    boolean isByMajority() {
        return guest.terms().filter(Terms::isByMajority).isPresent();
    }

    long nextDeadlineNanos() {
        if (claim.isPresent()) {
            return Math.max(nowNanos, claim.get().nextDeadlineNanos());
        }
        return mayClaim() ? Math.max(nowNanos, claimNanos()) : Long.MAX_VALUE;
    }

    void claimAnswer(Actor from, ClaimAnswer answer) {
        Optional<Terms> ours = guest.terms();
        if (claim.isEmpty() || ours.isEmpty()) {
            return;
        }
        Claim mine = claim.get();
        if (mine.isAnsweredBy(self, from, answer)
                && answer.known().map(head -> check.isWordIn(ours.get(), head)).orElse(true)) {
            mine.answered(from, answer);
        }
    }

    /** The host itself says that it is there, and not long ago. */
    void hostAnswer(HostAnswer answer, Term term) {
        // Where a majority decides, that one guest still hears the host keeps nobody from asking the others.
        boolean isToUs = !isByMajority()
                && claim.filter(one -> one.nonce().equals(answer.nonce())).isPresent();
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

    /** The terms in which this side is host from now on, if it is time. */
    Optional<Terms> claimed() {
        if (!mayClaim()) {
            claim = Optional.empty();
            return Optional.empty();
        }
        if (claim.isEmpty()) {
            begin(guest.terms().get());
        }
        return claim.flatMap(this::goOn);
    }

    boolean mayClaim() {
        return graceOverNanos.isPresent()
                && isIn()
                && !guest.hasEnded()
                && !guest.isDistrusting()
                && guest.lobby().filter(Lobby::isEnded).isEmpty()
                && guest.terms().filter(this::canProveToBeIn).isPresent()
                && (!isByMajority() || (ballot.isValid() && hearsMajority()));
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
        long number = terms.last().number() + 1;
        if (terms.isByMajority()) {
            number = ballot.nextNumber(terms);
            ballot.promises(number, self.actor());
        }
        if (ballot.mayOpen(number)) {
            claim = Optional.of(new Claim(terms, number, new Nonce(nonce), nowNanos));
        }
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
        if (isByMajority() && !mine.hasMajority(roster(), self.actor().key())) {
            giveUp(mine);
            return Optional.empty();
        }
        Optional<Claim.Source> best = mine.best(guest.followed().word().given().sequence(), withholding, nowNanos);
        if (best.isEmpty()) {
            return open(mine);
        }
        mine.fetchFrom(best.get());
        mine.hasMoved(guest.lastSequence());
        guest.fetchFrom(best.get().actor(), best.get().head());
        return Optional.empty();
    }

    private Optional<Terms> fetched(Claim mine, Claim.Source source) {
        if (guest.followed().word().given().sequence() >= source.head().sequence()) {
            return open(mine);
        }
        if (nowNanos - source.sinceNanos() >= Claim.FETCHING.toNanos()) {
            withholding.add(source.actor()); // What nobody gives away cannot be waited for again and again.
            withdraw();
        } else if (guest.hasHandledAll() && mine.hasMoved(guest.lastSequence())) {
            guest.fetchFrom(source.actor(), source.head()); // One answer holds so many events, and there were more.
        }
        return Optional.empty();
    }

    /** Somebody who promised the term to another one would take a later one. */
    private void giveUp(Claim mine) {
        if (mine.isRefused()) {
            ballot.isTaken(mine.number());
        }
        withdraw();
    }

    /** Empty where those who turn out to have been in did not agree in sufficient numbers. */
    private Optional<Terms> open(Claim mine) {
        FollowedLog followed = guest.followed();
        followed.endAtTheHostsWord();
        Terms ours = guest.terms().orElseThrow();
        Optional<Head> checkpoint = followed.word().checkpoint(ours.current());
        List<PublicKey> roster = followed.word().provableRoster(ours.last());
        if (isByMajority() && !mine.hasMajority(roster, self.actor().key())) {
            giveUp(mine);
            return Optional.empty();
        }
        var electors = new OpeningWriter.Electors(roster, checkpoint, mine.grants(roster));
        Opening opening = new OpeningWriter(self)
                .claim(ours, mine.number(), followed.log().end(), electors);
        return Optional.of(ours.with(self, opening));
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
        long over = Math.max(graceOverNanos.orElse(Long.MAX_VALUE), grantedUntilNanos);
        boolean isAlone = survivors().isEmpty();
        if (isAlone && goesOnAlone) {
            return over;
        }
        long wait = isAlone && !hasSignalling ? grace.toNanos() : 0;
        return Math.max(
                notBeforeNanos, over + wait + STEP.toNanos() * rank(self.actor().key()));
    }

    private int rank(PublicKey person) {
        return Claim.rank(person, roster(), guest.host().map(Actor::key));
    }

    boolean isIn() {
        return roster().contains(self.actor().key());
    }

    private List<PublicKey> roster() {
        return guest.followed().word().confirmed().roster();
    }
}
