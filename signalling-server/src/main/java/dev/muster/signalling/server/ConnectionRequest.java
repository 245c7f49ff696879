package dev.muster.signalling.server;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request to join a room, as an {@link AdmissionPolicy} sees it.
 *
 * @param address where the connection comes from; behind a trusted proxy, what the proxy says
 * @param room the room's name, decoded
 * @param query the decoded query; of equal keys the last
 * @param headers by name in any case; several lines of one name joined by commas
 */
public record ConnectionRequest(
        InetSocketAddress address, String room, Map<String, String> query, Map<String, String> headers) {
    public ConnectionRequest {
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        headers = Collections.unmodifiableMap(byName);
    }

    /** The value of a query parameter, such as a token. Browsers can send nothing else with a WebSocket. */
    public Optional<String> queryParameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** The value of a header, its name in any case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
