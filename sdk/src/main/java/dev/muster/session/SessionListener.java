package dev.muster.session;

import dev.muster.domain.DomainEvent;
import dev.muster.domain.Lobby;
import dev.muster.p2p.P2PEvent;

/** Hears what happens in a session that a {@link SessionRunner} runs; called by the runner's executor, in order. */
public interface SessionListener {
    /** The lobby is another one than before. */
    default void lobbyChanged(Lobby lobby) {}

    /** Something happened in the lobby, or a command of this side was refused. */
    default void happened(DomainEvent event) {}

    /** Something happened beside the lobby. */
    default void peerEvent(P2PEvent event) {}
}
