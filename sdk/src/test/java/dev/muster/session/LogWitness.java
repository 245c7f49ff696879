package dev.muster.session;

import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.p2p.Inside;
import dev.muster.p2p.Inside.Event;
import dev.muster.wire.Opening;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Watches what everybody holds of the log: one event for one number of one term wherever it is, and none forged. */
final class LogWitness {
    private static final Hash ORIGIN = new Hash(new byte[Hash.BYTES]);

    private final Map<Place, Hash> events = new HashMap<>();
    private final Set<Hash> hashes = new HashSet<>(Set.of(ORIGIN));
    private final Map<Term, Long> last = new HashMap<>();
    private final Map<Term, Long> ends = new HashMap<>();

    /** One host's reign: its number alone is not its own. */
    record Term(long number, Actor owner) {
        static Term of(Opening opening) {
            return new Term(opening.number(), opening.owner());
        }
    }

    private record Place(Term term, long sequence) {}

    /** The owner of that term says itself that it numbers nothing after that. */
    void ends(Term term, long sequence) {
        Long before = ends.putIfAbsent(term, sequence);
        if (before != null) {
            throw new AssertionError("the host of " + term + " ended it twice");
        }
        requireEnd(term);
    }

    private void requireEnd(Term term) {
        long end = ends.getOrDefault(term, Long.MAX_VALUE);
        if (last.getOrDefault(term, 0L) > end) {
            throw new AssertionError(term + " goes on past its end at event " + end);
        }
    }

    /** The log of that one ends with another event than before. */
    void changed(World.Player player, Witness.Seen seen) {
        Inside inside = seen.inside;
        long end = inside.lastSequence();
        Optional<Inside.Chain> chain = inside.isDistrusting() ? Optional.empty() : inside.chain();
        long sequence = end;
        Optional<Event> event = inside.event(sequence);
        while (event.isPresent() && !event.get().hash().equals(seen.log.getOrDefault(sequence, ORIGIN))) {
            Event found = event.get();
            seen.log.put(sequence, found.hash());
            holds(player, found);
            chain.ifPresent(one -> requireInItsTerm(player, found, one.openings()));
            sequence--;
            event = inside.event(sequence);
        }
        seen.end = inside.lastHash();
        seen.endSequence = end;
        if (!hashes.contains(seen.end)) {
            throw new AssertionError(player.name + " goes on from event " + end + " that nobody wrote");
        }
    }

    private void holds(World.Player player, Event event) {
        var term = new Term(event.term(), event.owner());
        var place = new Place(term, event.sequence());
        Hash known = events.get(place);
        if (known == null) {
            boolean isOwn = event.owner().key().equals(player.identity.publicKey());
            if (!isOwn) {
                throw new AssertionError(player.name + " holds an event that its host never wrote: " + event);
            }
            events.put(place, event.hash());
            hashes.add(event.hash());
            last.merge(term, event.sequence(), Math::max);
            requireEnd(term);
        } else if (!known.equals(event.hash())) {
            throw new AssertionError(player.name + " holds another event than others under one number: " + event);
        }
    }

    /** By the terms of this process, the event was numbered by whoever was host then, before its term ended. */
    private static void requireInItsTerm(World.Player player, Event event, List<Opening> openings) {
        int at = openings.size() - 1;
        while (at > 0 && openings.get(at).lastSequence() >= event.sequence()) {
            at--;
        }
        Opening opening = openings.get(at);
        if (opening.number() != event.term() || !opening.owner().equals(event.owner())) {
            throw new AssertionError(player.name + " holds an event past the end of its term: " + event);
        }
    }
}
