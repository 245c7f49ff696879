package dev.muster.signalling.server;

import dev.muster.signalling.server.http.RequestHead;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Reads who a trusted proxy says the client is. */
final class ForwardedFor {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

    private ForwardedFor() {}

    /** The last address of {@code X-Forwarded-For}: the one that the proxy itself saw. The others anybody can write. */
    static Optional<InetAddress> lastHop(RequestHead head) {
        return head.header("X-Forwarded-For")
                .map(value -> value.substring(value.lastIndexOf(',') + 1).trim())
                .flatMap(ForwardedFor::literal);
    }

    /** An address written in digits. Names are refused: looking one up would block the whole server. */
    static Optional<InetAddress> literal(String text) {
        boolean v4 = text.matches(OCTET + "(\\." + OCTET + "){3}");
        boolean v6 = text.contains(":") && text.matches("[0-9a-fA-F:.]+");
        if (!v4 && !v6) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
