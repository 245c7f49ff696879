package dev.muster.signalling.server;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each address has and does: its connections, and how often it joins. Who leaves and comes back is known
 * again, so that coming back often does not help; but only the latest of those who left are remembered. Owned by
 * the loop thread.
 */
final class Addresses {

    /**
     * The bounds.
     *
     * @param connections of one address
     * @param joins of one address
     * @param remembered addresses without a connection
     */
    record Bounds(int connections, Rate joins, int remembered) {
        static Bounds of(Limits limits) {
            return new Bounds(
                    limits.count(Limit.CONNECTIONS_PER_ADDRESS),
                    new Rate(limits.get(Limit.JOINS_PER_SECOND), limits.get(Limit.JOINS_BURST)),
                    limits.count(Limit.CONNECTIONS));
        }
    }

    private static final class Guest {
        private int connections;
        private @Nullable TokenBucket joins;
    }

    private final Bounds bounds;
    private final Map<AddressKey, Guest> present = new HashMap<>();
    private final Map<AddressKey, Guest> gone = new LinkedHashMap<>(); // In the order they went.

    Addresses(Bounds bounds) {
        this.bounds = bounds;
    }

    /** One more connection; false when the address has too many. */
    boolean enter(InetAddress address) {
        AddressKey key = AddressKey.of(address);
        Guest guest = present.get(key);
        if (guest == null) {
            Guest known = gone.remove(key);
            guest = known == null ? new Guest() : known;
            present.put(key, guest);
        } else if (guest.connections >= bounds.connections()) {
            return false;
        }
        guest.connections++;
        return true;
    }

    /** One connection less. */
    void leave(InetAddress address) {
        AddressKey key = AddressKey.of(address);
        Guest guest = present.get(key);
        if (guest == null) {
            throw new IllegalStateException("nobody is here from " + address);
        }
        guest.connections--;
        if (guest.connections == 0) {
            present.remove(key);
            remember(key, guest);
        }
    }

    /** Whether one of its connections may join a room now. */
    boolean mayJoin(InetAddress address, long nowNanos) {
        Guest guest = present.get(AddressKey.of(address));
        if (guest == null) {
            throw new IllegalStateException("nobody is here from " + address);
        }
        if (guest.joins == null) {
            guest.joins = bounds.joins().bucket(nowNanos);
        }
        return guest.joins.take(1, nowNanos);
    }

    /** Addresses that are known, whether they have a connection now or not. */
    int known() {
        return present.size() + gone.size();
    }

    private void remember(AddressKey key, Guest guest) {
        if (guest.joins == null) {
            return; // There is nothing to remember.
        }
        gone.put(key, guest);
        if (gone.size() > bounds.remembered()) {
            gone.remove(gone.keySet().iterator().next());
        }
    }
}
