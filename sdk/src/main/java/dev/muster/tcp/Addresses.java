package dev.muster.tcp;

import dev.muster.dial.HedgedDial;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Under which addresses others find what listens on this machine, and from which they come. */
final class Addresses {
    private static final Logger LOG = LoggerFactory.getLogger(Addresses.class);

    private static final Comparator<InetAddress> BEST_FIRST =
            Comparator.comparing((InetAddress address) -> !(address instanceof Inet4Address));

    private Addresses() {}

    /**
     * Where somebody else has to look for a socket that is bound here.
     *
     * @param bound where it is bound; a wildcard stands for every address of this machine
     * @return at least one and at most {@link HedgedDial#ENDPOINTS_MAX}, as texts, loopback last
     */
    static List<String> of(InetAddress bound) {
        if (!bound.isAnyLocalAddress()) {
            return List.of(text(bound));
        }
        List<String> texts = new ArrayList<>(ofInterfaces().stream()
                .sorted(BEST_FIRST)
                .map(Addresses::text)
                .limit(HedgedDial.ENDPOINTS_MAX - 1L)
                .toList());
        texts.add(text(InetAddress.getLoopbackAddress()));
        return List.copyOf(texts);
    }

    /** Where a socket was dialled from: loopback if from this machine, by whichever of its addresses. */
    static InetAddress originOf(Socket accepted) {
        InetAddress remote = accepted.getInetAddress();
        return remote.equals(accepted.getLocalAddress()) ? InetAddress.getLoopbackAddress() : remote;
    }

    private static List<InetAddress> ofInterfaces() {
        List<InetAddress> found = new ArrayList<>();
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (each.isUp() && !each.isLoopback()) {
                    found.addAll(Collections.list(each.getInetAddresses()));
                }
            }
        } catch (SocketException e) {
            LOG.warn(
                    "Cannot look at the network interfaces, so that only this machine is told where to dial: {}",
                    e.toString());
        }
        // The address of a single wire means nothing without the name that the wire has on the other machine.
        found.removeIf(InetAddress::isLinkLocalAddress);
        return found;
    }

    /** Without the name that the interface has on this machine. */
    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}
