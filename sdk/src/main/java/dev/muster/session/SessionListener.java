package dev.muster.session;

import dev.muster.domain.DomainEvent;
import dev.muster.domain.Lobby;
import dev.muster.p2p.P2PEvent;

/**
 * Hears what happens in a session that a {@link SessionRunner} runs; called by the runner's executor, in order, from
 * the beginning of the session: what happened before the runner was started comes first.
 *
 * <p>An executor that runs things on other threads may make the first calls before {@link SessionRunner#start} has
 * returned. One that runs them on the thread that starts the runner, such as {@code Platform::runLater} for a runner
 * that is started on the JavaFX thread, makes them afterwards.
 *
 * <p>What a method throws is the executor's matter; the session goes on.
 */
public interface SessionListener {
    /** The lobby is another one than before. */
    default void lobbyChanged(Lobby lobby) {}

    /** Something happened in the lobby, or a command of this side was refused. */
    default void happened(DomainEvent event) {}

    /** Something happened beside the lobby. */
    default void peerEvent(P2PEvent event) {}
}
