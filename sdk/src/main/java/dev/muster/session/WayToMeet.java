package dev.muster.session;

import dev.muster.identity.SessionId;
import dev.muster.transport.Transport;
import java.util.Optional;

/** How the peers of a session are reached. */
@FunctionalInterface
interface WayToMeet {
    /** May take a moment. */
    Transport open(SessionId session);

    /** Why only people on this machine can be met, if it is so. Known once it is open. */
    default Optional<String> whyOnlyHere() {
        return Optional.empty();
    }
}
