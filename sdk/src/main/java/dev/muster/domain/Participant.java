package dev.muster.domain;

import java.util.Objects;
import java.util.Optional;

/**
 * A person in the lobby.
 *
 * <p>Whether the person is host or guest is not kept here: the lobby has one host by construction, and
 * {@link Lobby#roleOf} tells. Role and mode are independent: a host may spectate and still manage.
 *
 * @param ready whether the person is ready for the next run; only an active participant can be
 * @param joinedAt for people to read; who came first is told by the order of {@link Lobby#participants()}
 */
public record Participant(
        ParticipantId id,
        Name name,
        ParticipationMode mode,
        boolean ready,
        Optional<Name> team,
        Properties properties,
        LobbyTime joinedAt) {
    public Participant {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(team, "team");
        Objects.requireNonNull(joinedAt, "joinedAt");
        if (ready && mode == ParticipationMode.SPECTATING) {
            throw new IllegalArgumentException("a spectating participant cannot be ready");
        }
        if (properties.scope() != PropertyScope.PARTICIPANT) {
            throw new IllegalArgumentException("a participant has properties of scope PARTICIPANT");
        }
    }

    /** Somebody who just came in: active, not ready, in no team. */
    public static Participant admitted(ParticipantId id, Name name, LobbyTime joinedAt) {
        Properties none = Properties.none(PropertyScope.PARTICIPANT);
        return new Participant(id, name, ParticipationMode.ACTIVE, false, Optional.empty(), none, joinedAt);
    }

    Participant joining(LobbyTime at) {
        return new Participant(id, name, mode, ready, team, properties, at);
    }

    public boolean isActive() {
        return mode == ParticipationMode.ACTIVE;
    }

    Participant renamed(Name newName) {
        return new Participant(id, newName, mode, ready, team, properties, joinedAt);
    }

    /** Who starts to spectate is not ready any more. */
    Participant inMode(ParticipationMode newMode) {
        boolean stillReady = ready && newMode == ParticipationMode.ACTIVE;
        return new Participant(id, name, newMode, stillReady, team, properties, joinedAt);
    }

    Participant ready(boolean nowReady) {
        return new Participant(id, name, mode, nowReady, team, properties, joinedAt);
    }

    Participant inTeam(Optional<Name> newTeam) {
        return new Participant(id, name, mode, ready, newTeam, properties, joinedAt);
    }

    Participant withProperties(Properties newProperties) {
        return new Participant(id, name, mode, ready, team, newProperties, joinedAt);
    }
}
