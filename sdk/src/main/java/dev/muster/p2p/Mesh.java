package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.identity.PublicKey;
import dev.muster.link.Links;
import dev.muster.link.TokenBucket;
import dev.muster.transport.PeerId;
import dev.muster.wire.AuthorityMessage;
import dev.muster.wire.AuthorityMessage.PeerAddress;
import dev.muster.wire.AuthorityMessage.PeerAddresses;
import dev.muster.wire.AuthorityMessage.TermChain;
import dev.muster.wire.PeerJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The links between all who are in, so that they find each other when the host is gone: who is linked, where the others
 * are said to be, and whom to look for. Bounded; belongs to one thread.
 */
final class Mesh {
    /** Persons whose address is remembered; the oldest goes first. */
    static final int ADDRESSES_MAX = 128;

    /** Those who were lost and may be on the other side of a broken network. */
    static final int LOST_MAX = 32;

    private static final int COSTLY_AT_ONCE = 16;
    private static final int COSTLY_PER_SECOND = 4;

    /** As many as bring the whole of a log that is kept, each of them some dozens of events. */
    private static final int ANSWERS_AT_ONCE = 64;

    private static final int ANSWERS_PER_SECOND = 16;

    private final PublicKey self;
    private final Links links;
    private final Map<Actor, Neighbour> neighbours = new LinkedHashMap<>();
    private final Map<PublicKey, PeerId> addresses = new LinkedHashMap<>();
    private final Set<PublicKey> lost = new HashSet<>();
    private Set<PublicKey> wanted = Set.of();
    private final Set<Actor> owed = new HashSet<>();
    private long version;

    Mesh(PublicKey self, Links links) {
        this.self = self;
        this.links = links;
    }

    private static final class Neighbour {
        final PeerId peer;
        final TokenBucket costly = new TokenBucket(COSTLY_PER_SECOND, COSTLY_AT_ONCE, 0);
        final TokenBucket answers = new TokenBucket(ANSWERS_PER_SECOND, ANSWERS_AT_ONCE, 0);
        boolean open = true;
        boolean hosts;

        Neighbour(PeerId peer) {
            this.peer = peer;
        }
    }

    void linked(Actor actor, PeerId peer) {
        version++;
        neighbours.put(actor, new Neighbour(peer));
        lost.remove(actor.key());
        remember(actor.key(), peer);
    }

    void open(Actor actor, boolean now) {
        Neighbour neighbour = neighbours.get(actor);
        if (neighbour != null) {
            version++;
            neighbour.open = now;
        }
    }

    void removed(Actor actor) {
        version++;
        owed.remove(actor);
        neighbours.remove(actor);
    }

    boolean isOpen(Actor actor) {
        Neighbour neighbour = neighbours.get(actor);
        return neighbour != null && neighbour.open;
    }

    /** Another number whenever a link came, went, broke or was restored. */
    long version() {
        return version;
    }

    /** Whether there is a link to a process of that person, broken or not. */
    boolean isLinked(PublicKey person) {
        return neighbours.keySet().stream().anyMatch(one -> one.key().equals(person));
    }

    /** That peer showed terms in which it is host itself. */
    void hosts(Actor actor, boolean isHost) {
        Neighbour neighbour = neighbours.get(actor);
        if (neighbour != null) {
            neighbour.hosts = isHost;
        }
    }

    /** Whether that peer is host of some side, be it this one's or not. */
    boolean isSomesHost(Actor actor) {
        Neighbour neighbour = neighbours.get(actor);
        return neighbour != null && neighbour.hosts;
    }

    /** Whether that peer may make this side check signatures now. */
    boolean mayCost(Actor actor, long nowNanos) {
        Neighbour neighbour = neighbours.get(actor);
        return neighbour != null && neighbour.costly.take(1, nowNanos);
    }

    /** Whether that peer may ask for more of the log now; what it says about who is host has a measure of its own. */
    boolean mayAsk(Actor actor, long nowNanos) {
        Neighbour neighbour = neighbours.get(actor);
        return neighbour != null && neighbour.answers.take(1, nowNanos);
    }

    Optional<PeerId> peerOf(Actor actor) {
        return Optional.ofNullable(neighbours.get(actor)).map(one -> one.peer);
    }

    /** Everybody who is linked, broken or not. */
    List<Actor> all() {
        return List.copyOf(neighbours.keySet());
    }

    /** Whether that person was met before, or somebody told where it is. */
    boolean knows(PublicKey person) {
        return addresses.containsKey(person);
    }

    /** Looks for that person now, wherever it was last. */
    void seek(PublicKey person) {
        PeerId address = addresses.get(person);
        if (address != null) {
            lost(person);
            links.want(person, address);
        }
    }

    /** Everybody who is linked and heard. */
    List<Actor> open() {
        return neighbours.entrySet().stream()
                .filter(one -> one.getValue().open)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Those of these persons who are linked and heard. */
    List<Actor> openAmong(List<PublicKey> persons) {
        List<Actor> open = new ArrayList<>();
        neighbours.forEach((actor, neighbour) -> {
            if (neighbour.open && persons.contains(actor.key())) {
                open.add(actor);
            }
        });
        return open;
    }

    /** Those of these persons who are linked and not heard. */
    boolean isAnyBroken(List<PublicKey> persons) {
        return neighbours.entrySet().stream()
                .anyMatch(one ->
                        !one.getValue().open && persons.contains(one.getKey().key()));
    }

    boolean say(Actor to, AuthorityMessage message) {
        boolean isSent = links.send(to, PeerJson.encode(message));
        if (!isSent && message instanceof TermChain && neighbours.containsKey(to)) {
            owed.add(to);
        }
        return isSent;
    }

    /** Those whose queues were full when they were to hear who is host; they are owed that word. */
    List<Actor> takeOwed() {
        if (owed.isEmpty()) {
            return List.of();
        }
        List<Actor> taken = List.copyOf(owed);
        owed.clear();
        return taken;
    }

    void sayToAll(List<Actor> everybody, AuthorityMessage message) {
        everybody.forEach(one -> say(one, message));
    }

    /** Somebody tells where others are: a hint, and who is there proves it. */
    void told(PeerAddresses message) {
        for (PeerAddress one : message.peers()) {
            if (!one.key().equals(self) && !addresses.containsKey(one.key())) {
                remember(one.key(), new PeerId(one.peer()));
            } else if (!isLinked(one.key())) {
                remember(one.key(), new PeerId(one.peer()));
            }
        }
    }

    /** Where everybody of these is, as far as this side knows. */
    PeerAddresses addressesOf(List<PublicKey> persons) {
        List<PeerAddress> known = new ArrayList<>();
        for (PublicKey person : persons) {
            PeerId address = addresses.get(person);
            if (address != null) {
                known.add(new PeerAddress(person, address.value()));
            }
        }
        return new PeerAddresses(known);
    }

    /** These persons were lost, and may come back with a host of their own. */
    void lost(PublicKey person) {
        if (addresses.containsKey(person) && !person.equals(self)) {
            lost.add(person);
            if (lost.size() > LOST_MAX) {
                Iterator<PublicKey> any = lost.iterator();
                any.next();
                any.remove();
            }
        }
    }

    /** Looks for all of these from now on, and for those who were lost. */
    void want(List<PublicKey> persons) {
        Set<PublicKey> now = new HashSet<>(lost);
        now.addAll(persons);
        now.remove(self);
        now.retainAll(addresses.keySet());
        addresses.forEach((person, address) -> {
            if (now.contains(person)) {
                links.want(person, address);
            }
        });
        for (PublicKey person : wanted) {
            if (!now.contains(person)) {
                links.unwant(person);
            }
        }
        wanted = now;
    }

    private void remember(PublicKey person, PeerId address) {
        addresses.remove(person);
        addresses.put(person, address);
        if (addresses.size() > ADDRESSES_MAX) {
            addresses.remove(addresses.keySet().iterator().next());
        }
    }
}
