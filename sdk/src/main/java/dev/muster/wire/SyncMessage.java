package dev.muster.wire;

import dev.muster.domain.LobbyId;
import dev.muster.domain.LobbyLimits;
import dev.muster.domain.Name;
import dev.muster.domain.PasswordKey;
import dev.muster.domain.Refusal;
import dev.muster.identity.Hash;
import dev.muster.identity.Signature;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What host and guests say to each other to keep the lobby in step. */
public sealed interface SyncMessage extends SessionMessage {
    /** Events in one answer to somebody who misses some. */
    int EVENTS_MAX = 256;

    /** Guests whose confirmations a head can count. */
    int REPLICAS_MAX = 64;

    /** One method per message. */
    interface Cases<R> {
        R eventBroadcast(EventBroadcast message);

        R requestMissingEvents(RequestMissingEvents message);

        R missingEventsResponse(MissingEventsResponse message);

        R requestFullSync(RequestFullSync message);

        R fullSyncResponse(FullSyncResponse message);

        R lobbyCard(LobbyCard message);

        R commandRequest(CommandRequest message);

        R commandOutcome(CommandOutcome message);

        R head(Head message);

        R confirmation(Confirmation message);
    }

    <R> R match(Cases<R> cases);

    /** Something happened. */
    record EventBroadcast(LobbyEvent event) implements SyncMessage {
        public EventBroadcast {
            Objects.requireNonNull(event, "event");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.eventBroadcast(this);
        }
    }

    /** Events from {@code first} to {@code last} did not arrive. */
    record RequestMissingEvents(LobbyId lobbyId, long firstSequence, long lastSequence) implements SyncMessage {
        public RequestMissingEvents {
            Objects.requireNonNull(lobbyId, "lobbyId");
            if (firstSequence < 1 || lastSequence < firstSequence) {
                throw new IllegalArgumentException("there are no events from " + firstSequence + " to " + lastSequence);
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.requestMissingEvents(this);
        }
    }

    /** Events that somebody missed, in order. */
    record MissingEventsResponse(List<LobbyEvent> events) implements SyncMessage {
        public MissingEventsResponse {
            events = List.copyOf(events);
            requireFew(events);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.missingEventsResponse(this);
        }
    }

    /**
     * Asks for everything after what is known: as events where they are still kept, else as a snapshot.
     *
     * @param lastKnownSequence 0 for nothing
     */
    record RequestFullSync(LobbyId lobbyId, long lastKnownSequence) implements SyncMessage {
        public RequestFullSync {
            Objects.requireNonNull(lobbyId, "lobbyId");
            if (lastKnownSequence < 0) {
                throw new IllegalArgumentException("nobody knows event " + lastKnownSequence);
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.requestFullSync(this);
        }
    }

    /**
     * The lobby at one event, and what came after it.
     *
     * @param snapshot as the host wrote it; {@link PeerJson#decodeSnapshot} reads it
     * @param checkpoint the host's word for the snapshot; a mere preview has none
     */
    record FullSyncResponse(RawJson snapshot, List<LobbyEvent> events, Optional<Head> checkpoint)
            implements SyncMessage {
        public FullSyncResponse {
            Objects.requireNonNull(snapshot, "snapshot");
            Objects.requireNonNull(checkpoint, "checkpoint");
            events = List.copyOf(events);
            requireFew(events);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.fullSyncResponse(this);
        }
    }

    /**
     * What a lobby that is not open to everybody shows of itself to those who knock.
     *
     * @param participants how many are in
     * @param open whether newcomers are let in
     * @param password what to derive the password's key from, where there is a password
     */
    record LobbyCard(
            LobbyId lobbyId, Name name, int participants, int capacity, boolean open, Optional<PasswordRecipe> password)
            implements SyncMessage {
        public LobbyCard {
            Objects.requireNonNull(lobbyId, "lobbyId");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(password, "password");
            if (capacity < 1 || capacity > LobbyLimits.CAPACITY_MAX || participants < 0 || participants > capacity) {
                throw new IllegalArgumentException(
                        "no lobby has " + participants + " of " + capacity + " places taken");
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lobbyCard(this);
        }
    }

    /**
     * A guest wants something of the lobby.
     *
     * @param number which of this actor's commands, from 1
     * @param knownSequence the last event the author knew; what was saved up for too long is refused
     * @param command as the guest wrote it; {@link LobbyJson#decodeCommand} reads it
     */
    record CommandRequest(long number, long knownSequence, RawJson command, Optional<PasswordProof> password)
            implements SyncMessage {
        public CommandRequest {
            Objects.requireNonNull(command, "command");
            Objects.requireNonNull(password, "password");
            if (number < 1 || knownSequence < 0) {
                throw new IllegalArgumentException(
                        "commands count from 1 and events from 0, got " + number + ", " + knownSequence);
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.commandRequest(this);
        }
    }

    /** That the sender knows the password: the key it gives, and a signature with it. */
    record PasswordProof(PasswordKey key, Signature signature) {
        public PasswordProof {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(signature, "signature");
        }
    }

    /**
     * What became of a command. One that was accepted is told by its events, which name their author; only somebody who
     * may not hear events any more is told of it in this way.
     *
     * @param refusal empty where the command was accepted
     */
    record CommandOutcome(long number, Optional<Refusal> refusal) implements SyncMessage {
        public CommandOutcome {
            Objects.requireNonNull(refusal, "refusal");
            if (number < 1) {
                throw new IllegalArgumentException("commands count from 1, got " + number);
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.commandOutcome(this);
        }
    }

    /**
     * The host's word how far the log goes.
     *
     * @param checkpoint what the lobby is there, where the host says so
     * @param replicated up to which event at least one guest confirmed, at least two, and so on; a hint, not signed
     */
    record Head(
            long term,
            long sequence,
            Hash hash,
            Optional<Checkpoint> checkpoint,
            Signature signature,
            List<Long> replicated)
            implements SyncMessage {
        public Head {
            Objects.requireNonNull(hash, "hash");
            Objects.requireNonNull(checkpoint, "checkpoint");
            Objects.requireNonNull(signature, "signature");
            replicated = List.copyOf(replicated);
            if (term < 0 || sequence < 0 || replicated.size() > REPLICAS_MAX) {
                throw new IllegalArgumentException("this is no head: " + term + ", " + sequence);
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.head(this);
        }
    }

    /**
     * What a lobby is at one event.
     *
     * @param state the hash of the snapshot there
     * @param roster the hash of the keys of those who are in, in the order of admission
     */
    record Checkpoint(Hash state, Hash roster) {
        public Checkpoint {
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(roster, "roster");
        }
    }

    /** A guest's word that it has everything up to a signed head. */
    record Confirmation(long term, long sequence, Hash hash, Signature signature) implements SyncMessage {
        public Confirmation {
            Objects.requireNonNull(hash, "hash");
            Objects.requireNonNull(signature, "signature");
            if (term < 0 || sequence < 0) {
                throw new IllegalArgumentException("this confirms nothing: " + term + ", " + sequence);
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.confirmation(this);
        }
    }

    private static void requireFew(List<LobbyEvent> events) {
        if (events.size() > EVENTS_MAX) {
            throw new IllegalArgumentException("at most " + EVENTS_MAX + " events travel together");
        }
    }
}
