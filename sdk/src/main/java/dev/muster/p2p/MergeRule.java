package dev.muster.p2p;

import dev.muster.identity.PublicKey;
import dev.muster.wire.AuthorityMessage.Following;
import dev.muster.wire.AuthorityMessage.MergeOffer;
import dev.muster.wire.SyncMessage.Confirmation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of two hosts goes on for both: the one with more followers among those who were in when the two went apart,
 * then the higher term, then who was in for longer, then the smaller hash. Both come to the same answer, because it
 * depends on nothing but what they show each other, signed by those whom it is about.
 */
final class MergeRule {
    private MergeRule() {}

    /** What one of the two hosts shows. */
    record Side(Terms terms, MergeOffer offer) {}

    static boolean firstGoesOn(Self self, Side first, Side second) {
        List<PublicKey> roster = first.terms().rosterAtTheFork(second.terms());
        Set<PublicKey> ours = followers(self, first, roster);
        Set<PublicKey> theirs = followers(self, second, roster);
        Set<PublicKey> both = new HashSet<>(ours);
        both.retainAll(theirs);
        ours.removeAll(both);
        theirs.removeAll(both);
        if (ours.size() != theirs.size()) {
            return ours.size() > theirs.size();
        }
        long number = first.terms().last().number();
        long otherNumber = second.terms().last().number();
        if (number != otherNumber) {
            return number > otherNumber;
        }
        int place = placeOf(first, roster);
        int otherPlace = placeOf(second, roster);
        return place != otherPlace
                ? place < otherPlace
                : first.terms()
                                .lastHash()
                                .toHex()
                                .compareTo(second.terms().lastHash().toHex())
                        < 0;
    }

    /** A host follows itself, and whoever signed that it has something of its term. */
    private static Set<PublicKey> followers(Self self, Side side, List<PublicKey> roster) {
        Set<PublicKey> followers = confirmed(self, side.terms(), side.offer().followers());
        followers.add(side.terms().owner().key());
        followers.retainAll(roster);
        return followers;
    }

    /** Those of these whose own signature says that they have something of that term. */
    static Set<PublicKey> confirmed(Self self, Terms terms, List<Following> followers) {
        Set<PublicKey> confirmed = new HashSet<>();
        followers.stream()
                .filter(one -> isTrue(self, terms, one))
                .forEach(one -> confirmed.add(one.guest().key()));
        return confirmed;
    }

    private static boolean isTrue(Self self, Terms terms, Following one) {
        Confirmation word = one.word();
        var stand = new Stand(word.sequence(), word.hash());
        return word.term() == terms.last().number()
                && self.checker()
                        .isSignedBy(
                                one.guest().key(),
                                Words.confirmation(self.session(), one.guest(), terms, stand),
                                word.signature());
    }

    private static int placeOf(Side side, List<PublicKey> roster) {
        int place = roster.indexOf(side.terms().owner().key());
        return place < 0 ? Integer.MAX_VALUE : place;
    }
}
