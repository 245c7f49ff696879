package dev.muster.domain;

import java.util.Objects;
import java.util.Optional;

/** Commands that make, open, close, end and set up a lobby. The host issues them, but for the two that make one. */
public sealed interface LifecycleCommand extends DomainCommand {
    /** One method per command. */
    interface Cases<R> {
        R createLobby(CreateLobby command);

        R createLobbyWithHost(CreateLobbyWithHost command);

        R openLobby(OpenLobby command);

        R closeLobby(CloseLobby command);

        R endLobby(EndLobby command);

        R renameLobby(RenameLobby command);

        R changeSettings(ChangeSettings command);

        R changePassword(ChangePassword command);

        R setLobbyProperty(SetLobbyProperty command);

        R removeLobbyProperty(RemoveLobbyProperty command);
    }

    <R> R match(Cases<R> cases);

    /** Makes a lobby with the sender as its host. */
    record CreateLobby(
            LobbyId lobbyId, String lobbyName, String hostName, LobbySettings settings, Optional<PasswordLock> password)
            implements LifecycleCommand {
        public CreateLobby {
            Objects.requireNonNull(lobbyId, "lobbyId");
            CommandBounds.requireText("lobbyName", lobbyName);
            CommandBounds.requireText("hostName", hostName);
            Objects.requireNonNull(settings, "settings");
            Objects.requireNonNull(password, "password");
        }

        /** A lobby without a password. */
        public CreateLobby(LobbyId lobbyId, String lobbyName, String hostName, LobbySettings settings) {
            this(lobbyId, lobbyName, hostName, settings, Optional.empty());
        }

        /** A lobby with the default settings and without a password. */
        public CreateLobby(LobbyId lobbyId, String lobbyName, String hostName) {
            this(lobbyId, lobbyName, hostName, LobbySettings.DEFAULT, Optional.empty());
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.createLobby(this);
        }
    }

    /** Makes a lobby around a host who is already described. For the session, never for a person. */
    record CreateLobbyWithHost(LobbyId lobbyId, String lobbyName, Participant host) implements LifecycleCommand {
        public CreateLobbyWithHost {
            Objects.requireNonNull(lobbyId, "lobbyId");
            CommandBounds.requireText("lobbyName", lobbyName);
            Objects.requireNonNull(host, "host");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.createLobbyWithHost(this);
        }
    }

    /** Lets newcomers in again. */
    record OpenLobby(LobbyId lobbyId) implements LifecycleCommand {
        public OpenLobby {
            Objects.requireNonNull(lobbyId, "lobbyId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.openLobby(this);
        }
    }

    /** Lets no newcomers in; everything else goes on. */
    record CloseLobby(LobbyId lobbyId) implements LifecycleCommand {
        public CloseLobby {
            Objects.requireNonNull(lobbyId, "lobbyId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.closeLobby(this);
        }
    }

    /** Ends the lobby for everybody. */
    record EndLobby(LobbyId lobbyId) implements LifecycleCommand {
        public EndLobby {
            Objects.requireNonNull(lobbyId, "lobbyId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.endLobby(this);
        }
    }

    /** Gives the lobby another name. */
    record RenameLobby(LobbyId lobbyId, String newName) implements LifecycleCommand {
        public RenameLobby {
            Objects.requireNonNull(lobbyId, "lobbyId");
            CommandBounds.requireText("newName", newName);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.renameLobby(this);
        }
    }

    /** Replaces all settings at once. */
    record ChangeSettings(LobbyId lobbyId, LobbySettings settings) implements LifecycleCommand {
        public ChangeSettings {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(settings, "settings");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.changeSettings(this);
        }
    }

    /** Sets another password for newcomers, or none. Who is in stays in. */
    record ChangePassword(LobbyId lobbyId, Optional<PasswordLock> password) implements LifecycleCommand {
        public ChangePassword {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(password, "password");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.changePassword(this);
        }
    }

    /**
     * Sets a property of the lobby. Others than the host may do so where the host has allowed everyone, and then only
     * its value.
     */
    record SetLobbyProperty(LobbyId lobbyId, Property property) implements LifecycleCommand {
        public SetLobbyProperty {
            Objects.requireNonNull(lobbyId, "lobbyId");
            if (!PropertyScope.LOBBY.knows(property.access())) {
                throw new IllegalArgumentException("a property of the lobby has access HOST or EVERYONE");
            }
            CommandBounds.requireValue("property", property.value());
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.setLobbyProperty(this);
        }
    }

    /** Removes a property of the lobby. */
    record RemoveLobbyProperty(LobbyId lobbyId, String key) implements LifecycleCommand {
        public RemoveLobbyProperty {
            Objects.requireNonNull(lobbyId, "lobbyId");
            CommandBounds.requireText("key", key);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.removeLobbyProperty(this);
        }
    }
}
