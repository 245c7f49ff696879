package dev.muster.session;

import dev.muster.domain.LobbyId;
import java.util.Objects;

/**
 * A session that this process joined. Its lobby can be seen; to take a place in it, submit a {@code JoinLobby}.
 *
 * @param loop to be polled from now on
 */
public record JoinedSession(SessionLoop loop, LobbyId lobbyId) {
    public JoinedSession {
        Objects.requireNonNull(loop, "loop");
        Objects.requireNonNull(lobbyId, "lobbyId");
    }
}
