package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.wire.AuthorityMessage.MergeOffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom somebody follows who is not in yet, where more than one says that it is host: the one whom most of those follow
 * who were in when the two went apart. Somebody who was in once can make itself host of nobody, and shows just that.
 * Belongs to one thread.
 */
final class HostChoice {
    /** Hosts that are compared; further ones are passed over. */
    static final int HOSTS_MAX = 8;

    private final Self self;
    private final Map<Actor, Terms> shown = new LinkedHashMap<>();
    private final Map<Actor, MergeOffer> offers = new HashMap<>();

    HostChoice(Self self) {
        this.self = self;
    }

    /** Somebody showed terms in which it is host. */
    void shown(Actor host, Terms terms) {
        if (shown.size() < HOSTS_MAX || shown.containsKey(host)) {
            shown.put(host, terms);
        }
    }

    /** Who follows that host, as it shows. */
    void followed(Actor host, MergeOffer offer) {
        if (shown.containsKey(host)) {
            offers.put(host, offer);
        }
    }

    void gone(Actor host) {
        shown.remove(host);
        offers.remove(host);
    }

    /** The terms of the one to follow rather than that one; empty where there is no better one. */
    Optional<Terms> betterThan(Terms present) {
        Optional<Terms> best = Optional.empty();
        for (Map.Entry<Actor, Terms> other : shown.entrySet()) {
            Terms against = best.orElse(present);
            if (!other.getValue().equals(against) && isBetter(other.getValue(), against)) {
                best = Optional.of(other.getValue());
            }
        }
        return best;
    }

    /** The terms of the one to follow where the present one is gone; empty where there is no other one. */
    Optional<Terms> best() {
        return shown.values().stream().reduce((best, next) -> isBetter(next, best) ? next : best);
    }

    private boolean isBetter(Terms one, Terms other) {
        MergeOffer ours = offers.get(one.owner());
        if (ours == null) {
            return false;
        }
        // Whoever shows no followers has none, or else would keep everybody by showing nothing.
        MergeOffer theirs = offers.getOrDefault(other.owner(), new MergeOffer(ours.head(), List.of()));
        return MergeRule.firstGoesOn(self, new MergeRule.Side(one, ours), new MergeRule.Side(other, theirs));
    }
}
