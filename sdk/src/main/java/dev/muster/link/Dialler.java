package dev.muster.link;

import dev.muster.identity.Actor;
import dev.muster.transport.PeerId;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Dials strangers in the order of their announcement, and sought peers again and again while their link is broken. */
final class Dialler {
    /**
     * How long a stranger is not dialled while it may turn out to be a linked peer that just got another id. Whoever is
     * linked tells its new id over the link within a round trip.
     */
    static final Duration HOLD = Duration.ofSeconds(2);

    /** No second hold within so long: who leaves signalling again and again shall not keep strangers out. */
    private static final Duration HOLD_PAUSE = Duration.ofSeconds(10);

    private static final long PAUSE_FIRST_NANOS = Duration.ofMillis(150).toNanos();
    private static final long PAUSE_MAX_NANOS = Duration.ofSeconds(5).toNanos();
    private static final double PAUSE_JITTER = 0.2;

    private final Shared shared;
    private final Roster roster;
    private final Switchboard switchboard;
    private final Set<PeerId> waiting = new LinkedHashSet<>();
    private final Map<Actor, Search> searches = new HashMap<>();
    private Optional<PeerId> localId = Optional.empty();
    private boolean signalling;
    private long holdUntilNanos;
    private long nextHoldNanos;

    /** How the search for one peer goes. */
    private static final class Search {
        private long pauseNanos = PAUSE_FIRST_NANOS;
        private long nextNanos;
    }

    Dialler(Shared shared, Roster roster, Switchboard switchboard) {
        this.shared = shared;
        this.roster = roster;
        this.switchboard = switchboard;
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

    void localId(PeerId id) {
        localId = Optional.of(id);
        signalling = true;
    }

    /** Nobody can be dialled; who was announced will be announced again, or dials by itself. */
    void signallingLost() {
        signalling = false;
        waiting.clear();
        // Marked now and not when signalling is back: somebody quicker may have told its new id by then.
        roster.all().forEach(Link::addressStale);
    }

    void signallingRestored() {
        signalling = true;
        searches.clear();
        hold();
    }

    /** While somebody sought is missing, it may be whoever comes. */
    void announced(PeerId peer) {
        boolean missing = roster.all().stream().anyMatch(link -> link.sought() && link.state() == LinkState.BROKEN);
        if (missing) {
            dial(peer);
        }
    }

    void withdrawn(PeerId peer) {
        waiting.remove(peer);
        roster.at(peer).ifPresent(link -> {
            link.addressStale();
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
        searches.keySet().removeIf(actor -> !isMissing(roster.find(actor)));
        for (Link link : roster.all()) {
            if (isMissing(link) && signalling) {
                search(link);
            }
        }
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
        for (Link link : roster.all()) {
            if (isMissing(link) && signalling && !switchboard.seeks(link.actor())) {
                Search search = searches.get(link.actor());
                due = Math.min(due, search == null ? shared.now() : search.nextNanos);
            }
        }
        return due;
    }

    private void search(Link link) {
        Search search = searches.computeIfAbsent(link.actor(), actor -> new Search());
        if (shared.now() < search.nextNanos || switchboard.seeks(link.actor())) {
            return;
        }
        switchboard.dialFamiliar(link.peer(), link.actor());
        double jitter = 1 - PAUSE_JITTER * shared.random().nextDouble();
        search.nextNanos = shared.now() + (long) (search.pauseNanos * jitter);
        search.pauseNanos = Math.min(PAUSE_MAX_NANOS, search.pauseNanos * 3 / 2);
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
                && roster.all().stream().anyMatch(link -> link.isAddressStale() && link.state() == LinkState.OPEN);
    }

    private boolean isLinked(PeerId peer) {
        return roster.all().stream().anyMatch(link -> link.isAt(peer) && link.state() != LinkState.BROKEN);
    }

    private static boolean isMissing(@Nullable Link link) {
        return link != null && link.sought() && link.state() == LinkState.BROKEN;
    }
}
