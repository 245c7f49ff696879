package dev.muster.session;

import dev.muster.domain.LobbyId;
import java.util.Objects;
import java.util.Optional;

/**
 * A session that this process joined. Its lobby can be seen; to take a place in it, submit a {@code JoinLobby}.
 *
 * @param loop to be polled from now on
 * @param whyOnlyHere why only people on this machine can be met, for a game to show; empty if others can, too
 */
public record JoinedSession(SessionLoop loop, LobbyId lobbyId, Optional<String> whyOnlyHere) {
    public JoinedSession {
        Objects.requireNonNull(loop, "loop");
        Objects.requireNonNull(lobbyId, "lobbyId");
        Objects.requireNonNull(whyOnlyHere, "whyOnlyHere");
    }

    /** One with everybody who is reached by its transport. */
    public JoinedSession(SessionLoop loop, LobbyId lobbyId) {
        this(loop, lobbyId, Optional.empty());
    }
}
