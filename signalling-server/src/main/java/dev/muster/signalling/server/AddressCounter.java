package dev.muster.signalling.server;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * How many connections each address has. Owned by the loop thread.
 */
final class AddressCounter {
    private final int max;
    private final Map<AddressKey, Integer> counts = new HashMap<>();

    AddressCounter(int max) {
        this.max = max;
    }

    boolean enter(InetAddress address) {
        AddressKey key = AddressKey.of(address);
        int count = counts.getOrDefault(key, 0);
        if (count >= max) {
            return false;
        }
        counts.put(key, count + 1);
        return true;
    }

    void leave(InetAddress address) {
        counts.computeIfPresent(AddressKey.of(address), (key, count) -> count == 1 ? null : count - 1);
    }

    /** Addresses that have a connection now. */
    int size() {
        return counts.size();
    }
}
