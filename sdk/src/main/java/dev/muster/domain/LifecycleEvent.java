package dev.muster.domain;

import java.util.Objects;
import java.util.Optional;

/** What happened to a lobby as a whole. */
public sealed interface LifecycleEvent extends LoggedEvent {
    /** One method per event. */
    interface Cases<R> {
        R lobbyCreated(LobbyCreated event);

        R lobbyOpened(LobbyOpened event);

        R lobbyClosed(LobbyClosed event);

        R lobbyEnded(LobbyEnded event);

        R lobbyRenamed(LobbyRenamed event);

        R settingsChanged(SettingsChanged event);

        R passwordChanged(PasswordChanged event);

        R lobbyPropertySet(LobbyPropertySet event);

        R lobbyPropertyRemoved(LobbyPropertyRemoved event);
    }

    <R> R match(Cases<R> cases);

    /** There is a lobby, with nobody in it but its host. */
    record LobbyCreated(
            LobbyId lobbyId, Name name, Participant host, LobbySettings settings, Optional<PasswordLock> password)
            implements LifecycleEvent {
        public LobbyCreated {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(host, "host");
            Objects.requireNonNull(settings, "settings");
            Objects.requireNonNull(password, "password");
            if (!host.team().stream().allMatch(settings.teams()::contains)) {
                throw new IllegalArgumentException("the host is in no such team");
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lobbyCreated(this);
        }
    }

    /** Newcomers may join again. */
    record LobbyOpened(LobbyId lobbyId) implements LifecycleEvent {
        public LobbyOpened {
            Objects.requireNonNull(lobbyId, "lobbyId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lobbyOpened(this);
        }
    }

    /** Newcomers may not join any more. */
    record LobbyClosed(LobbyId lobbyId) implements LifecycleEvent {
        public LobbyClosed {
            Objects.requireNonNull(lobbyId, "lobbyId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lobbyClosed(this);
        }
    }

    /** It is over, for everybody. */
    record LobbyEnded(LobbyId lobbyId) implements LifecycleEvent {
        public LobbyEnded {
            Objects.requireNonNull(lobbyId, "lobbyId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lobbyEnded(this);
        }
    }

    /** The lobby has another name. */
    record LobbyRenamed(LobbyId lobbyId, Name newName) implements LifecycleEvent {
        public LobbyRenamed {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(newName, "newName");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lobbyRenamed(this);
        }
    }

    /** The lobby has other settings. Who was in a team that is gone is in none. */
    record SettingsChanged(LobbyId lobbyId, LobbySettings settings) implements LifecycleEvent {
        public SettingsChanged {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(settings, "settings");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.settingsChanged(this);
        }
    }

    /** Newcomers need another password, or none. */
    record PasswordChanged(LobbyId lobbyId, Optional<PasswordLock> password) implements LifecycleEvent {
        public PasswordChanged {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(password, "password");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.passwordChanged(this);
        }
    }

    /** A property of the lobby has this value now. */
    record LobbyPropertySet(LobbyId lobbyId, Property property, ParticipantId setBy) implements LifecycleEvent {
        public LobbyPropertySet {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(property, "property");
            Objects.requireNonNull(setBy, "setBy");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lobbyPropertySet(this);
        }
    }

    /** The lobby does not have this property any more. */
    record LobbyPropertyRemoved(LobbyId lobbyId, String key) implements LifecycleEvent {
        public LobbyPropertyRemoved {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(key, "key");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lobbyPropertyRemoved(this);
        }
    }
}
