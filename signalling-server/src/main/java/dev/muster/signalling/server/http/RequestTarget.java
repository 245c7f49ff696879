package dev.muster.signalling.server.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Path and query of a request, decoded.
 *
 * @param segments what follows the first slash, cut at each further slash before decoding: {@code /} gives one
 *     empty segment, {@code /a%2Fb} one segment with a slash in it, {@code /a/} two
 * @param query decoded keys and values; of two equal keys the last wins
 */
public record RequestTarget(List<String> segments, Map<String, String> query) {
    private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");

    public RequestTarget {
        segments = List.copyOf(segments);
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    }

    /**
     * Total: empty when the target is neither a path nor a whole URL, as a proxy may send it, or its path is not
     * UTF-8.
     */
    public static Optional<RequestTarget> parse(String target) {
        return parseOrigin(origin(target));
    }

    /** Path and query alone. Whom the URL names is of no interest: the request has arrived here. */
    private static String origin(String target) {
        int colon = target.indexOf("://");
        if (colon < 0 || !SCHEMES.contains(target.substring(0, colon).toLowerCase(Locale.ROOT))) {
            return target;
        }
        int host = colon + "://".length();
        int end = host;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        if (end == host) {
            return target;
        }
        return target.startsWith("/", end) ? target.substring(end) : "/" + target.substring(end);
    }

    private static Optional<RequestTarget> parseOrigin(String target) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>();
        for (String encoded : path.substring(1).split("/", -1)) {
            Optional<String> segment = PercentCode.decodeSegment(encoded);
            if (segment.isEmpty()) {
                return Optional.empty();
            }
            segments.add(segment.get());
        }
        return Optional.of(new RequestTarget(segments, query(question < 0 ? "" : target.substring(question + 1))));
    }

    private static Map<String, String> query(String encoded) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.put(PercentCode.decodeQuery(key), PercentCode.decodeQuery(value));
        }
        return query;
    }
}
