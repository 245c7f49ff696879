package dev.muster.signalling;

import dev.muster.dial.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Where to find a room on a signalling server.
 *
 * <p>A server may live below a path and want a query, for instance {@code wss://example.org/lobby/?token=t}. The room
 * becomes one more path segment: {@code wss://example.org/lobby/ROOM?token=t}.
 */
public final class SignallingUrl {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final String EXTENSIONS = "muster=1";
    private static final int PORT_MAX = 65_535;

    private SignallingUrl() {}

    /**
     * The address of a room.
     *
     * @param server the server's URL as a person would write it; trailing slashes make no difference
     * @param room the name of the room, any text
     * @throws IllegalArgumentException with a sentence that says what is wrong with the server's URL
     */
    public static URI of(String server, String room) {
        if (room.isEmpty()) {
            throw new IllegalArgumentException("The name of the room is empty; it is the session's id.");
        }
        URI uri = parse(server);
        String base = Objects.requireNonNullElse(uri.getRawPath(), "");
        while (base.endsWith("/")) {
            base = base.substring(0, base.length() - 1);
        }
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        return URI.create(scheme + "://" + uri.getRawAuthority() + base + "/" + segment(room) + query);
    }

    /** Asks our own server for more than the Matchbox protocol has; other servers overlook the question. */
    static URI extended(URI room) {
        if (isExtended(room)) {
            return room;
        }
        String query = Objects.requireNonNullElse(room.getRawQuery(), "");
        String base = room.toString();
        return URI.create(base + (query.isEmpty() ? base.endsWith("?") ? "" : "?" : "&") + EXTENSIONS);
    }

    /** Whether the address asks for more than the Matchbox protocol has. */
    static boolean isExtended(URI room) {
        String query = Objects.requireNonNullElse(room.getRawQuery(), "");
        return List.of(query.split("&", -1)).contains(EXTENSIONS);
    }

    /** What penalties are kept under: the server, whatever the room. */
    static Endpoint endpoint(URI room) {
        int standardPort = room.getScheme().equals("wss") ? 443 : 80;
        String host = room.getHost().replaceAll("[\\[\\]]", "");
        return Endpoint.of(room.getScheme(), host, room.getPort() < 0 ? standardPort : room.getPort());
    }

    private static URI parse(String server) {
        URI uri;
        try {
            uri = new URI(server.strip());
        } catch (URISyntaxException e) {
            throw refused(server, "it is not a URL: " + e.getReason());
        }
        String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
        if (scheme.equals("http") || scheme.equals("https")) {
            throw refused(server, "use " + scheme.replace("http", "ws") + " instead of " + scheme);
        }
        if (!scheme.equals("ws") && !scheme.equals("wss")) {
            throw refused(server, "it begins with neither ws:// nor wss://");
        }
        if (uri.getHost() == null) {
            throw refused(server, "it names no host");
        }
        if (uri.getPort() > PORT_MAX || uri.getPort() == 0) {
            throw refused(server, "a port is a number from 1 to " + PORT_MAX);
        }
        if (uri.getRawUserInfo() != null) {
            throw refused(server, "a user name or password in it would not be sent; put a token into the query");
        }
        if (uri.getRawFragment() != null) {
            throw refused(server, "the part after # never reaches a server");
        }
        return uri;
    }

    private static IllegalArgumentException refused(String server, String reason) {
        return new IllegalArgumentException("The signalling server's URL \"" + server + "\" cannot be used: " + reason
                + ". A good one looks like wss://play.example.org or ws://127.0.0.1:3536.");
    }

    private static String segment(String room) {
        var out = new StringBuilder(room.length());
        for (byte b : room.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (UNRESERVED.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return out.toString();
    }
}
