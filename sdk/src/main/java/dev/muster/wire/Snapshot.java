package dev.muster.wire;

import dev.muster.domain.LobbyContents;
import dev.muster.domain.LobbyId;
import dev.muster.domain.LobbyLimits;
import dev.muster.domain.LobbyRole;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.Name;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.ParticipationMode;
import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.identity.PublicKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A lobby at one event, as it travels. What everybody may see comes first; {@code state} is for those who are in.
 *
 * @param participants in the order of admission
 * @param state empty in the preview for somebody who is not in
 */
public record Snapshot(
        LobbyId lobbyId,
        Name name,
        ParticipantId hostId,
        List<Seat> participants,
        long asOfSequence,
        int capacity,
        Optional<State> state) {
    public Snapshot {
        Objects.requireNonNull(lobbyId, "lobbyId");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(hostId, "hostId");
        Objects.requireNonNull(state, "state");
        participants = List.copyOf(participants);
        if (asOfSequence < 0 || capacity < 1 || participants.size() > LobbyLimits.CAPACITY_MAX) {
            throw new IllegalArgumentException("this is no lobby: event " + asOfSequence + ", capacity " + capacity
                    + ", " + participants.size() + " participants");
        }
    }

    /** What everybody may see of a participant. */
    public record Seat(
            ParticipantId id, Name name, LobbyRole lobbyRole, ParticipationMode participationMode, LobbyTime joinedAt) {
        public Seat {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(lobbyRole, "lobbyRole");
            Objects.requireNonNull(participationMode, "participationMode");
            Objects.requireNonNull(joinedAt, "joinedAt");
        }
    }

    /**
     * Everything, so that the log goes on from here.
     *
     * @param time of the last event
     * @param lastHash of the last event
     * @param authors whose commands were logged, so that none is logged twice
     * @param roster the keys of those who are in, in the order of admission
     */
    public record State(
            LobbyTime time, Hash lastHash, LobbyContents contents, List<AuthorRecord> authors, List<PublicKey> roster) {
        /** Actors whose commands are remembered. */
        public static final int AUTHORS_MAX = 4_096;

        public State {
            Objects.requireNonNull(time, "time");
            Objects.requireNonNull(lastHash, "lastHash");
            Objects.requireNonNull(contents, "contents");
            authors = List.copyOf(authors);
            roster = List.copyOf(roster);
            if (authors.size() > AUTHORS_MAX || roster.size() > LobbyLimits.CAPACITY_MAX) {
                throw new IllegalArgumentException("a lobby remembers at most " + AUTHORS_MAX + " authors and holds "
                        + LobbyLimits.CAPACITY_MAX + " people, not " + authors.size() + " and " + roster.size());
            }
        }
    }

    /**
     * Which commands of an actor were logged.
     *
     * @param highest the highest number
     * @param window the one just below it and 63 more, the lowest bit for the highest of them
     */
    public record AuthorRecord(Actor actor, long highest, BitWindow window) {
        public AuthorRecord {
            Objects.requireNonNull(actor, "actor");
            Objects.requireNonNull(window, "window");
            if (highest < 1) {
                throw new IllegalArgumentException("commands count from 1, got " + highest);
            }
        }
    }

    /** 64 marks, written as 16 hexadecimal digits because no JSON number holds them all. */
    public record BitWindow(long bits) {}
}
