package dev.muster.link;

import dev.muster.identity.Actor;
import dev.muster.identity.PublicKey;
import dev.muster.transport.PeerId;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.LinkMessage.Hello;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All links, one per actor and one actor per person, and how they begin and end. */
final class Roster {
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    private final Shared shared;
    private final Map<Actor, Link> links = new LinkedHashMap<>();
    private final Seats seats = new Seats();

    Roster(Shared shared) {
        this.shared = shared;
    }

    @Nullable
    Link find(Actor actor) {
        return links.get(actor);
    }

    Collection<Link> all() {
        return Collections.unmodifiableCollection(links.values());
    }

    /** The link whose peer is known under this id. */
    Optional<Link> at(PeerId peer) {
        return links.values().stream().filter(link -> link.peer().equals(peer)).findFirst();
    }

    /** The link to a process of that person. */
    Optional<Link> of(PublicKey person) {
        return links.values().stream()
                .filter(link -> link.actor().key().equals(person))
                .findFirst();
    }

    /** How many links wait for their peer to come back. */
    int broken() {
        return (int) links.values().stream()
                .filter(link -> link.state() == LinkState.BROKEN)
                .count();
    }

    /** Why this actor may not be linked, if it is who it says. */
    Optional<Farewell> objectionTo(Actor actor) {
        if (seats.isDisplaced(actor)) {
            return Optional.of(displacement());
        }
        boolean present = others(actor).stream().anyMatch(Link::heardLately);
        if (present) {
            return Optional.of(new Farewell(
                    FarewellCode.ALREADY_CONNECTED,
                    "Another process plays with this key already; close it, or give each a key of its own."));
        }
        if (!links.containsKey(actor)
                && others(actor).isEmpty()
                && links.size() >= shared.limits().links()) {
            return Optional.of(new Farewell(
                    FarewellCode.FULL, "There are " + links.size() + " links here, and no room for another."));
        }
        return Optional.empty();
    }

    /** Makes this the connection of the actor's link, be it new or not. */
    void admit(Connection connection, Hello hello, long epoch) {
        Actor actor = hello.actor();
        others(actor)
                .forEach(link -> end(
                        link, RemovalReason.DISPLACED, Optional.of(displacement()), "Another process took the seat."));
        seats.taken(actor);
        links.values().stream()
                .filter(link -> !link.actor().equals(actor))
                .forEach(link -> link.whereabouts().isNotAt(connection.peer()));
        Link link = links.get(actor);
        if (link == null) {
            link = new Link(shared, connection, hello, epoch);
            links.put(actor, link);
            LOG.debug("{} linked over {}", actor, connection);
            shared.tally().linked();
            shared.emit(new LinkEvent.Linked(actor, connection.peer(), hello));
        } else {
            link.resume(connection, hello, epoch);
        }
        connection.reader(new Reader(shared, this, link));
    }

    /** The connection of a link ended, or something else did that no longer matters. */
    void lost(Connection connection, String why) {
        for (Link link : links.values()) {
            if (link.uses(connection)) {
                link.lost(why);
                return;
            }
        }
    }

    void endedByUs(Link link, Farewell farewell) {
        end(link, RemovalReason.LOCAL, Optional.of(farewell), farewell.sentence());
    }

    /** Nothing is answered to a farewell; the sender waits for the connection to close. */
    void endedByPeer(Link link, Farewell farewell) {
        Connection last = link.connection();
        if (last != null) {
            last.close();
        }
        drop(
                link,
                new LinkEvent.Removed(
                        link.actor(), RemovalReason.PEER, Optional.of(farewell.code()), farewell.sentence()));
    }

    void endedForMisbehaviour(Link link, Farewell farewell) {
        Connection last = link.connection();
        if (last != null) {
            last.outlet().clear();
        }
        end(link, RemovalReason.MISBEHAVED, Optional.of(farewell), farewell.sentence());
    }

    /** Judges all silences. */
    void judge() {
        List<Link> gone = new ArrayList<>(0);
        for (Link link : links.values()) {
            if (link.judge()) {
                gone.add(link);
            }
        }
        for (Link link : gone) {
            String sentence =
                    "Did not come back within " + shared.times().removed().toSeconds() + " s.";
            end(link, RemovalReason.NOT_BACK, Optional.empty(), sentence);
        }
    }

    private void end(Link link, RemovalReason reason, Optional<Farewell> farewell, String sentence) {
        link.end(farewell);
        drop(link, new LinkEvent.Removed(link.actor(), reason, farewell.map(Farewell::code), sentence));
    }

    private void drop(Link link, LinkEvent.Removed event) {
        links.remove(link.actor());
        LOG.debug("{} removed: {}: {}", link, event.reason(), event.sentence());
        shared.tally().removed();
        shared.emit(event);
    }

    /** The links to other processes of the same person; at most one. */
    private List<Link> others(Actor actor) {
        return links.values().stream()
                .filter(link ->
                        link.actor().key().equals(actor.key()) && !link.actor().equals(actor))
                .toList();
    }

    private static Farewell displacement() {
        return new Farewell(
                FarewellCode.DISPLACED, "Another process with the same key took the seat; this one is out.");
    }
}
