package dev.muster.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that a transport reports. Events come out of {@link Transport#poll} in the order in which they happened.
 *
 * <p>The life of a connection is a grammar: {@link ConnectionOffered} (only when the other side began), then at most
 * one {@link ConnectionOpened}, then messages and the other events that name it, then exactly one
 * {@link ConnectionClosed}, and nothing after that. This holds for every {@link ConnectionId} that
 * {@link Transport#connect} returned, too.
 */
public sealed interface TransportEvent {
    /**
     * Calls the method of the case at hand.
     *
     * @param cases one method per kind of event
     * @param <R> what the cases answer
     * @return what the case answered
     */
    <R> R match(Cases<R> cases);

    /**
     * One method per kind of event, so that a new kind breaks every reader at compile time, on purpose.
     *
     * @param <R> what the cases answer
     */
    interface Cases<R> {
        /** Answers for {@link LocalIdAssigned}. */
        R localIdAssigned(LocalIdAssigned event);

        /** Answers for {@link PeerAnnounced}. */
        R peerAnnounced(PeerAnnounced event);

        /** Answers for {@link PeerWithdrawn}. */
        R peerWithdrawn(PeerWithdrawn event);

        /** Answers for {@link ConnectionOffered}. */
        R connectionOffered(ConnectionOffered event);

        /** Answers for {@link ConnectionOpened}. */
        R connectionOpened(ConnectionOpened event);

        /** Answers for {@link MessageReceived}. */
        R messageReceived(MessageReceived event);

        /** Answers for {@link ChannelWritable}. */
        R channelWritable(ChannelWritable event);

        /** Answers for {@link ConnectionClosed}. */
        R connectionClosed(ConnectionClosed event);

        /** Answers for {@link ReachabilityChanged}. */
        R reachabilityChanged(ReachabilityChanged event);

        /** Answers for {@link RouteChanged}. */
        R routeChanged(RouteChanged event);

        /** Answers for {@link SignallingLost}. */
        R signallingLost(SignallingLost event);

        /** Answers for {@link SignallingRestored}. */
        R signallingRestored(SignallingRestored event);

        /** Answers for {@link NetworkChanged}. */
        R networkChanged(NetworkChanged event);

        /** Answers for {@link CandidateFailed}. */
        R candidateFailed(CandidateFailed event);
    }

    /**
     * This side can now be reached under an id. It comes again, with another id, when signalling was lost and found;
     * open connections live on.
     *
     * @param localId the id from now on
     */
    record LocalIdAssigned(PeerId localId) implements TransportEvent {
        /** Refuses {@code null}. */
        public LocalIdAssigned {
            Objects.requireNonNull(localId, "localId");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.localIdAssigned(this);
        }
    }

    /**
     * A peer came to the session after this side. Nobody tells the newcomer: it waits to be connected to. It may be a
     * peer already connected that came back under another id.
     *
     * @param peer may be given to {@link Transport#connect}
     */
    record PeerAnnounced(PeerId peer) implements TransportEvent {
        /** Refuses {@code null}. */
        public PeerAnnounced {
            Objects.requireNonNull(peer, "peer");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.peerAnnounced(this);
        }
    }

    /**
     * Signalling says that a peer left. A hint: connections to it are untouched, and the server may lie.
     *
     * @param peer the id that can no longer be reached
     */
    record PeerWithdrawn(PeerId peer) implements TransportEvent {
        /** Refuses {@code null}. */
        public PeerWithdrawn {
            Objects.requireNonNull(peer, "peer");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.peerWithdrawn(this);
        }
    }

    /**
     * A peer wants to connect. Answer with {@link Transport#accept}, or refuse with {@link Transport#closeConnection};
     * an offer without an answer is refused when the connect deadline passes.
     *
     * @param connection the connection that would come to be
     * @param peer who asks, as signalling says
     */
    record ConnectionOffered(ConnectionId connection, PeerId peer) implements TransportEvent {
        /** Refuses {@code null}. */
        public ConnectionOffered {
            Objects.requireNonNull(connection, "connection");
            Objects.requireNonNull(peer, "peer");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.connectionOffered(this);
        }
    }

    /**
     * All three channels are open.
     *
     * @param connection the connection
     * @param details what is fixed from now on
     */
    record ConnectionOpened(ConnectionId connection, ConnectionDetails details) implements TransportEvent {
        /** Refuses {@code null}. */
        public ConnectionOpened {
            Objects.requireNonNull(connection, "connection");
            Objects.requireNonNull(details, "details");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.connectionOpened(this);
        }
    }

    /**
     * A message arrived, whole.
     *
     * @param connection the connection
     * @param channel the channel it was sent on
     * @param payload its bytes; an empty one is possible, foreign peers send them
     */
    record MessageReceived(ConnectionId connection, Channel channel, Payload payload) implements TransportEvent {
        /** Refuses {@code null}. */
        public MessageReceived {
            Objects.requireNonNull(connection, "connection");
            Objects.requireNonNull(channel, "channel");
            Objects.requireNonNull(payload, "payload");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.messageReceived(this);
        }
    }

    /**
     * A channel that answered {@link SendOutcome#FULL} has drained to half of its bound. Comes once per refusal or run
     * of refusals.
     *
     * @param connection the connection
     * @param channel the channel
     */
    record ChannelWritable(ConnectionId connection, Channel channel) implements TransportEvent {
        /** Refuses {@code null}. */
        public ChannelWritable {
            Objects.requireNonNull(connection, "connection");
            Objects.requireNonNull(channel, "channel");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.channelWritable(this);
        }
    }

    /**
     * A connection ended, or will never open. Everything that had arrived before was reported before.
     *
     * @param connection the connection; its id is never used again
     * @param peer where it led
     * @param reason why, for deciding what to do
     * @param detail why, for people
     */
    record ConnectionClosed(ConnectionId connection, PeerId peer, CloseReason reason, String detail)
            implements TransportEvent {
        /** Refuses {@code null}. */
        public ConnectionClosed {
            Objects.requireNonNull(connection, "connection");
            Objects.requireNonNull(peer, "peer");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(detail, "detail");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.connectionClosed(this);
        }
    }

    /**
     * The transport changed its belief about the path under an open connection. A connection opens {@link
     * Reachability#REACHABLE}. Only a hint, and a late one.
     *
     * @param connection the connection
     * @param reachability the belief from now on
     */
    record ReachabilityChanged(ConnectionId connection, Reachability reachability) implements TransportEvent {
        /** Refuses {@code null}. */
        public ReachabilityChanged {
            Objects.requireNonNull(connection, "connection");
            Objects.requireNonNull(reachability, "reachability");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.reachabilityChanged(this);
        }
    }

    /**
     * The bytes of a connection take another way.
     *
     * @param connection the connection
     * @param route the way from now on
     */
    record RouteChanged(ConnectionId connection, Route route) implements TransportEvent {
        /** Refuses {@code null}. */
        public RouteChanged {
            Objects.requireNonNull(connection, "connection");
            Objects.requireNonNull(route, "route");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.routeChanged(this);
        }
    }

    /**
     * Signalling is gone, or could not be reached at first. Open connections live on; until it is restored no new
     * connection can be made and none healed. Comes once per loss.
     *
     * @param detail what happened, and what to check
     * @param retryIn when it is tried again; empty if trying again is pointless
     */
    record SignallingLost(String detail, Optional<Duration> retryIn) implements TransportEvent {
        /** Refuses {@code null}. */
        public SignallingLost {
            Objects.requireNonNull(detail, "detail");
            Objects.requireNonNull(retryIn, "retryIn");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.signallingLost(this);
        }
    }

    /**
     * Signalling is there again. A {@link LocalIdAssigned} follows if the id changed; peers that came back before this
     * side call {@link Transport#connect}, those that come later are announced.
     */
    record SignallingRestored() implements TransportEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.signallingRestored(this);
        }
    }

    /** The addresses of this machine changed. A good moment for {@link Transport#restartIce}. */
    record NetworkChanged() implements TransportEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.networkChanged(this);
        }
    }

    /**
     * A server that helps to find a route answered with an error: a wrong TURN password, for example. The connection
     * may still open another way; when it does not, this says why.
     *
     * @param connection the connection that needed it
     * @param url the server
     * @param code the STUN or TURN error code, such as 401; 701 means that the server did not answer
     * @param detail the server's words
     */
    record CandidateFailed(ConnectionId connection, String url, int code, String detail) implements TransportEvent {
        /** Refuses {@code null}. */
        public CandidateFailed {
            Objects.requireNonNull(connection, "connection");
            Objects.requireNonNull(url, "url");
            Objects.requireNonNull(detail, "detail");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.candidateFailed(this);
        }
    }
}
