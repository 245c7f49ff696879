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
    /** Refuses a host that no peer would believe. */
    public LocalPeer {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(incarnation, "incarnation");
        Objects.requireNonNull(creation, "creation");
        Objects.requireNonNull(versions, "versions");
        if (host && !isCreator(session, identity, creation)) {
            throw new IllegalArgumentException("whoever hosts session " + session
                    + " shows that its own key made that id; give the key and the nonce it was made from");
        }
    }

    /** The actor that the other side will know this process as. */
    public Actor actor() {
        return new Actor(identity.publicKey(), incarnation);
    }

    private static boolean isCreator(SessionId session, Identity identity, Optional<Creation> creation) {
        return creation.isPresent()
                && creation.get().creator().equals(identity.publicKey())
                && session.isMadeBy(identity.publicKey(), creation.get().nonce());
    }
}
