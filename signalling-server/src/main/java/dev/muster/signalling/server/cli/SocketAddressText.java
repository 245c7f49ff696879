package dev.muster.signalling.server.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Reads {@code IP:PORT}, as Matchbox's server takes it: {@code 0.0.0.0:3536} or {@code [::]:3536}. */
final class SocketAddressText {
    private SocketAddressText() {}

    /** @throws IllegalArgumentException with a sentence, if it is not one. Host names are not looked up */
    static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        String port = text.substring(colon + 1);
        boolean bare = host.contains(":") && !(host.startsWith("[") && host.endsWith("]"));
        if (host.isEmpty() || bare || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new IllegalArgumentException(text + " is not IP:PORT; try 0.0.0.0:3536 or [::]:3536");
        }
        return new InetSocketAddress(ip(host.replaceAll("^\\[|]$", "")), Integer.parseInt(port));
    }

    /** @throws IllegalArgumentException with a sentence, if it is not an address in digits */
    static InetAddress ip(String text) {
        try {
            if (isV4(text) || text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text + " is not an IP address", e);
        }
        throw new IllegalArgumentException("\"" + text + "\" is not an IP address; names are not looked up");
    }

    private static boolean isV4(String text) {
        return text.matches("\\d{1,3}(\\.\\d{1,3}){3}")
                && Arrays.stream(text.split("\\.", -1)).allMatch(part -> Integer.parseInt(part) < 256);
    }
}
