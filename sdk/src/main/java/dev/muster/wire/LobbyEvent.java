package dev.muster.wire;

import dev.muster.domain.LobbyId;
import dev.muster.domain.LobbyTime;
import dev.muster.identity.Hash;
import java.util.Objects;
import java.util.Optional;

/**
 * One event of the log on its way to another peer.
 *
 * @param timestamp the lobby time of the event
 * @param term the number of the term in which it was logged
 * @param previous the hash of the entry before it
 * @param author empty for what the clock or the session brought about
 * @param event as the host wrote it; {@link LobbyJson#decodeEvent} reads it
 */
public record LobbyEvent(
        long sequence,
        LobbyId lobbyId,
        LobbyTime timestamp,
        long term,
        Hash previous,
        Optional<Author> author,
        RawJson event) {
    public LobbyEvent {
        Objects.requireNonNull(lobbyId, "lobbyId");
        Objects.requireNonNull(timestamp, "timestamp");
        Objects.requireNonNull(previous, "previous");
        Objects.requireNonNull(author, "author");
        Objects.requireNonNull(event, "event");
        if (sequence < 1 || term < 0) {
            throw new IllegalArgumentException("events count from 1 and terms from 0, got " + sequence + ", " + term);
        }
    }
}
