package dev.muster.signalling.server;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A TURN server that shares a secret with this server (coturn's {@code use-auth-secret}). Clients that ask for
 * our extensions get credentials made from it, which work until their time is over.
 *
 * @param urls such as {@code turn:turn.example.org:3478?transport=udp}
 * @param secret the shared secret; {@link #toString} hides it
 * @param ttl how long credentials work
 */
public record TurnServer(List<String> urls, String secret, Duration ttl) {
    /** How long credentials work unless set otherwise. */
    public static final Duration STANDARD_TTL = Duration.ofHours(1);

    public TurnServer {
        urls = List.copyOf(urls);
        Objects.requireNonNull(secret, "secret");
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("a TURN server needs at least one URL");
        }
        for (String url : urls) {
            if (!url.matches("(turn|turns|stun|stuns):\\S+")) {
                throw new IllegalArgumentException("not a TURN URL: " + url + " (try turn:host:port)");
            }
        }
        if (secret.isBlank()) {
            throw new IllegalArgumentException("the TURN secret is empty");
        }
        if (ttl.toSeconds() < 1 || ttl.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("the TURN credentials must live from 1 second to 1 day, not " + ttl);
        }
    }

    @Override
    public String toString() {
        return "TurnServer[urls=" + urls + ", secret=(hidden), ttl=" + ttl + "]";
    }
}
