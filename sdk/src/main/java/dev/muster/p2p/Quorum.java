package dev.muster.p2p;

import dev.muster.identity.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * On the host, where a majority decides: how far more than half of those who are in have confirmed what it wrote. Who
 * is in changes by one at a time, and each change counts once more than half of those who were in before have confirmed
 * it; so any two majorities of which one follows the other have somebody in common. Belongs to one thread.
 */
final class Quorum {
    /** So long may what was written go without a majority until it is asked to agree to this host again. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Self self;
    private final HostSide host;
    private final Ballot ballot;
    private List<PublicKey> electorate;
    private long pending;
    private List<PublicKey> leaving = List.of();
    private long confirmed;
    private long behindSinceNanos = Long.MAX_VALUE;

    /** Of a reign that begins: nothing is decided in it before a majority follows. */
    Quorum(Self self, HostSide host, Ballot ballot) {
        this.self = self;
        this.host = host;
        this.ballot = ballot;
        this.electorate = host.roster();
        this.pending = host.lastSequence();
    }

    /** Somebody came or goes. Whoever leaves by its own will has agreed to that. */
    void changed(boolean isByOwnWill) {
        List<PublicKey> now = host.roster();
        if (now.equals(electorate)) {
            return;
        }
        pending = host.lastSequence();
        if (isByOwnWill) {
            List<PublicKey> gone = new ArrayList<>(electorate);
            gone.removeAll(now);
            leaving = List.copyOf(gone);
        }
    }

    /** Another term of the same host: what was confirmed in the one before counts no more. */
    void termChanged() {
        pending = host.lastSequence();
        confirmed = 0;
        behindSinceNanos = Long.MAX_VALUE;
    }

    /**
     * Whether more than half of those who are in will confirm what is decided now: those who are heard and have
     * confirmed something of this term. Who started again may be heard and have no vote, and a change of who is in for
     * which such a vote is missing would hold up everything after it.
     */
    boolean mayDecide(Mesh mesh, long nowNanos) {
        if (!isSettled() || isStuck(nowNanos)) {
            return false;
        }
        return hasVoters(mesh);
    }

    private boolean hasVoters(Mesh mesh) {
        int voters = ballot.mayConfirm(host.terms()) ? 1 : 0;
        for (Follower one : host.audience().all()) {
            voters += one.member && one.word.isPresent() && mesh.isOpen(one.actor) ? 1 : 0;
        }
        return 2 * voters > host.roster().size();
    }

    /** Whether everything is confirmed that has to be before anything else is decided. */
    boolean isSettled() {
        if (pending == 0) {
            return true;
        }
        if (confirmedByMajority() < pending) {
            return false;
        }
        pending = 0;
        leaving = List.of();
        electorate = host.roster();
        return true;
    }

    void poll(Mesh mesh, long nowNanos) {
        long last = host.lastSequence();
        if (isSettled() && confirmed >= last && !hasVoters(mesh)) {
            behindSinceNanos = Math.min(behindSinceNanos, nowNanos);
            return;
        }
        if (isSettled() && confirmed >= last) {
            behindSinceNanos = Long.MAX_VALUE;
            return;
        }
        long before = confirmed;
        confirmed = confirmedByMajority();
        if (isSettled() && confirmed >= last) {
            behindSinceNanos = Long.MAX_VALUE;
        } else if (confirmed > before || behindSinceNanos == Long.MAX_VALUE) {
            behindSinceNanos = nowNanos;
        }
    }

    /** Whether a majority has confirmed nothing for long although there was something to confirm. */
    boolean isStuck(long nowNanos) {
        return behindSinceNanos != Long.MAX_VALUE && nowNanos - behindSinceNanos >= PATIENCE.toNanos();
    }

    long nextDeadlineNanos() {
        return behindSinceNanos == Long.MAX_VALUE ? Long.MAX_VALUE : behindSinceNanos + PATIENCE.toNanos();
    }

    /** The last event that more than half of the electorate have, by their word in this term. */
    private long confirmedByMajority() {
        Map<PublicKey, Long> words = new HashMap<>();
        for (Follower one : host.audience().all()) {
            if (one.word.isPresent() && electorate.contains(one.actor.key())) {
                words.merge(one.actor.key(), one.confirmed, Math::max);
            }
        }
        leaving.forEach(key -> words.put(key, pending));
        long others = nthHighest(words, electorate.size() / 2 + 1);
        if (others > 0) {
            ballot.confirmedByOthers(host.terms().last().number(), electorate.size(), electorate.size());
        }
        boolean counts =
                electorate.isEmpty() || electorate.contains(self.actor().key());
        if (counts && ballot.mayConfirm(host.terms())) {
            words.put(self.actor().key(), host.lastSequence());
        }
        return electorate.isEmpty() ? host.lastSequence() : nthHighest(words, electorate.size() / 2 + 1);
    }

    private static long nthHighest(Map<PublicKey, Long> words, int n) {
        List<Long> sorted = new ArrayList<>(words.values());
        sorted.sort(Collections.reverseOrder());
        return n <= sorted.size() ? sorted.get(n - 1) : 0;
    }
}
