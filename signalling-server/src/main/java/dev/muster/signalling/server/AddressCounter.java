package dev.muster.signalling.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How many connections each address has. Of IPv6 the first 64 bits count as one address, because everybody
 * who has one has all of them. Owned by the loop thread.
 */
final class AddressCounter {
    private static final int NETWORK_BYTES = 8;

    private final int max;
    private final Map<Key, Integer> counts = new HashMap<>();

    AddressCounter(int max) {
        this.max = max;
    }

    boolean enter(InetAddress address) {
        Key key = Key.of(address);
        int count = counts.getOrDefault(key, 0);
        if (count >= max) {
            return false;
        }
        counts.put(key, count + 1);
        return true;
    }

    void leave(InetAddress address) {
        counts.computeIfPresent(Key.of(address), (key, count) -> count == 1 ? null : count - 1);
    }

    /** Addresses that have a connection now. */
    int size() {
        return counts.size();
    }

    /** The bytes of an address that tell people apart. Never changed once made. */
    private static final class Key {
        private final byte[] bytes;

        private Key(byte[] bytes) {
            this.bytes = bytes;
        }

        static Key of(InetAddress address) {
            byte[] bytes = address.getAddress();
            return new Key(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }
}
