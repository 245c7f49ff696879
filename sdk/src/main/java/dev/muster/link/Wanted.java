package dev.muster.link;

import dev.muster.identity.PublicKey;
import dev.muster.transport.PeerId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The persons that this side wants to be linked to, and where they are said to be. Bounded: the oldest goes first. */
final class Wanted {
    static final int PERSONS_MAX = 128;

    private final Map<PublicKey, PeerId> addresses = new LinkedHashMap<>();

    /** An address that is news replaces the one before. */
    void add(PublicKey person, PeerId address) {
        addresses.put(person, address);
        if (addresses.size() > PERSONS_MAX) {
            addresses.remove(addresses.keySet().iterator().next());
        }
    }

    void remove(PublicKey person) {
        addresses.remove(person);
    }

    boolean isAt(PeerId address) {
        return addresses.containsValue(address);
    }

    Optional<PeerId> addressOf(PublicKey person) {
        return Optional.ofNullable(addresses.get(person));
    }

    Map<PublicKey, PeerId> all() {
        return addresses;
    }
}
