package dev.muster.p2p;

import dev.muster.domain.LobbyId;
import dev.muster.domain.ParticipantId;
import dev.muster.identity.Actor;
import dev.muster.identity.Identity;
import dev.muster.identity.SessionId;
import dev.muster.identity.SignatureChecker;

/** Who this side is in which session, and how it tells whether others are who they say. */
record Self(SessionId session, LobbyId lobby, Identity identity, Actor actor, SignatureChecker checker) {
    /** The lobby of a session has the session's id. */
    Self(SessionId session, Identity identity, Actor actor, SignatureChecker checker) {
        this(session, new LobbyId(session.value()), identity, actor, checker);
    }

    /** Whom the lobby knows that actor as. */
    ParticipantId participant(Actor one) {
        return new ParticipantId(session.participantId(one.key()));
    }
}
