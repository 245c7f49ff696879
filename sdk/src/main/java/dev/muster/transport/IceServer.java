package dev.muster.transport;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A server that helps WebRTC to find a route: STUN tells a peer its public address, TURN relays where no direct route
 * exists. Nothing is contacted that the caller did not pass.
 *
 * @param urls such as {@code stun:host:3478}, {@code turn:host:3478?transport=tcp}, {@code turns:host:5349}
 * @param credentials what a TURN server asks for; STUN needs none
 */
public record IceServer(List<String> urls, Optional<Credentials> credentials) {
    /** How many URLs one server may have. */
    public static final int URLS_MAX = 8;

    private static final Pattern FORM = Pattern.compile("(?<scheme>stuns?|turns?):"
            + "(?<host>\\[[0-9a-f:.]+]|[a-z0-9._-]+)(:(?<port>[0-9]{1,5}))?(?<query>\\?transport=(udp|tcp))?");
    private static final int PORT_MAX = 65_535;

    /**
     * What a TURN server asks for.
     *
     * @param username not empty
     * @param password not empty
     */
    public record Credentials(String username, String password) {
        /** Refuses empty ones: the native library would end the process over them. */
        public Credentials {
            if (username.isEmpty() || password.isEmpty()) {
                throw new IllegalArgumentException(
                        "A TURN server needs a user name and a password; one of them is empty.");
            }
        }

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "Credentials[" + username + "]";
        }
    }

    /** Refuses URLs that no ICE agent would understand, and TURN without credentials. */
    public IceServer {
        urls = List.copyOf(urls);
        Objects.requireNonNull(credentials, "credentials");
        if (urls.isEmpty() || urls.size() > URLS_MAX) {
            throw new IllegalArgumentException(
                    "An ICE server has 1 to " + URLS_MAX + " URLs, not " + urls.size() + ".");
        }
        for (String url : urls) {
            boolean relays = requireForm(url).startsWith("turn");
            if (relays && credentials.isEmpty()) {
                throw new IllegalArgumentException(
                        "\"" + url + "\" needs a user name and a password: use IceServer.turn.");
            }
        }
    }

    /**
     * A STUN server.
     *
     * @param url such as {@code stun:stun.example.org:3478}
     * @return the server
     */
    public static IceServer stun(String url) {
        return new IceServer(List.of(url), Optional.empty());
    }

    /**
     * A TURN server.
     *
     * @param url such as {@code turn:turn.example.org:3478?transport=udp}
     * @param username the user's name, or {@code expiry:user} for time-limited credentials
     * @param password the password, or the signature of the user's name
     * @return the server
     */
    public static IceServer turn(String url, String username, String password) {
        return new IceServer(List.of(url), Optional.of(new Credentials(username, password)));
    }

    /**
     * Five public STUN servers, fit for trying things out.
     *
     * @return one server per address
     */
    public static List<IceServer> defaultStunServers() {
        return Stream.concat(Stream.of(""), IntStream.rangeClosed(1, 4).mapToObj(Integer::toString))
                .map(number -> stun("stun:stun" + number + ".l.google.com:19302"))
                .toList();
    }

    private static String requireForm(String url) {
        var matcher = FORM.matcher(url.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + url + "\" is not the URL of an ICE server; good ones look like"
                    + " stun:host:3478, turn:host:3478?transport=udp or turns:host:5349.");
        }
        String scheme = matcher.group("scheme");
        String port = matcher.group("port");
        if (port != null && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > PORT_MAX)) {
            throw new IllegalArgumentException("\"" + url + "\" has a port that is not 1 to " + PORT_MAX + ".");
        }
        if (matcher.group("query") != null && scheme.startsWith("stun")) {
            throw new IllegalArgumentException("\"" + url + "\": ?transport= belongs to TURN servers only.");
        }
        return scheme;
    }
}
