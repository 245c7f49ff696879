package dev.muster.webrtc;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when the addresses of this machine change. The native library does not look by itself.
 *
 * <p>It asks the system once a second on a thread of its own, because on some systems the question takes long.
 */
final class NetworkWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkWatch.class);
    private static final long PERIOD_MILLIS = 1_000;

    private final ScheduledExecutorService thread;
    private final Runnable onChange;

    /** Touched by the one thread alone, after the constructor. */
    private Set<InetAddress> known;

    private NetworkWatch(Set<InetAddress> known, Runnable onChange) {
        this.known = known;
        this.onChange = onChange;
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            var created = new Thread(task, "muster-network-watch");
            created.setDaemon(true);
            return created;
        });
    }

    /**
     * Begins to watch.
     *
     * @param onChange runs on the watch's thread
     */
    static NetworkWatch start(Runnable onChange) {
        var watch = new NetworkWatch(addressesOrNone(), onChange);
        var unused =
                watch.thread.scheduleWithFixedDelay(watch::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return watch;
    }

    /**
     * Makes sure that there is a network to connect over.
     *
     * @throws WebRtcUnavailableException if loopback is all there is: WebRTC finds no route over it, also not
     * between two
     *     processes of one machine
     */
    static void requireNetwork() throws WebRtcUnavailableException {
        if (addressesOrNone().isEmpty()) {
            throw new WebRtcUnavailableException(
                    WebRtcUnavailableException.Reason.NO_NETWORK,
                    "No network interface but loopback is up, and WebRTC needs one even between two processes of one"
                            + " machine, where TCP needs none. Connect to a network to play with people elsewhere.");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void look() {
        try {
            Set<InetAddress> found = addresses();
            if (!found.equals(known)) {
                known = found;
                onChange.run();
            }
        } catch (SocketException | RuntimeException e) {
            // Thrown on, it would end the watch for good.
            LOG.warn("Cannot look at the network interfaces: {}", e.toString());
        }
    }

    private static Set<InetAddress> addressesOrNone() {
        try {
            return addresses();
        } catch (SocketException e) {
            LOG.warn("Cannot look at the network interfaces: {}", e.toString());
            return Set.of();
        }
    }

    /** The addresses of interfaces that are up, loopback aside. */
    private static Set<InetAddress> addresses() throws SocketException {
        var found = new HashSet<InetAddress>();
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (each.isUp() && !each.isLoopback()) {
                found.addAll(Collections.list(each.getInetAddresses()));
            }
        }
        return found;
    }
}
