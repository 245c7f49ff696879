package dev.muster.signalling.server;

import dev.muster.signalling.server.http.RequestHead;
import dev.muster.signalling.server.http.RequestTarget;
import dev.muster.signalling.server.metrics.Refusal;
import dev.muster.signalling.server.rooms.RoomKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Finds out what a request asks for, and whether it asks properly. Pure and total. */
final class Router {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final int KEY_BYTES = 16;

    private final List<String> prefix;
    private final Set<String> allowedOrigins;
    private final OptionalInt groupSizeMax;

    /** @param groupSizeMax the largest {@code next}; empty where there are no groups, and {@code next} means nothing */
    Router(List<String> prefix, Set<String> allowedOrigins, OptionalInt groupSizeMax) {
        this.prefix = prefix;
        this.allowedOrigins = allowedOrigins;
        this.groupSizeMax = groupSizeMax;
    }

    Route route(RequestHead head) {
        if (!METHODS.contains(head.method())) {
            return new Refused(Refusal.METHOD, "only GET, HEAD and OPTIONS are answered here");
        }
        if (head.minorVersion() > 0 && head.count("Host") != 1) {
            return bad("an HTTP/1.1 request names its host, once: Host: example.org");
        }
        if (head.method().equals("OPTIONS") && head.target().equals("*")) {
            return Route.Page.PREFLIGHT;
        }
        Optional<RequestTarget> target = RequestTarget.parse(head.target());
        if (target.isEmpty()) {
            return bad("the path must begin with a slash, or the whole be a URL, and the path must be UTF-8");
        }
        List<String> segments = target.get().segments();
        int depth = prefix.size();
        if (segments.size() != depth + 1 || !segments.subList(0, depth).equals(prefix)) {
            return new Refused(Refusal.NOT_FOUND, "a room's path is one segment: /room");
        }
        if (head.method().equals("OPTIONS")) {
            return Route.Page.PREFLIGHT;
        }
        return named(segments.get(depth), head, target.get());
    }

    private Route named(String name, RequestHead head, RequestTarget target) {
        if (name.equals("health")) {
            return Route.Page.HEALTH; // As on the stock server, even for a WebSocket: there is no room of this name.
        }
        if (head.method().equals("GET") && head.wantsWebSocket()) {
            return room(name, head, target);
        }
        if (name.equals("metrics")) {
            return Route.Page.METRICS;
        }
        return name.isEmpty() ? Route.Page.HOME : bad("this is a room: connect to it with a WebSocket");
    }

    private Route room(String name, RequestHead head, RequestTarget target) {
        Optional<String> fault = handshakeFault(head);
        if (fault.isPresent()) {
            return bad(fault.get());
        }
        Optional<String> origin = head.header("Origin");
        if (!allowedOrigins.isEmpty() && origin.isPresent() && !allowedOrigins.contains(origin.get())) {
            return new Refused(Refusal.ORIGIN, "pages from " + origin.get() + " may not connect to this server");
        }
        boolean extended = "1".equals(target.query().get("muster"));
        if (groupSizeMax.isEmpty() || !target.query().containsKey("next")) {
            return new Route.ToRoom(RoomKey.unlimited(name), target, extended);
        }
        Optional<Integer> size = groupSize(target.query(), groupSizeMax.getAsInt());
        if (size.isEmpty()) {
            return bad("next is the number of peers in a group, from 1 to " + groupSizeMax.getAsInt());
        }
        return new Route.ToRoom(RoomKey.groupsOf(size.get(), name), target, extended);
    }

    private static Optional<String> handshakeFault(RequestHead head) {
        if (head.minorVersion() == 0) {
            return Optional.of("a WebSocket needs HTTP/1.1");
        }
        if (!head.hasToken("Connection", "upgrade")) {
            return Optional.of("Connection header did not include 'upgrade'");
        }
        if (head.count("Transfer-Encoding") > 0
                || head.header("Content-Length")
                        .filter(length -> !length.equals("0"))
                        .isPresent()) {
            return Optional.of("a request for a WebSocket has no body");
        }
        if (head.header("Sec-WebSocket-Version").filter("13"::equals).isEmpty()) {
            return Optional.of("Sec-WebSocket-Version must be 13");
        }
        return isKey(head.header("Sec-WebSocket-Key").orElse(""))
                ? Optional.empty()
                : Optional.of("Sec-WebSocket-Key must be 16 bytes in base64");
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Leading plus and zeros are fine, as on the stock server; what is no number is refused, unlike there. */
    private static Optional<Integer> groupSize(Map<String, String> query, int max) {
        String digits = query.getOrDefault("next", "").replaceFirst("^\\+?0*(?=[0-9])", "");
        if (!digits.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        int size = Integer.parseInt(digits);
        return size >= 1 && size <= max ? Optional.of(size) : Optional.empty();
    }

    private static Refused bad(String reason) {
        return new Refused(Refusal.BAD_REQUEST, reason);
    }
}
