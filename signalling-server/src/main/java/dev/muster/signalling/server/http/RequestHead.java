package dev.muster.signalling.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The first line and the headers of an HTTP request.
 *
 * @param method as sent; methods are case-sensitive
 * @param target as sent: path and query, not decoded
 * @param minorVersion the y of HTTP/1.y
 * @param fields the headers in the order they came
 */
public record RequestHead(String method, String target, int minorVersion, List<Field> fields) {
    public RequestHead {
        fields = List.copyOf(fields);
    }

    /** The value of a header, several lines of one name joined by commas as HTTP defines. */
    public Optional<String> header(String name) {
        String joined = null;
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                joined = joined == null ? field.value() : joined + ", " + field.value();
            }
        }
        return Optional.ofNullable(joined);
    }

    /** How many lines have this name. */
    public long count(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .count();
    }

    /** Whether a header that is a list of tokens holds this one, in any case. */
    public boolean hasToken(String name, String token) {
        return header(name).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .anyMatch(part -> part.trim().toLowerCase(Locale.ROOT).equals(token));
    }

    /** Whether the client wants to turn this connection into a WebSocket; the details may still be wrong. */
    public boolean wantsWebSocket() {
        return header("Upgrade").isPresent() && hasToken("Upgrade", "websocket");
    }
}
