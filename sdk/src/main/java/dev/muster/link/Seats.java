package dev.muster.link;

import dev.muster.identity.Actor;
import dev.muster.identity.Incarnation;
import dev.muster.identity.PublicKey;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Remembers which process of a person was linked last, and which ones had to make room for another. */
final class Seats {
    /** Persons and displaced processes that are remembered; the oldest is forgotten first. */
    static final int REMEMBERED_MAX = 1_024;

    private final Map<PublicKey, Incarnation> latest = new LinkedHashMap<>();
    private final Set<Actor> displaced = new LinkedHashSet<>();

    /** An actor was linked: whatever process of the same person was linked before has lost its seat for good. */
    void taken(Actor actor) {
        Incarnation before = latest.remove(actor.key());
        latest.put(actor.key(), actor.incarnation());
        if (before != null && !before.equals(actor.incarnation())) {
            displaced.add(new Actor(actor.key(), before));
        }
        if (latest.size() > REMEMBERED_MAX) {
            latest.remove(latest.keySet().iterator().next());
        }
        if (displaced.size() > REMEMBERED_MAX) {
            displaced.remove(displaced.iterator().next());
        }
    }

    boolean isDisplaced(Actor actor) {
        return displaced.contains(actor);
    }
}
