package dev.muster.p2p;

import dev.muster.domain.LobbyId;
import dev.muster.identity.Actor;
import dev.muster.identity.Identity;
import dev.muster.identity.SessionId;
import dev.muster.identity.SignatureChecker;

/** Who this side is in which session, and how it tells whether others are who they say. */
record Self(SessionId session, Identity identity, Actor actor, SignatureChecker checker) {
    /** The lobby of a session has the session's id. */
    LobbyId lobby() {
        return new LobbyId(session.value());
    }
}
