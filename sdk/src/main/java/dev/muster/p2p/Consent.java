package dev.muster.p2p;

import dev.muster.identity.PublicKey;
import dev.muster.wire.AuthorityMessage.Following;
import dev.muster.wire.Opening;
import dev.muster.wire.OpeningReason;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How many of those who were in have agreed to who is host now, as far as their signatures show. */
final class Consent {
    private Consent() {}

    /**
     * Whether at least half of those have who were in when the term began, by their word for it or by following it.
     * Nobody has to agree to the creator, or to what a host decided that they had agreed to: to hand over, or to go on
     * for another host too.
     *
     * @param followers as the host of the newest term shows them
     */
    static boolean isAgreed(Self self, Terms terms, List<Following> followers) {
        Opening elected = lastElection(terms);
        return elected.reason() != OpeningReason.CLAIM
                || isHalf(
                        elected,
                        elected.assents().stream().map(one -> one.by().key()).toList())
                || isHalf(terms.last(), MergeRule.confirmed(self, terms, followers));
    }

    private static boolean isHalf(Opening opening, Collection<PublicKey> others) {
        Set<PublicKey> agreed = new HashSet<>(others);
        agreed.add(opening.owner().key());
        agreed.retainAll(opening.roster());
        return 2 * agreed.size() >= opening.roster().size();
    }

    private static Opening lastElection(Terms terms) {
        int i = terms.size() - 1;
        while (i > 0 && terms.openings().get(i).reason() != OpeningReason.CLAIM) {
            i--;
        }
        return terms.openings().get(i);
    }
}
