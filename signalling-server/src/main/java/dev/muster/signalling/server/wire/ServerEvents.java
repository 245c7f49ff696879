package dev.muster.signalling.server.wire;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The JSON that the server sends. The first four are the whole Matchbox protocol. The others go only to
 * clients that asked for them, because a stock client before 0.12 crashes on an event it does not know.
 */
public final class ServerEvents {
    private static final String SIGNAL_HEAD = "{\"Signal\":{\"sender\":\"";
    private static final String SIGNAL_DATA = "\",\"data\":";

    private ServerEvents() {}

    public static String idAssigned(UUID peer) {
        return "{\"IdAssigned\":\"" + peer + "\"}";
    }

    public static String newPeer(UUID peer) {
        return "{\"NewPeer\":\"" + peer + "\"}";
    }

    public static String peerLeft(UUID peer) {
        return "{\"PeerLeft\":\"" + peer + "\"}";
    }

    /**
     * A signal for its receiver.
     *
     * @param sender the sender's id as text, which the connection keeps ready
     * @param data the sender's JSON, passed on as it came
     */
    public static String signal(String sender, String data) {
        return SIGNAL_HEAD + sender + SIGNAL_DATA + data + "}}";
    }

    /** Opted-in clients only: why something they sent had no effect, or why the connection is about to close. */
    public static String error(ErrorKind kind, String detail, Optional<UUID> receiver) {
        return "{\"Error\":{\"kind\":\"" + kind.wireName() + "\",\"detail\":" + JsonText.quote(detail)
                + receiver.map(peer -> ",\"receiver\":\"" + peer + "\"").orElse("") + "}}";
    }

    /** Opted-in clients only: the server will close this connection in so many milliseconds. */
    public static String draining(long closesInMillis) {
        return "{\"Draining\":{\"closesInMillis\":" + closesInMillis + "}}";
    }

    /** Opted-in clients only: a TURN server with credentials that expire, in the field names of WebRTC. */
    public static String iceServers(List<String> urls, String username, String credential, long ttlSeconds) {
        String list = urls.stream().map(JsonText::quote).collect(Collectors.joining(",", "[", "]"));
        return "{\"IceServers\":{\"ttlSeconds\":" + ttlSeconds + ",\"servers\":[{\"urls\":" + list + ",\"username\":"
                + JsonText.quote(username) + ",\"credential\":" + JsonText.quote(credential) + "}]}}";
    }
}
