package dev.muster.simulation;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.ConnectionRole;
import dev.muster.transport.ConnectionStats;
import dev.muster.transport.Fingerprint;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.Transport;
import dev.muster.transport.TransportEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The transport of one simulated process. Virtual time drives it, so the time given to {@link #poll} is not needed: it
 * may be that of a wrong clock.
 */
final class SimulatedTransport implements Transport {
    /** Offers and connections together; more are refused with {@link CloseReason#LIMIT}. */
    static final int CONNECTIONS_MAX = 256;

    /** Offers that wait for an answer; one more and the oldest goes. */
    static final int OFFERS_MAX = 64;

    private final SimulatedNetwork network;
    private final SimulatedPeer peer;
    private final Fingerprint fingerprint;
    private final Queue<TransportEvent> inbox = new ArrayDeque<>();
    private final Map<ConnectionId, SimulatedConnection> connections = new LinkedHashMap<>();
    private Runnable hook = () -> {};
    private @Nullable PeerId localId;
    private long connectionsMade;
    private boolean drained = true;
    private boolean alive = true;
    private boolean signallingLostTold;

    SimulatedTransport(SimulatedNetwork network, SimulatedPeer peer, int incarnation) {
        this.network = network;
        this.peer = peer;
        String certificate = network.seed() + "/" + peer.name() + "/" + incarnation;
        this.fingerprint = Fingerprint.ofCertificate(certificate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<TransportEvent> poll(long nowNanos) {
        TransportEvent next = inbox.poll();
        if (next == null) {
            drained = true;
            return Optional.empty();
        }
        if (next instanceof TransportEvent.MessageReceived message) {
            SimulatedConnection connection = connections.get(message.connection());
            if (connection != null) {
                connection.read(message);
            }
        }
        return Optional.of(next);
    }

    /** Never: the simulation makes things happen by itself and then wakes the owner. */
    @Override
    public long nextDeadlineNanos() {
        return NO_DEADLINE;
    }

    @Override
    public void onWakeUp(Runnable replacement) {
        hook = replacement;
        if (!inbox.isEmpty()) {
            replacement.run();
        }
    }

    @Override
    public ConnectionId connect(PeerId to) {
        SimulatedConnection connection = newConnection(to, ConnectionRole.OFFERER);
        if (!alive) {
            return connection.id();
        }
        connections.put(connection.id(), connection);
        if (connections.size() > CONNECTIONS_MAX) {
            connection.close(CloseReason.LIMIT, "there are " + CONNECTIONS_MAX + " connections; close some first");
        } else if (localId == null) {
            connection.close(CloseReason.UNREACHABLE, "signalling is away; wait until it is restored");
        } else {
            connection.offer();
        }
        return connection.id();
    }

    @Override
    public void accept(ConnectionId id) {
        find(id).ifPresent(SimulatedConnection::accept);
    }

    @Override
    public SendOutcome send(ConnectionId id, Channel channel, Payload payload) {
        SimulatedConnection connection = connections.get(id);
        return connection == null ? SendOutcome.NOT_OPEN : connection.send(channel, payload);
    }

    @Override
    public int bufferedBytes(ConnectionId id, Channel channel) {
        SimulatedConnection connection = connections.get(id);
        return connection == null ? 0 : connection.bufferedBytes(channel);
    }

    @Override
    public Optional<ConnectionStats> stats(ConnectionId id) {
        return find(id).flatMap(SimulatedConnection::stats);
    }

    @Override
    public boolean restartIce(ConnectionId id) {
        return localId != null && find(id).map(SimulatedConnection::restartIce).orElse(false);
    }

    @Override
    public void rebind(ConnectionId id, PeerId to) {
        find(id).ifPresent(connection -> connection.rebind(to));
    }

    @Override
    public void closeConnection(ConnectionId id) {
        find(id).ifPresent(connection -> {
            connection.sayGoodbye();
            connection.close(CloseReason.LOCAL, "closed by this side");
        });
    }

    @Override
    public void close() {
        if (!alive) {
            return;
        }
        network.note(peer.name(), "leaves");
        connections.values().forEach(SimulatedConnection::sayGoodbye);
        die();
        network.conditionsChanged();
    }

    Optional<PeerId> localId() {
        return Optional.ofNullable(localId);
    }

    SimulatedPeer peer() {
        return peer;
    }

    SimulatedNetwork network() {
        return network;
    }

    Fingerprint fingerprint() {
        return fingerprint;
    }

    /** Whether the process exists; it may be asleep. */
    boolean alive() {
        return alive;
    }

    /** Whether the process exists and runs. */
    boolean running() {
        return alive && peer.running();
    }

    void joinSignalling() {
        network.signalling().join(this);
    }

    /** The process ends without a word. */
    void die() {
        alive = false;
        inbox.clear();
        new ArrayList<>(connections.values()).forEach(SimulatedConnection::die);
        connections.clear();
        network.signalling().leave(this);
        localId = null;
    }

    void breakRoutes() {
        connections.values().forEach(connection -> connection.association().breakRoute());
    }

    void networkChanged() {
        emit(new TransportEvent.NetworkChanged());
    }

    void forget(SimulatedConnection connection) {
        connections.remove(connection.id());
    }

    void signallingJoined(PeerId assigned) {
        if (signallingLostTold) {
            signallingLostTold = false;
            emit(new TransportEvent.SignallingRestored());
        }
        if (!assigned.equals(localId)) {
            localId = assigned;
            emit(new TransportEvent.LocalIdAssigned(assigned));
        }
    }

    void signallingLost(String detail, Duration retryIn) {
        localId = null;
        if (!signallingLostTold) {
            signallingLostTold = true;
            emit(new TransportEvent.SignallingLost(detail, Optional.of(retryIn)));
        }
    }

    void onSignal(Signal signal) {
        switch (signal.kind()) {
            case ANNOUNCE -> emit(new TransportEvent.PeerAnnounced(signal.from()));
            case WITHDRAW -> emit(new TransportEvent.PeerWithdrawn(signal.from()));
            case OFFER -> offered(signal);
            case ANSWER -> signal.association().ifPresent(association -> association.onAnswer(this, signal));
            case RESTART_OFFER -> signal.association().ifPresent(association -> association.onRestartOffer(this));
            case RESTART_ANSWER -> signal.association().ifPresent(association -> association.onRestartAnswer(this));
        }
    }

    void emit(TransportEvent event) {
        if (!alive) {
            return;
        }
        inbox.add(event);
        if (drained) {
            drained = false;
            hook.run();
            peer.wakeProgram();
        }
    }

    private void offered(Signal signal) {
        makeRoomForAnOffer(signal.from());
        SimulatedConnection connection = newConnection(signal.from(), ConnectionRole.ANSWERER);
        connections.put(connection.id(), connection);
        connection.offered(signal);
        emit(new TransportEvent.ConnectionOffered(connection.id(), signal.from()));
        if (connections.size() > CONNECTIONS_MAX) {
            connection.close(CloseReason.LIMIT, "there are " + CONNECTIONS_MAX + " connections; close some first");
        }
    }

    /** A peer that offers too often loses its own oldest offer; only a crowd of peers costs somebody else's. */
    private void makeRoomForAnOffer(PeerId from) {
        List<SimulatedConnection> waiting = connections.values().stream()
                .filter(SimulatedConnection::waitsForAccept)
                .toList();
        List<SimulatedConnection> ofOnePeer = waiting.stream()
                .filter(connection -> connection.peer().equals(from))
                .toList();
        if (ofOnePeer.size() >= OFFERS_PER_PEER_MAX) {
            ofOnePeer.get(0).close(CloseReason.LIMIT, "more than " + OFFERS_PER_PEER_MAX + " offers of this peer wait");
        } else if (waiting.size() >= OFFERS_MAX) {
            waiting.get(0)
                    .close(CloseReason.LIMIT, "more than " + OFFERS_MAX + " offers wait; accept or refuse them sooner");
        }
    }

    private SimulatedConnection newConnection(PeerId to, ConnectionRole role) {
        return new SimulatedConnection(this, new ConnectionId(++connectionsMade), to, role);
    }

    private Optional<SimulatedConnection> find(ConnectionId id) {
        return Optional.ofNullable(connections.get(id));
    }
}
