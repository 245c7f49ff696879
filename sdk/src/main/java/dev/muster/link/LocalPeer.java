package dev.muster.link;

import dev.muster.identity.Actor;
import dev.muster.identity.Identity;
import dev.muster.identity.Incarnation;
import dev.muster.identity.SessionId;
import dev.muster.wire.Creation;
import dev.muster.wire.Versions;
import java.util.Objects;
import java.util.Optional;

/**
 * Who this side is, as its greeting tells.
 *
 * @param host whether this side claims to be host
 * @param creation what the session id was made from; whoever claims to be host shows it
 */
public record LocalPeer(
        SessionId session,
        Identity identity,
        Incarnation incarnation,
        boolean host,
        Optional<Creation> creation,
        Versions versions) {
    /** Refuses a host that no peer would listen to. */
    public LocalPeer {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(incarnation, "incarnation");
        Objects.requireNonNull(creation, "creation");
        Objects.requireNonNull(versions, "versions");
        if (host
                && !creation.filter(one -> session.isMadeBy(one.creator(), one.nonce()))
                        .isPresent()) {
            throw new IllegalArgumentException("whoever hosts session " + session
                    + " shows what that id was made from; give the creator's key and the nonce");
        }
    }

    /** The actor that the other side will know this process as. */
    public Actor actor() {
        return new Actor(identity.publicKey(), incarnation);
    }

    /** The same process as host from now on. */
    public LocalPeer asHost(Creation shown) {
        return new LocalPeer(session, identity, incarnation, true, Optional.of(shown), versions);
    }

    /** The same process as guest from now on. */
    public LocalPeer asGuest() {
        return new LocalPeer(session, identity, incarnation, false, Optional.empty(), versions);
    }
}
