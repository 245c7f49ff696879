package dev.muster.link;

import dev.muster.identity.PublicKey;
import dev.muster.transport.PeerId;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dials strangers in the order of their announcement, and sought peers again and again while their link is broken. */
final class Dialler {
    /**
     * How long a stranger is not dialled while it may turn out to be a linked peer that just got another id. Whoever is
     * linked tells its new id over the link within a round trip.
     */
    static final Duration HOLD = Duration.ofSeconds(2);

    /** No second hold within so long: who leaves signalling again and again shall not keep strangers out. */
    private static final Duration HOLD_PAUSE = Duration.ofSeconds(10);

    /** How long the one of two who does not dial first waits for the other. */
    private static final Duration COURTESY = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    private static final long PAUSE_FIRST_NANOS = Duration.ofMillis(150).toNanos();
    private static final long PAUSE_MAX_NANOS = Duration.ofSeconds(5).toNanos();

    /** Whoever was not found for so long is looked for less and less often, unless something happens. */
    private static final long PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();

    private static final long PAUSE_LONGEST_NANOS = Duration.ofMinutes(1).toNanos();
    private static final double PAUSE_JITTER = 0.2;

    private final Shared shared;
    private final Roster roster;
    private final Switchboard switchboard;
    private final Wanted wanted;
    private final Set<PeerId> waiting = new LinkedHashSet<>();
    private final Map<PublicKey, Search> searches = new HashMap<>();
    private Optional<PeerId> localId = Optional.empty();
    private boolean signalling;
    private long holdUntilNanos;
    private long nextHoldNanos;

    /** How the search for one peer goes. */
    private static final class Search {
        private long pauseNanos = PAUSE_FIRST_NANOS;
        private long nextNanos;
        private long begunNanos;

        Search(long nowNanos) {
            begunNanos = nowNanos;
        }

        /** It may work now. */
        void beginAnew(long nowNanos) {
            if (pauseNanos > PAUSE_MAX_NANOS) {
                nextNanos = nowNanos;
            }
            begunNanos = nowNanos;
            pauseNanos = PAUSE_FIRST_NANOS;
        }

        void pauseForLonger(long nowNanos) {
            pauseNanos = nowNanos - begunNanos < PATIENCE_NANOS
                    ? Math.min(PAUSE_MAX_NANOS, pauseNanos * 3 / 2)
                    : Math.min(PAUSE_LONGEST_NANOS, pauseNanos * 2);
        }
    }

    Dialler(Shared shared, Roster roster, Switchboard switchboard, Wanted wanted) {
        this.shared = shared;
        this.roster = roster;
        this.switchboard = switchboard;
        this.wanted = wanted;
    }

    void dial(PeerId peer) {
        boolean known = waiting.contains(peer)
                || switchboard.greets(peer)
                || localId.filter(peer::equals).isPresent()
                || isLinked(peer);
        if (known) {
            return;
        }
        if (waiting.size() >= shared.limits().dialsWaiting()) {
            shared.tally().strangerDropped();
            return;
        }
        waiting.add(peer);
    }

    void want(PublicKey person, PeerId address) {
        boolean isNews = wanted.addressOf(person).filter(address::equals).isEmpty();
        wanted.add(person, address);
        Search search = searches.get(person);
        if (isNews && search != null) {
            search.beginAnew(shared.now());
        }
    }

    void unwant(PublicKey person) {
        wanted.remove(person);
        roster.of(person).ifPresent(Link::leaveAlone);
    }

    void localId(PeerId id) {
        localId = Optional.of(id);
        signalling = true;
        lookAgain();
    }

    /** Nobody can be dialled; who was announced will be announced again, or dials by itself. */
    void signallingLost() {
        signalling = false;
        waiting.clear();
        // Marked now and not when signalling is back: somebody quicker may have told its new id by then.
        roster.all().forEach(link -> link.whereabouts().lost());
    }

    void signallingRestored() {
        signalling = true;
        searches.clear();
        hold();
    }

    /** Something happened that may let all those be found who are missing. */
    void lookAgain() {
        searches.values().forEach(search -> search.beginAnew(shared.now()));
    }

    /** While somebody sought is missing, it may be whoever comes. */
    void announced(PeerId peer) {
        lookAgain();
        boolean missing = roster.all().stream().anyMatch(link -> link.sought() && link.state() == LinkState.BROKEN);
        if (missing) {
            dial(peer);
        }
    }

    void withdrawn(PeerId peer) {
        waiting.remove(peer);
        roster.at(peer).ifPresent(link -> {
            link.whereabouts().lost();
            hold();
        });
    }

    void tick() {
        while (signalling && !waiting.isEmpty() && !held() && switchboard.canDialStranger()) {
            PeerId next = waiting.iterator().next();
            if (isLinked(next)) {
                waiting.remove(next);
            } else if (switchboard.dialStranger(next)) {
                waiting.remove(next);
            } else {
                break;
            }
        }
        Map<PublicKey, PeerId> missing = missing();
        boolean isSomebodyFound = searches.keySet().retainAll(missing.keySet());
        if (isSomebodyFound) {
            lookAgain(); // Whatever was in the way may be gone for the others too.
        }
        if (signalling) {
            missing.forEach(this::search);
        }
    }

    /** Whoever is sought and broken, and whoever is wanted and not linked at all, with where to look. */
    private Map<PublicKey, PeerId> missing() {
        Map<PublicKey, PeerId> missing = Map.of();
        for (Link link : roster.all()) {
            if (isMissing(link)) {
                missing = with(missing, link.actor().key(), link.peer());
            }
        }
        for (Map.Entry<PublicKey, PeerId> one : wanted.all().entrySet()) {
            Optional<Link> link = roster.of(one.getKey());
            if (link.isEmpty() || link.get().state() == LinkState.BROKEN) {
                missing = with(missing, one.getKey(), link.map(Link::peer).orElse(one.getValue()));
            }
        }
        return missing;
    }

    /** Usually nobody is missing, and that costs nothing. */
    private static Map<PublicKey, PeerId> with(Map<PublicKey, PeerId> some, PublicKey person, PeerId address) {
        Map<PublicKey, PeerId> more = some.isEmpty() ? new LinkedHashMap<>() : some;
        more.put(person, address);
        return more;
    }

    long dueNanos() {
        long due = Long.MAX_VALUE;
        if (signalling && !waiting.isEmpty()) {
            if (held()) {
                due = holdUntilNanos;
            } else if (switchboard.canDialStranger()) {
                due = switchboard.nextStrangerNanos();
            }
        }
        if (signalling) {
            for (PublicKey person : missing().keySet()) {
                if (!switchboard.seeks(person)) {
                    Search search = searches.get(person);
                    due = Math.min(due, search == null ? shared.now() : search.nextNanos);
                }
            }
        }
        return due;
    }

    private void search(PublicKey person, PeerId address) {
        Search search = searches.computeIfAbsent(person, one -> begun(one, address));
        if (shared.now() < search.nextNanos || switchboard.seeks(person)) {
            return;
        }
        switchboard.dialFamiliar(address, person);
        double jitter = 1 - PAUSE_JITTER * shared.random().nextDouble();
        search.nextNanos = shared.now() + (long) (search.pauseNanos * jitter);
        search.pauseForLonger(shared.now());
    }

    /** Both may know of each other at the same moment: one of the two waits whether the other dials. */
    private Search begun(PublicKey person, PeerId address) {
        var search = new Search(shared.now());
        boolean isNew = roster.of(person).isEmpty();
        boolean theyDial = shared.actor().key().toHex().compareTo(person.toHex()) > 0;
        if (isNew && theyDial) {
            search.nextNanos = shared.now() + COURTESY.toNanos();
        }
        LOG.debug("looking for {} at {}", person, address);
        return search;
    }

    private void hold() {
        if (shared.now() >= nextHoldNanos) {
            holdUntilNanos = shared.now() + HOLD.toNanos();
            nextHoldNanos = shared.now() + HOLD_PAUSE.toNanos();
        }
    }

    /** Ends early when every link that works has told where it is. */
    private boolean held() {
        return shared.now() < holdUntilNanos
                && roster.all().stream()
                        .anyMatch(link -> link.whereabouts().isStale() && link.state() == LinkState.OPEN);
    }

    private boolean isLinked(PeerId peer) {
        return roster.all().stream()
                .anyMatch(link -> link.whereabouts().isAt(peer) && link.state() != LinkState.BROKEN);
    }

    private static boolean isMissing(@Nullable Link link) {
        return link != null && link.sought() && link.state() == LinkState.BROKEN;
    }
}
