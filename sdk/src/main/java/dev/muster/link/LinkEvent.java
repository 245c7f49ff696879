package dev.muster.link;

import dev.muster.identity.Actor;
import dev.muster.transport.PeerId;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.LinkMessage.Hello;
import dev.muster.wire.SessionMessage;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that links report, in the order in which it happened.
 *
 * <p>The life of a link is a grammar: {@link Linked}; then {@link Received} and {@link Writable} as long as it is not
 * broken, {@link Degraded} followed by {@link Recovered} or {@link Broken}, {@link Broken} followed by {@link Restored}
 * or {@link Removed}; at the end exactly one {@link Removed}, from any state, and nothing after it.
 */
public sealed interface LinkEvent {
    /** One method per kind of event, so that a new kind breaks every reader at compile time. */
    interface Cases<R> {
        R localIdAssigned(LocalIdAssigned event);

        R signallingLost(SignallingLost event);

        R signallingRestored(SignallingRestored event);

        R peerAnnounced(PeerAnnounced event);

        R peerWithdrawn(PeerWithdrawn event);

        R linked(Linked event);

        R received(Received event);

        R writable(Writable event);

        R degraded(Degraded event);

        R recovered(Recovered event);

        R broken(Broken event);

        R restored(Restored event);

        R removed(Removed event);

        R refused(Refused event);
    }

    /** Calls the method of the case at hand. */
    <R> R match(Cases<R> cases);

    /** This side can now be reached under an id; comes again, with another one, when signalling was lost and found. */
    record LocalIdAssigned(PeerId localId) implements LinkEvent {
        public LocalIdAssigned {
            Objects.requireNonNull(localId, "localId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.localIdAssigned(this);
        }
    }

    /** Signalling is away. Links live on, new ones have to wait. */
    record SignallingLost(String detail) implements LinkEvent {
        public SignallingLost {
            Objects.requireNonNull(detail, "detail");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.signallingLost(this);
        }
    }

    /** Signalling is there again. */
    record SignallingRestored() implements LinkEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.signallingRestored(this);
        }
    }

    /** Somebody came after this side. May be a linked peer under a new id; {@link Links#dial} sorts that out. */
    record PeerAnnounced(PeerId peer) implements LinkEvent {
        public PeerAnnounced {
            Objects.requireNonNull(peer, "peer");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.peerAnnounced(this);
        }
    }

    /** Signalling says that somebody left. A hint: the server may lie, and a link to them is untouched. */
    record PeerWithdrawn(PeerId peer) implements LinkEvent {
        public PeerWithdrawn {
            Objects.requireNonNull(peer, "peer");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.peerWithdrawn(this);
        }
    }

    /** Both sides proved who they are: the link begins. */
    record Linked(Actor actor, PeerId peer, Hello hello) implements LinkEvent {
        public Linked {
            Objects.requireNonNull(actor, "actor");
            Objects.requireNonNull(peer, "peer");
            Objects.requireNonNull(hello, "hello");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.linked(this);
        }
    }

    /** A message, in the order of sending. */
    record Received(Actor actor, SessionMessage message) implements LinkEvent {
        public Received {
            Objects.requireNonNull(actor, "actor");
            Objects.requireNonNull(message, "message");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.received(this);
        }
    }

    /** There is room again after {@link Links#send} had answered false because of a full queue. */
    record Writable(Actor actor) implements LinkEvent {
        public Writable {
            Objects.requireNonNull(actor, "actor");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.writable(this);
        }
    }

    /** Silent for longer than usual. */
    record Degraded(Actor actor) implements LinkEvent {
        public Degraded {
            Objects.requireNonNull(actor, "actor");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.degraded(this);
        }
    }

    /** Was only degraded, and is well again; nothing was lost. */
    record Recovered(Actor actor) implements LinkEvent {
        public Recovered {
            Objects.requireNonNull(actor, "actor");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.recovered(this);
        }
    }

    /** Gone for now. What was sent and not answered may be lost. */
    record Broken(Actor actor, String why) implements LinkEvent {
        public Broken {
            Objects.requireNonNull(actor, "actor");
            Objects.requireNonNull(why, "why");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.broken(this);
        }
    }

    /** Back after a break, over the same connection or another one. What was sent before the break may be lost. */
    record Restored(Actor actor, PeerId peer) implements LinkEvent {
        public Restored {
            Objects.requireNonNull(actor, "actor");
            Objects.requireNonNull(peer, "peer");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.restored(this);
        }
    }

    /**
     * The link ends. Nothing follows for it; the same actor may be linked anew.
     *
     * @param code what was said at the end, by the side that {@code reason} names; empty if nobody said anything
     * @param sentence why, for people; free of control characters
     */
    record Removed(Actor actor, RemovalReason reason, Optional<FarewellCode> code, String sentence)
            implements LinkEvent {
        public Removed {
            Objects.requireNonNull(actor, "actor");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(sentence, "sentence");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.removed(this);
        }
    }

    /**
     * A greeting led to no link.
     *
     * @param byThem whether the other side refused; it did not prove who it is
     */
    record Refused(PeerId peer, Farewell farewell, boolean byThem) implements LinkEvent {
        public Refused {
            Objects.requireNonNull(peer, "peer");
            Objects.requireNonNull(farewell, "farewell");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.refused(this);
        }
    }
}
