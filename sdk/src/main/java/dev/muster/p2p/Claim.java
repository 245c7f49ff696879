package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.identity.Nonce;
import dev.muster.identity.PublicKey;
import dev.muster.wire.AuthorityMessage.ClaimAnswer;
import dev.muster.wire.AuthorityMessage.ClaimRequest;
import dev.muster.wire.Opening;
import dev.muster.wire.Opening.Assent;
import dev.muster.wire.SyncMessage.Head;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One attempt of this side to take the place of a host that is lost. Belongs to one thread. */
final class Claim {
    /** How long answers are awaited. */
    static final Duration ANSWERS = Duration.ofSeconds(1);

    /** Whoever did not answer is asked again after so long. */
    static final Duration ASK_AGAIN = Duration.ofMillis(250);

    /** How long it may take to fetch what this side lacks of the log. */
    static final Duration FETCHING = Duration.ofSeconds(2);

    /** A few others prove as much as all that more than one side agrees. */
    private static final int SHOWN_MAX = 8;

    private final Terms terms;
    private final long number;
    private final Nonce nonce;
    private final long begunNanos;
    private final Map<Actor, ClaimAnswer> answers = new HashMap<>();
    private long askedNanos;
    private long fetchedSequence;
    private Optional<Source> source = Optional.empty();

    Claim(Terms terms, long number, Nonce nonce, long nowNanos) {
        this.terms = terms;
        this.number = number;
        this.nonce = nonce;
        this.begunNanos = nowNanos;
        this.askedNanos = nowNanos - ASK_AGAIN.toNanos();
    }

    /** Who has what this side lacks. */
    record Source(Actor actor, Head head, long sinceNanos) {}

    long number() {
        return number;
    }

    Nonce nonce() {
        return nonce;
    }

    ClaimRequest request() {
        return new ClaimRequest(number(), terms.lastHash(), nonce);
    }

    /** Whether that answers this claim, and whoever agrees signed it. */
    boolean isAnsweredBy(Self self, Actor from, ClaimAnswer answer) {
        boolean isToUs = answer.number() == number() && answer.nonce().equals(nonce);
        return isToUs
                && answer.grant()
                        .map(word -> self.checker()
                                .isSignedBy(
                                        from.key(),
                                        Words.grant(self.session(), from, number(), terms.lastHash(), self.actor()),
                                        word))
                        .orElse(true);
    }

    /** An answer that was checked. */
    void answered(Actor by, ClaimAnswer answer) {
        answers.put(by, answer);
    }

    /** Whom of those who can be asked to ask now. */
    List<Actor> toAsk(List<Actor> reachable, long nowNanos) {
        if (nowNanos - askedNanos < ASK_AGAIN.toNanos()) {
            return List.of();
        }
        askedNanos = nowNanos;
        return reachable.stream().filter(one -> !answers.containsKey(one)).toList();
    }

    /** Whether everybody has answered who will. */
    boolean isAnswered(List<Actor> reachable, long nowNanos) {
        return nowNanos - begunNanos >= ANSWERS.toNanos() || reachable.stream().allMatch(answers::containsKey);
    }

    /**
     * The one who knows most of the log, if that is more than this side does.
     *
     * @param withholding who said so before, and gave nothing
     */
    Optional<Source> best(long knownSequence, Set<Actor> withholding, long nowNanos) {
        Optional<Source> best = Optional.empty();
        for (Map.Entry<Actor, ClaimAnswer> answer : answers.entrySet()) {
            Optional<Head> head = answer.getValue().known();
            long most = best.map(one -> one.head().sequence()).orElse(knownSequence);
            boolean isMore = head.isPresent() && head.get().sequence() > most;
            if (isMore && !withholding.contains(answer.getKey())) {
                best = Optional.of(new Source(answer.getKey(), head.get(), nowNanos));
            }
        }
        return best;
    }

    Optional<Source> source() {
        return source;
    }

    void fetchFrom(Source from) {
        source = Optional.of(from);
    }

    /** Whether more of the log is here than when that was last asked. */
    boolean hasMoved(long lastSequence) {
        boolean hasMoved = lastSequence > fetchedSequence;
        fetchedSequence = lastSequence;
        return hasMoved;
    }

    /**
     * The words of those who agree and were in: as many as prove something, since they stay with the session for ever.
     */
    List<Assent> grants(List<PublicKey> roster) {
        int most = terms.isByMajority() ? Math.min(Opening.ASSENTS_MAX, roster.size() / 2) : SHOWN_MAX;
        Map<PublicKey, Assent> grants = new LinkedHashMap<>();
        answers.forEach((actor, answer) -> answer.grant()
                .filter(word -> grants.size() < most && roster.contains(actor.key()))
                .ifPresent(word -> grants.put(actor.key(), new Assent(actor, word))));
        return List.copyOf(grants.values());
    }

    /** Whether more than half of these agree, this side included. */
    boolean hasMajority(List<PublicKey> roster, PublicKey self) {
        Set<PublicKey> agreed = new HashSet<>();
        answers.forEach((actor, answer) -> answer.grant().ifPresent(word -> agreed.add(actor.key())));
        agreed.add(self);
        agreed.retainAll(roster);
        return 2 * agreed.size() > roster.size();
    }

    /** Whether somebody promised the term to another one. */
    boolean isRefused() {
        return answers.values().stream().anyMatch(one -> one.grant().isEmpty());
    }

    /** How many guests of these were in before that person. */
    static int rank(PublicKey person, List<PublicKey> roster, Optional<PublicKey> host) {
        int rank = 0;
        for (PublicKey key : roster) {
            if (key.equals(person)) {
                return rank;
            }
            rank += host.filter(key::equals).isPresent() ? 0 : 1;
        }
        return rank;
    }

    long nextDeadlineNanos() {
        return source.map(one -> one.sinceNanos() + FETCHING.toNanos())
                .orElseGet(() -> Math.min(askedNanos + ASK_AGAIN.toNanos(), begunNanos + ANSWERS.toNanos()));
    }
}
