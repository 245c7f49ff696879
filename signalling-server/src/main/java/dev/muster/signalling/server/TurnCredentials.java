package dev.muster.signalling.server;

import dev.muster.signalling.server.wire.ServerEvents;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes credentials that coturn checks by itself: the name says when they expire, the password that we made it. */
final class TurnCredentials {
    private static final String ALGORITHM = "HmacSHA1"; // Fixed by the scheme; as a keyed hash it is still sound.

    private final TurnServer server;

    TurnCredentials(TurnServer server) {
        this.server = server;
    }

    /** After which new credentials are due: while the old ones still work for a quarter of their time. */
    long renewNanos() {
        return server.ttl().toNanos() / 4 * 3;
    }

    /** The event that hands credentials to a peer. */
    String eventFor(UUID peer, Instant now) {
        long ttlSeconds = server.ttl().toSeconds();
        String username = now.getEpochSecond() + ttlSeconds + ":" + peer;
        return ServerEvents.iceServers(server.urls(), username, password(username), ttlSeconds);
    }

    private String password(String username) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(server.secret().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }
}
