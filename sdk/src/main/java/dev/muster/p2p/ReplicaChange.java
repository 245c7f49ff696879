package dev.muster.p2p;

import dev.muster.domain.CorrelationId;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.EmittedEvent;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyTime;
import java.util.List;
import java.util.Objects;

/** What a guest learned of the lobby that its host decides about. */
public sealed interface ReplicaChange {
    /** One method per change. */
    interface Cases<R> {
        R adopted(Adopted change);

        R happened(Happened change);

        R failed(Failed change);

        R promoted(Promoted change);

        R demoted(Demoted change);
    }

    <R> R match(Cases<R> cases);

    /** The lobby is this one now, however it came about. */
    record Adopted(Lobby lobby, LobbyTime at) implements ReplicaChange {
        public Adopted {
            Objects.requireNonNull(lobby, "lobby");
            Objects.requireNonNull(at, "at");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.adopted(this);
        }
    }

    /** Something happened, or a command of this side was refused. */
    record Happened(Lobby after, EmittedEvent event) implements ReplicaChange {
        public Happened {
            Objects.requireNonNull(after, "after");
            Objects.requireNonNull(event, "event");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.happened(this);
        }
    }

    /**
     * This side is host from now on and decides.
     *
     * @param at the lobby time from which it goes on
     * @param replacesLostHost whether the lobby has yet to hear who is host
     * @param commands of this side that the host before did not decide, oldest first
     */
    record Promoted(Lobby lobby, LobbyTime at, boolean replacesLostHost, List<OwnCommand> commands)
            implements ReplicaChange {
        public Promoted {
            Objects.requireNonNull(lobby, "lobby");
            Objects.requireNonNull(at, "at");
            commands = List.copyOf(commands);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.promoted(this);
        }
    }

    /** A command that this side submitted while another one was host. */
    record OwnCommand(CorrelationId id, DomainCommand command) {
        public OwnCommand {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(command, "command");
        }
    }

    /** Somebody else is host from now on: this side follows. */
    record Demoted(Lobby lobby) implements ReplicaChange {
        public Demoted {
            Objects.requireNonNull(lobby, "lobby");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.demoted(this);
        }
    }

    /** A command of this side was refused before there was any lobby to see. */
    record Failed(EmittedEvent event) implements ReplicaChange {
        public Failed {
            Objects.requireNonNull(event, "event");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.failed(this);
        }
    }
}
