package dev.muster.p2p;

import java.util.Optional;

/**
 * The way back of whoever went over to another host: the terms that it had before, and its log where those ended. If
 * the other host is lost before it told what it goes on with, nobody may have anything else left to go on with.
 */
record Retreat(Terms terms, Stand end) {
    /** From the terms that this side has to other ones; empty where that is what its host wants, or a majority does. */
    static Optional<Retreat> from(GuestSide guest, Terms theirs) {
        return guest.terms()
                .filter(ours -> !ours.isByMajority() && !ours.isFull() && !isOwnWill(ours, theirs))
                .map(ours -> new Retreat(ours, guest.followed().log().end()));
    }

    private static boolean isOwnWill(Terms ours, Terms theirs) {
        return ours.isContinuedBy(theirs)
                && theirs.openingAt(ours.size())
                        .filter(next -> Terms.isOwnersWill(ours.last(), next))
                        .isPresent();
    }

    /** Whether this side holds what it held then, and nothing of what the other host goes on with. */
    boolean isOpen(GuestSide guest) {
        return guest.isDistrusting()
                && !guest.hasEnded()
                && guest.followed().log().end().equals(end);
    }

    /** The terms in which this side, which was host before, is host again. */
    Terms reopened(Self self, GuestSide guest) {
        Terms present = guest.terms().orElseThrow();
        var roster = guest.followed().replica().roster();
        return terms.with(self, new OpeningWriter(self).goBack(terms, present, end, roster));
    }
}
