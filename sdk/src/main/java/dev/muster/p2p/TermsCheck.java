package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.identity.PublicKey;
import dev.muster.identity.SessionId;
import dev.muster.identity.SignatureChecker;
import dev.muster.identity.Statement;
import dev.muster.wire.AuthorityMessage;
import dev.muster.wire.AuthorityMessage.TermChain;
import dev.muster.wire.Opening;
import dev.muster.wire.Opening.Assent;
import dev.muster.wire.OpeningReason;
import dev.muster.wire.SyncMessage.Head;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether the terms that somebody shows are true: the first one is the creator's, and each of the others follows
 * the one before by the word of those who may say so. What that proves of an elected host is that one of those who were
 * in claimed the role, and who agreed; not that the host before was gone.
 */
record TermsCheck(SessionId session, SignatureChecker checker) {
    /** The chain, if all of it is true; what is known to be true already is not checked again. */
    Optional<Terms> verified(TermChain chain, Optional<Terms> known) {
        List<Opening> openings = chain.openings();
        List<Hash> hashes = new ArrayList<>();
        boolean isByMajority = openings.get(0).reason() == OpeningReason.MAJORITY_CREATION;
        for (int i = 0; i < openings.size(); i++) {
            Opening opening = openings.get(i);
            Hash hash = Words.hashOf(session, opening);
            int index = i;
            boolean isKnown = known.filter(terms ->
                            index < terms.size() && terms.openings().get(index).equals(opening))
                    .isPresent();
            boolean isTrue = isKnown
                    || (i == 0
                            ? isFirst(chain, opening)
                            : opening.parent().equals(hashes.get(i - 1))
                                    && isNext(openings.get(i - 1), opening, isByMajority));
            if (!isTrue) {
                return Optional.empty();
            }
            hashes.add(hash);
        }
        return Optional.of(new Terms(chain.nonce(), openings, hashes));
    }

    private boolean isFirst(TermChain chain, Opening opening) {
        return opening.number() == 0
                && isCreation(opening.reason())
                && opening.lastSequence() == 0
                && opening.parent().equals(EventLog.ORIGIN)
                && session.isMadeBy(opening.owner().key(), chain.nonce())
                && opening.roster().equals(List.of(opening.owner().key()))
                && isSigned(opening.owner(), Words.opening(session, opening), opening);
    }

    private static boolean isCreation(OpeningReason reason) {
        return reason == OpeningReason.CREATION || reason == OpeningReason.MAJORITY_CREATION;
    }

    private boolean isNext(Opening before, Opening next, boolean isByMajority) {
        // Those who go on for a lost host may all lack the end of what it went on from; nobody else lacks anything.
        boolean isFarEnough = next.reason() == OpeningReason.CLAIM || next.lastSequence() >= before.lastSequence();
        return isFarEnough
                && switch (next.reason()) {
                    case CREATION, MAJORITY_CREATION -> false;
                    case HANDOVER -> isHandover(before, next);
                    case CLAIM -> mayBeClaimed(before, next, isByMajority) && isClaim(before, next);
                    case MERGE -> !isByMajority && isMerge(before, next);
                };
    }

    /**
     * Where a majority decides, an attempt that came to nothing uses up its number, and a host may have itself agreed
     * to again; but nobody is host to whom less than a majority agreed.
     */
    private static boolean mayBeClaimed(Opening before, Opening next, boolean isByMajority) {
        long step = next.number() - before.number();
        return isByMajority
                ? step > 0 && step <= AuthorityMessage.TERMS_MAX && isMajority(next)
                : step == 1 && !next.owner().equals(before.owner());
    }

    private static boolean isMajority(Opening claim) {
        Set<PublicKey> agreed = new HashSet<>();
        claim.assents().forEach(grant -> agreed.add(grant.by().key()));
        agreed.add(claim.owner().key());
        agreed.retainAll(claim.roster());
        return 2 * agreed.size() > claim.roster().size();
    }

    /** The host before signs, and the successor has accepted. */
    private boolean isHandover(Opening before, Opening next) {
        return next.number() == before.number() + 1
                && next.assents().size() == 1
                && next.assents().get(0).by().equals(next.owner())
                && isTrue(next.assents().get(0), Words.acceptance(session, next.number(), next.parent(), next.owner()))
                && isSigned(before.owner(), Words.opening(session, next), next);
    }

    /** One of those who were in signs, and shows that it was one of them by the word of the host before. */
    private boolean isClaim(Opening before, Opening next) {
        boolean wasIn = next.roster().contains(next.owner().key())
                && next.checkpoint()
                        .map(head -> isRoster(before, next, head))
                        .orElseGet(() -> next.roster().equals(before.roster()));
        return wasIn
                && isSigned(next.owner(), Words.opening(session, next), next)
                && next.assents().stream()
                        .allMatch(grant -> next.roster().contains(grant.by().key())
                                && isTrue(
                                        grant,
                                        Words.grant(session, grant.by(), next.number(), next.parent(), next.owner())));
    }

    private boolean isMerge(Opening before, Opening next) {
        // A number that nobody could follow up would end the session.
        long step = next.number() - before.number();
        return step > 0
                && step <= AuthorityMessage.TERMS_MAX
                && next.owner().equals(before.owner())
                && next.merged().isPresent()
                && isSigned(next.owner(), Words.opening(session, next), next);
    }

    private boolean isRoster(Opening before, Opening next, Head head) {
        Optional<Hash> roster = head.checkpoint().map(one -> one.roster());
        return head.sequence() <= next.lastSequence()
                && roster.equals(Optional.of(Words.roster(next.roster())))
                && isWordOf(new Term(before.number(), before.owner()), head);
    }

    /** Whether the host of one of these terms signed this, and for events of its own. */
    boolean isWordIn(Terms terms, Head head) {
        return terms.termOfHead(head.term(), head.sequence())
                .filter(term -> isWordOf(term, head))
                .isPresent();
    }

    /** Whether the host of that term signed this. */
    boolean isWordOf(Term term, Head head) {
        var stand = new Stand(head.sequence(), head.hash());
        return head.term() == term.number()
                && checker.isSignedBy(
                        term.owner().key(), Words.head(session, term, stand, head.checkpoint()), head.signature());
    }

    private boolean isSigned(Actor by, Statement statement, Opening opening) {
        return checker.isSignedBy(by.key(), statement, opening.signature());
    }

    private boolean isTrue(Assent assent, Statement statement) {
        return checker.isSignedBy(assent.by().key(), statement, assent.signature());
    }
}
