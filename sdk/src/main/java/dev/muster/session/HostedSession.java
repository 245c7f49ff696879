package dev.muster.session;

import dev.muster.identity.SessionId;
import java.util.Objects;
import java.util.Optional;

/**
 * A session that this process hosts.
 *
 * @param loop to be polled from now on
 * @param sessionId what to share with those who shall join
 * @param whyOnlyHere why only people on this machine can join, for a game to show; empty if others can, too
 */
public record HostedSession(SessionLoop loop, SessionId sessionId, Optional<String> whyOnlyHere) {
    public HostedSession {
        Objects.requireNonNull(loop, "loop");
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(whyOnlyHere, "whyOnlyHere");
    }

    /** One that everybody can join who is reached by its transport. */
    public HostedSession(SessionLoop loop, SessionId sessionId) {
        this(loop, sessionId, Optional.empty());
    }
}
