package dev.muster.p2p;

import dev.muster.domain.EmittedEvent;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyTime;
import java.util.Objects;

/** What a guest learned of the lobby that its host decides about. */
public sealed interface ReplicaChange {
    /** One method per change. */
    interface Cases<R> {
        R adopted(Adopted change);

        R happened(Happened change);

        R failed(Failed change);
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
