package dev.muster.webrtc;

import dev.muster.signalling.ComplaintLog;
import dev.muster.signalling.Signaller;
import dev.muster.signalling.SignallingNotice;
import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.ConnectionRole;
import dev.muster.transport.ConnectionStats;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.Transport;
import dev.muster.transport.TransportEvent;
import dev.muster.wire.PeerSignal;
import dev.muster.wire.SignallingEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport over WebRTC data channels, with peers found through a {@link Signaller}.
 *
 * <p>It keeps the contract of {@link Transport}. One instance is one run of the native library: it starts with
 * {@link #open} and is gone with {@link #close}, together with all memory that messages cost natively.
 */
public final class WebRtcTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(WebRtcTransport.class);

    private final WebRtcConfig config;
    private final Signaller signaller;
    private final RandomGenerator random;
    private final NativeEngine engine;
    private final NetworkWatch network;
    private final Inbox inbox = new Inbox();
    private final Queue<TransportEvent> events = new ArrayDeque<>();
    private final List<Connection> connections = new ArrayList<>();
    private final List<PendingOffer> offers = new ArrayList<>();
    private final Rim rim = new Rim();
    private final ComplaintLog complaints = new ComplaintLog(LOG, rim::nowNanos);
    private final SignalRouter router = new SignalRouter(connections, offers, rim, complaints);

    private long nowNanos;
    private long lastConnectionId;
    private boolean signallingUp;
    private boolean closed;

    private WebRtcTransport(WebRtcConfig config, Signaller signaller, RandomGenerator random, NativeEngine engine) {
        this.config = config;
        this.signaller = signaller;
        this.random = random;
        this.engine = engine;
        network = NetworkWatch.start(() -> inbox.post(this::onNetworkChanged));
        signaller.onWakeUp(inbox::wake);
    }

    /**
     * Starts the native library, which takes a few hundred milliseconds the first time in a process. Do it beside
     * the game loop; the transport may then be handed to the thread that will own it.
     *
     * @param config how to find routes, and how much to take on
     * @param signaller the way to the peers; closed together with the transport
     * @param random for the names of connections, which strangers shall not guess
     * @throws WebRtcUnavailableException if this machine cannot do WebRTC as it is; the signaller is left open
     * @throws IllegalArgumentException if the library refuses the ICE servers
     */
    public static WebRtcTransport open(WebRtcConfig config, Signaller signaller, RandomGenerator random)
            throws WebRtcUnavailableException {
        NetworkWatch.requireNetwork();
        return new WebRtcTransport(config, signaller, random, NativeEngine.start(config));
    }

    @Override
    public Optional<TransportEvent> poll(long now) {
        if (closed) {
            return Optional.empty();
        }
        nowNanos = Math.max(nowNanos, now);
        advance();
        TransportEvent event = events.poll();
        while (event == null && work()) {
            event = events.poll();
        }
        return Optional.ofNullable(event);
    }

    @Override
    public long nextDeadlineNanos() {
        long deadline = NO_DEADLINE;
        if (!closed) {
            deadline = signaller.nextDeadlineNanos();
            for (int i = 0; i < connections.size(); i++) {
                deadline = Math.min(deadline, connections.get(i).nextDeadlineNanos());
            }
            for (int i = 0; i < offers.size(); i++) {
                deadline = Math.min(deadline, offers.get(i).deadlineNanos());
            }
        }
        return deadline;
    }

    @Override
    public void onWakeUp(Runnable hook) {
        inbox.onWakeUp(hook);
        signaller.onWakeUp(hook); // Runs it at once if a notice waits.
        signaller.onWakeUp(inbox::wake);
        if (!events.isEmpty()) {
            hook.run();
        }
    }

    @Override
    public ConnectionId connect(PeerId peer) {
        var id = nextId();
        if (closed || !signallingUp) {
            refuse(id, peer, CloseReason.UNREACHABLE, "there is no connection to the signalling server");
        } else if (connections.size() >= config.limits().connections()) {
            refuse(id, peer, CloseReason.LIMIT, "there are " + connections.size() + " connections already");
        } else {
            var tag = ConnectionTag.draw(random);
            begin(new Connection.Setup(id, ConnectionRole.OFFERER, tag, peer, connectDeadlineNanos()))
                    .ifPresent(connection -> connection.negotiation().start());
        }
        return id;
    }

    @Override
    public void accept(ConnectionId id) {
        PendingOffer offer = offer(id);
        if (offer == null) {
            return;
        }
        offers.remove(offer);
        if (connections.size() >= config.limits().connections()) {
            refuse(id, offer.from(), CloseReason.LIMIT, "there are " + connections.size() + " connections already");
            return;
        }
        begin(new Connection.Setup(id, ConnectionRole.ANSWERER, offer.tag(), offer.from(), connectDeadlineNanos()))
                .ifPresent(connection -> {
                    connection.negotiation().onOffer(offer.description());
                    offer.candidates().forEach(connection.negotiation()::onCandidate);
                });
    }

    @Override
    public SendOutcome send(ConnectionId id, Channel channel, Payload payload) {
        Connection connection = connection(id);
        return connection == null ? SendOutcome.NOT_OPEN : connection.send(channel, payload);
    }

    @Override
    public int bufferedBytes(ConnectionId id, Channel channel) {
        Connection connection = connection(id);
        return connection == null ? 0 : connection.bufferedBytes(channel);
    }

    @Override
    public Optional<ConnectionStats> stats(ConnectionId id) {
        return Optional.ofNullable(connection(id)).filter(Connection::isOpen).map(Connection::stats);
    }

    @Override
    public boolean restartIce(ConnectionId id) {
        Connection connection = connection(id);
        return connection != null && signallingUp && connection.restartIce();
    }

    @Override
    public void rebind(ConnectionId id, PeerId peer) {
        Connection connection = connection(id);
        if (connection != null) {
            connection.rebind(peer);
        }
    }

    @Override
    public void closeConnection(ConnectionId id) {
        Connection connection = connection(id);
        PendingOffer offer = offer(id);
        if (connection != null) {
            connection.close(CloseReason.LOCAL, "closed on this side");
        } else if (offer != null) {
            offers.remove(offer);
            refuse(id, offer.from(), CloseReason.LOCAL, "refused on this side");
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException inside the wake-up hook: the library's own thread cannot end the library
     */
    @Override
    public void close() {
        Callbacks.requireOutside();
        if (!closed) {
            closed = true;
            network.close();
            signaller.close();
            List.copyOf(connections).forEach(connection -> connection.close(CloseReason.LOCAL, "transport closed"));
            engine.close();
            offers.clear();
            events.clear();
            inbox.clear();
        }
    }

    /** Lets time pass for everything that has a deadline. */
    private void advance() {
        for (int i = connections.size() - 1; i >= 0; i--) {
            Connection connection = connections.get(i);
            if (nowNanos >= connection.nextDeadlineNanos()) {
                connection.advance(nowNanos);
            }
        }
        for (int i = offers.size() - 1; i >= 0; i--) {
            PendingOffer offer = offers.get(i);
            if (nowNanos >= offer.deadlineNanos()) {
                offers.remove(i);
                refuse(offer.id(), offer.from(), CloseReason.TIMED_OUT, "the offer was not answered in time");
            }
        }
    }

    /**
     * Does one piece of work that came from another thread. One at a time, because what a connection received counts
     * against its bound until it is handed out.
     *
     * @return false if there was none
     */
    private boolean work() {
        if (heardSignalling()) {
            return true;
        }
        Runnable task = inbox.next();
        if (task == null) {
            // From here on a new notice runs the hook; one that came a moment before found nobody waiting.
            return heardSignalling();
        }
        task.run();
        return true;
    }

    private boolean heardSignalling() {
        Optional<SignallingNotice> notice = signaller.poll(nowNanos);
        if (notice.isEmpty()) {
            return false;
        }
        on(notice.get());
        return true;
    }

    private void on(SignallingNotice notice) {
        if (notice instanceof SignallingNotice.Heard heard) {
            onHeard(heard.event());
        } else if (notice instanceof SignallingNotice.Joined joined) {
            signallingUp = true;
            if (joined.again()) {
                events.add(new TransportEvent.SignallingRestored());
            }
        } else if (notice instanceof SignallingNotice.Lost lost) {
            signallingUp = false;
            events.add(new TransportEvent.SignallingLost(lost.detail(), lost.retryIn()));
        }
    }

    private void onNetworkChanged() {
        events.add(new TransportEvent.NetworkChanged());
        signaller.networkChanged();
    }

    private void onHeard(SignallingEvent event) {
        if (event instanceof SignallingEvent.IdAssigned assigned) {
            events.add(new TransportEvent.LocalIdAssigned(new PeerId(assigned.id())));
        } else if (event instanceof SignallingEvent.NewPeer arrived) {
            events.add(new TransportEvent.PeerAnnounced(new PeerId(arrived.id())));
        } else if (event instanceof SignallingEvent.PeerLeft left) {
            events.add(new TransportEvent.PeerWithdrawn(new PeerId(left.id())));
        } else if (event instanceof SignallingEvent.Signal signal) {
            router.route(new PeerId(signal.sender()), signal.data());
        } else if (event instanceof SignallingEvent.IceServers relays) {
            engine.learn(Relays.usable(relays, complaints));
        } else if (event instanceof SignallingEvent.Complaint error) {
            router.undeliverable(error);
        }
        // A server that drains says so beforehand; what matters is its end.
    }

    private Optional<Connection> begin(Connection.Setup setup) {
        try {
            var connection = new Connection(setup, engine, inbox, config.limits(), rim);
            connections.add(connection);
            return Optional.of(connection);
        } catch (RuntimeException | Error e) {
            LOG.error("The WebRTC library made no connection", e);
            refuse(
                    setup.id(),
                    setup.remoteId(),
                    CloseReason.UNREACHABLE,
                    "the WebRTC library failed: " + NativePeer.onlyOrdinary(e));
            return Optional.empty();
        }
    }

    private void refuse(ConnectionId id, PeerId peer, CloseReason reason, String detail) {
        if (!closed) {
            rim.emit(new TransportEvent.ConnectionClosed(id, peer, reason, detail));
        }
    }

    private ConnectionId nextId() {
        lastConnectionId++;
        return new ConnectionId(lastConnectionId);
    }

    private long connectDeadlineNanos() {
        return nowNanos + config.connectTimeout().toNanos();
    }

    private @Nullable Connection connection(ConnectionId id) {
        for (int i = 0; i < connections.size(); i++) {
            if (connections.get(i).id().equals(id)) {
                return connections.get(i);
            }
        }
        return null;
    }

    private @Nullable PendingOffer offer(ConnectionId id) {
        for (int i = 0; i < offers.size(); i++) {
            if (offers.get(i).id().equals(id)) {
                return offers.get(i);
            }
        }
        return null;
    }

    /** What connections and signals may ask of this transport. */
    private final class Rim implements Connection.Rim, SignalRouter.NewOffers {
        @Override
        public long nowNanos() {
            return nowNanos;
        }

        @Override
        public boolean signal(PeerId to, PeerSignal signal) {
            return signallingUp && signaller.signal(to.value(), signal);
        }

        @Override
        public void emit(TransportEvent event) {
            events.add(event);
            inbox.wake();
        }

        @Override
        public void complain(String format, Object... arguments) {
            complaints.warn(format, arguments);
        }

        @Override
        public void forget(Connection connection) {
            connections.remove(connection);
        }

        @Override
        public void offered(PeerId from, SessionDescription offer) {
            if (offer.tag().flatMap(this::waiting).isPresent()) {
                LOG.debug("Ignored an offer of {} that waits for an answer already.", from);
                return;
            }
            long ofOnePeer = offers.stream()
                    .filter(waiting -> waiting.from().equals(from))
                    .count();
            if (ofOnePeer >= OFFERS_PER_PEER_MAX
                    || offers.size() >= config.limits().offers()) {
                LOG.debug("Dropped an offer of {}: {} of it wait, {} in all.", from, ofOnePeer, offers.size());
                return;
            }
            var id = nextId();
            offers.add(new PendingOffer(id, from, offer, connectDeadlineNanos(), random));
            emit(new TransportEvent.ConnectionOffered(id, from));
        }

        private Optional<PendingOffer> waiting(ConnectionTag tag) {
            return offers.stream().filter(offer -> offer.tag().equals(tag)).findFirst();
        }
    }
}
