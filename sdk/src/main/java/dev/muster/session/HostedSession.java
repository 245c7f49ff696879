package dev.muster.session;

import dev.muster.identity.SessionId;
import java.util.Objects;

/**
 * A session that this process hosts.
 *
 * @param loop to be polled from now on
 * @param sessionId what to share with those who shall join
 */
public record HostedSession(SessionLoop loop, SessionId sessionId) {
    public HostedSession {
        Objects.requireNonNull(loop, "loop");
        Objects.requireNonNull(sessionId, "sessionId");
    }
}
