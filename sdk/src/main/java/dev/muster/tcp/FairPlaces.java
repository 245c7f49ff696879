package dev.muster.tcp;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * A bounded number of places, of which one address cannot take all. Only this machine can: everybody who plays on it
 * has the same address, and whoever means harm here has easier ways.
 *
 * <p>Of IPv6 the network counts and not the address: a single machine has as many addresses there as it likes.
 *
 * <p>Thread-safe.
 */
final class FairPlaces {
    /** Of an IPv6 address; all of an IPv4 address is shorter. */
    private static final int NETWORK_BYTES = 8;

    private final int most;
    private final int perAddress;
    private final Map<ByteBuffer, Integer> taken = new HashMap<>();
    private int all;

    FairPlaces(int most, int perAddress) {
        this.most = most;
        this.perAddress = perAddress;
    }

    /**
     * Takes a place.
     *
     * @param origin see {@link Addresses#originOf}
     * @return false if there is none for whoever comes from there
     */
    synchronized boolean take(InetAddress origin) {
        int bound = origin.isLoopbackAddress() ? most : perAddress;
        if (all >= most || taken.getOrDefault(networkOf(origin), 0) >= bound) {
            return false;
        }
        all++;
        taken.merge(networkOf(origin), 1, Integer::sum);
        return true;
    }

    /** Gives back a place that was taken from there. */
    synchronized void giveBack(InetAddress origin) {
        all--;
        taken.computeIfPresent(networkOf(origin), (network, count) -> count > 1 ? count - 1 : null);
    }

    private static ByteBuffer networkOf(InetAddress origin) {
        byte[] address = origin.getAddress();
        return ByteBuffer.wrap(address, 0, Math.min(address.length, NETWORK_BYTES));
    }
}
