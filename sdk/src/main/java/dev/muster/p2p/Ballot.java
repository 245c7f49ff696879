package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.wire.OpeningReason;
import dev.muster.wire.SyncMessage.Head;
import java.util.Optional;

/**
 * This process's vote on who is host, where a majority decides: to whom it promised which term, and whether it has a
 * vote at all. It promises one term to one claimant, and gives its word for nothing in a lower one from then on; so two
 * hosts of which a majority has something of the same time cannot be. Lives as long as the process, whatever part this
 * side has. Belongs to one thread.
 */
final class Ballot {
    private final Actor self;
    private Optional<Promise> promise = Optional.empty();
    private boolean isKnown;
    private Optional<Long> cameBackIn = Optional.empty();

    private long highestOpened = -1;

    Ballot(Actor self) {
        this.self = self;
    }

    private record Promise(long number, Actor to) {}

    /**
     * The whole lobby is seen for the first time. A person that is in by the wish of an earlier process of its own has
     * no vote for now: that process may have promised what this one knows nothing of.
     */
    void sees(Terms terms, AuthorLedger authors) {
        if (!isKnown) {
            isKnown = true;
            cameBackIn = authors.knows(self)
                    ? Optional.empty()
                    : Optional.of(terms.last().number());
        }
    }

    /** A later term to which a majority agreed without this process: whatever was promised before counts no more. */
    void confirmedByOthers(long term, int guests, int participants) {
        // The host is one of those who follow.
        boolean isMajority = 2 * (guests + 1) > participants;
        if (isMajority && cameBackIn.filter(one -> term > one).isPresent()) {
            cameBackIn = Optional.empty();
        }
    }

    void confirmedByOthers(Head head, int participants) {
        confirmedByOthers(head.term(), head.replicated().size(), participants);
    }

    /** Whether this process takes part in elections and gives its word for what a host writes. */
    boolean isValid() {
        return cameBackIn.isEmpty();
    }

    /** Whether it may give its word for something in that term. */
    boolean mayConfirm(Terms terms) {
        return isValid() && promise.filter(one -> isBroken(one, terms)).isEmpty();
    }

    private static boolean isBroken(Promise one, Terms terms) {
        long number = terms.last().number();
        return number < one.number() || (number == one.number() && !one.to().equals(terms.owner()));
    }

    /** This process is host in that term. */
    void opens(Terms terms) {
        highestOpened = Math.max(highestOpened, terms.last().number());
    }

    /** Whether this process was host in no such term, nor in a later one: two of one number would be taken for one. */
    boolean mayOpen(long number) {
        return number > highestOpened;
    }

    /** Whether it may still promise that term to that claimant. */
    boolean mayPromise(long number, Actor to) {
        return isValid()
                && promise.filter(one -> number < one.number()
                                || (number == one.number() && !one.to().equals(to)))
                        .isEmpty();
    }

    void promises(long number, Actor to) {
        promise = Optional.of(new Promise(number, to));
    }

    /**
     * It follows that host, and confirms for nobody in a lower term, nor for anybody else in the same. A promise of a
     * higher term stands; one of the same term is void where a majority agreed to this host instead.
     */
    void follows(Terms terms) {
        boolean isElected = terms.last().reason() == OpeningReason.CLAIM;
        boolean stands = promise.filter(one -> isBroken(one, terms))
                .filter(one -> terms.last().number() < one.number() || !isElected)
                .isPresent();
        if (!stands) {
            promises(terms.last().number(), terms.owner());
        }
    }

    /** The number of the term to ask for after these; the same as before, unless somebody has it by now. */
    long nextNumber(Terms terms) {
        long last = terms.last().number();
        long promised = promise.map(Promise::number).orElse(last);
        boolean isOwn = promised > last && promise.get().to().equals(self);
        return isOwn ? promised : Math.max(last, promised) + 1;
    }

    /** Somebody promised that term to another claimant. */
    void isTaken(long number) {
        if (promise.filter(one -> one.number() == number && one.to().equals(self))
                .isPresent()) {
            promises(number + 1, self);
        }
    }
}
