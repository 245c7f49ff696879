package dev.muster.p2p;

import dev.muster.domain.MigrationPolicy;
import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.identity.Nonce;
import dev.muster.identity.PublicKey;
import dev.muster.wire.AuthorityMessage;
import dev.muster.wire.AuthorityMessage.TermChain;
import dev.muster.wire.Opening;
import dev.muster.wire.OpeningReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All terms of a session so far, each opened by a record that was checked. Immutable. */
final class Terms {
    private final Nonce nonce;
    private final List<Opening> openings;
    private final List<Hash> hashes;

    /** Only for openings that were checked: see {@link TermsCheck}. */
    Terms(Nonce nonce, List<Opening> openings, List<Hash> hashes) {
        this.nonce = nonce;
        this.openings = List.copyOf(openings);
        this.hashes = List.copyOf(hashes);
    }

    /** The creator's term, with which every session begins. */
    static Terms founded(Self self, Nonce nonce) {
        return founded(self, nonce, MigrationPolicy.AVAILABILITY);
    }

    /** The same, with what the session does when its host is lost. */
    static Terms founded(Self self, Nonce nonce, MigrationPolicy policy) {
        Opening opening = new OpeningWriter(self).creation(policy);
        return new Terms(nonce, List.of(opening), List.of(Words.hashOf(self.session(), opening)));
    }

    Terms with(Self self, Opening next) {
        List<Opening> longer = new ArrayList<>(openings);
        longer.add(next);
        List<Hash> longerHashes = new ArrayList<>(hashes);
        longerHashes.add(Words.hashOf(self.session(), next));
        return new Terms(nonce, longer, longerHashes);
    }

    Nonce nonce() {
        return nonce;
    }

    List<Opening> openings() {
        return openings;
    }

    int size() {
        return openings.size();
    }

    /** Whether a majority decides who is host. The creator said so where the session begins, and so it stays. */
    boolean isByMajority() {
        return openings.get(0).reason() == OpeningReason.MAJORITY_CREATION;
    }

    /**
     * Where a majority decides, whether the host of these terms is to be followed rather than that of the others: the
     * higher term, and of two with one number the one to which a majority agreed, for then nobody can have agreed to
     * the other in sufficient numbers.
     */
    boolean outranks(Terms other) {
        long number = last().number();
        long otherNumber = other.last().number();
        boolean isElected = last().reason() == OpeningReason.CLAIM;
        boolean isOtherElected = other.last().reason() == OpeningReason.CLAIM;
        return number > otherNumber || (number == otherNumber && isElected && !isOtherElected);
    }

    boolean isFull() {
        return size() >= AuthorityMessage.TERMS_MAX;
    }

    Opening last() {
        return openings.get(size() - 1);
    }

    /** Covers this chain, all of it. */
    Hash lastHash() {
        return hashes.get(size() - 1);
    }

    Term current() {
        return term(last());
    }

    /** The host of the newest term. */
    Actor owner() {
        return last().owner();
    }

    PublicKey creator() {
        return openings.get(0).owner().key();
    }

    /** Where the newest term began: the end of the one before. */
    Stand beginning() {
        return new Stand(last().lastSequence(), last().lastHash());
    }

    /** The term in which a host's word for the log up to there counts: it may begin with one for what was before. */
    Optional<Term> termOfHead(long number, long sequence) {
        for (int i = 0; i < size(); i++) {
            Opening opening = openings.get(i);
            if (opening.number() == number && opening.lastSequence() == sequence && sequence <= endOf(i)) {
                return Optional.of(term(opening));
            }
        }
        return termOf(number, sequence);
    }

    /** The term in which an event of that number counts; empty for one before its term, past its end, or of no term. */
    Optional<Term> termOf(long number, long sequence) {
        for (int i = size() - 1; i >= 0; i--) {
            Opening opening = openings.get(i);
            if (opening.number() == number) {
                return sequence > opening.lastSequence() && sequence <= endOf(i)
                        ? Optional.of(term(opening))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The last event that counts of all terms up to that one: a later term may go on from before its end. */
    long endOf(int index) {
        return openings.subList(index + 1, size()).stream()
                .mapToLong(Opening::lastSequence)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    boolean isOwner(Actor actor) {
        return openings.stream().anyMatch(one -> one.owner().equals(actor));
    }

    boolean holds(Hash opening) {
        return hashes.contains(opening);
    }

    /** How many terms both have in common. */
    int commonWith(Terms other) {
        int common = 0;
        while (common < size() && common < other.size() && hashes.get(common).equals(other.hashes.get(common))) {
            common++;
        }
        return common;
    }

    /** Whether the other is this one with more terms after it. */
    boolean isContinuedBy(Terms other) {
        return other.size() > size() && commonWith(other) == size();
    }

    /** Who was in when the terms of both went apart: at the earlier of the two openings. */
    List<PublicKey> rosterAtTheFork(Terms other) {
        int common = commonWith(other);
        Optional<Opening> ours = openingAt(common);
        Optional<Opening> theirs = other.openingAt(common);
        if (ours.isEmpty() || theirs.isEmpty()) {
            return ours.or(() -> theirs).map(Opening::roster).orElse(List.of());
        }
        boolean areEqual = ours.get().lastSequence() == theirs.get().lastSequence();
        boolean isOurs = areEqual
                ? hashes.get(common).toHex().compareTo(other.hashes.get(common).toHex()) < 0 // The same for both.
                : ours.get().lastSequence() < theirs.get().lastSequence();
        return (isOurs ? ours : theirs).get().roster();
    }

    Optional<Opening> openingAt(int index) {
        return index < size() ? Optional.of(openings.get(index)) : Optional.empty();
    }

    TermChain toWire() {
        return new TermChain(nonce, openings);
    }

    private static Term term(Opening opening) {
        return new Term(opening.number(), opening.owner());
    }

    /** Whether this term may follow that one without anybody's leave: its owner goes on in a merge. */
    static boolean goesOn(Opening before, Opening next) {
        return next.reason() == OpeningReason.MERGE && next.owner().equals(before.owner());
    }

    /** Whether the host of that term wants the next one itself. */
    static boolean isOwnersWill(Opening before, Opening next) {
        return next.reason() == OpeningReason.HANDOVER || goesOn(before, next);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Terms terms && lastHash().equals(terms.lastHash());
    }

    @Override
    public int hashCode() {
        return lastHash().hashCode();
    }

    @Override
    public String toString() {
        return "term " + last().number() + " after " + (size() - 1) + " changes of host";
    }
}
