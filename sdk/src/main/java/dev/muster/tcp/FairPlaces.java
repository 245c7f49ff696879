package dev.muster.tcp;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * A bounded number of places, of which one address cannot take all. Only this machine can: everybody who plays on it
 * has the same address, and whoever means harm here has easier ways.
 *
 * <p>Thread-safe.
 */
final class FairPlaces {
    private final int most;
    private final int perAddress;
    private final Map<InetAddress, Integer> taken = new HashMap<>();
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
        if (all >= most || taken.getOrDefault(origin, 0) >= bound) {
            return false;
        }
        all++;
        taken.merge(origin, 1, Integer::sum);
        return true;
    }

    /** Gives back a place that was taken from there. */
    synchronized void giveBack(InetAddress origin) {
        all--;
        taken.computeIfPresent(origin, (address, count) -> count > 1 ? count - 1 : null);
    }
}
