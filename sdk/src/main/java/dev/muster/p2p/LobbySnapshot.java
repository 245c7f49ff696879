package dev.muster.p2p;

import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyId;
import dev.muster.domain.Name;
import dev.muster.domain.Participant;
import dev.muster.domain.ParticipantId;
import java.util.List;
import java.util.Objects;

/**
 * A lobby at one event.
 *
 * @param asOfSequence the number of the last event that is in it
 */
public record LobbySnapshot(
        LobbyId lobbyId, Name name, ParticipantId hostId, List<Participant> participants, long asOfSequence) {
    public LobbySnapshot {
        Objects.requireNonNull(lobbyId, "lobbyId");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(hostId, "hostId");
        participants = List.copyOf(participants);
        if (asOfSequence < 0) {
            throw new IllegalArgumentException("events count from 1, and 0 is before the first; got " + asOfSequence);
        }
    }

    static LobbySnapshot of(Lobby lobby, long asOfSequence) {
        return new LobbySnapshot(lobby.id(), lobby.name(), lobby.hostId(), lobby.participants(), asOfSequence);
    }
}
