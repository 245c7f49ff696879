package dev.muster.simulation;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionDetails;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.ConnectionRole;
import dev.muster.transport.ConnectionStats;
import dev.muster.transport.Fingerprint;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.Route;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.Transport;
import dev.muster.transport.TransportEvent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One side of a connection. The two sides share an {@link Association} and may disagree about whether it lives. */
final class SimulatedConnection {
    /** What may lie unread here before the network holds back the rest. */
    static final int UNREAD_BYTES_MAX = 1024 * 1024;

    private static final Route ROUTE = new Route(Route.Kind.DIRECT, Route.Protocol.SIMULATED);

    private enum State {
        OFFERING,
        OFFERED,
        CONNECTING,
        OPEN,
        CLOSED
    }

    private final SimulatedTransport owner;
    private final ConnectionId id;
    private final ConnectionRole role;
    private State state;
    private PeerId peer;
    private Association association;
    private @Nullable Fingerprint announcedFingerprint;
    /** One per channel, in the order of their ids; empty until both sides are known. */
    private List<Pipe> pipes = List.of();

    private int unreadBytes;
    private long messagesSent;
    private long messagesReceived;
    private long bytesSent;
    private long bytesReceived;

    SimulatedConnection(SimulatedTransport owner, ConnectionId id, PeerId peer, ConnectionRole role) {
        this.owner = owner;
        this.id = id;
        this.peer = peer;
        this.role = role;
        this.state = role == ConnectionRole.OFFERER ? State.OFFERING : State.OFFERED;
        this.association = new Association(owner.network(), this);
    }

    ConnectionId id() {
        return id;
    }

    PeerId peer() {
        return peer;
    }

    SimulatedTransport owner() {
        return owner;
    }

    Association association() {
        return association;
    }

    Fingerprint localFingerprint() {
        return owner.fingerprint();
    }

    String name() {
        return owner.peer().name();
    }

    boolean waitsForAccept() {
        return state == State.OFFERED;
    }

    boolean offering() {
        return state == State.OFFERING;
    }

    boolean connecting() {
        return state == State.CONNECTING;
    }

    boolean open() {
        return state == State.OPEN;
    }

    /** Whether packets that reach the machine reach this connection. */
    boolean receives() {
        return owner.running() && (state == State.CONNECTING || state == State.OPEN);
    }

    void offer() {
        owner.network().signalling().send(owner, Signal.Kind.OFFER, this);
        closeUnlessOpenInTime();
    }

    void offered(Signal signal) {
        signal.association().ifPresent(shared -> association = shared);
        announcedFingerprint = signal.fingerprint().orElse(null);
        closeUnlessOpenInTime();
    }

    void accept() {
        if (state != State.OFFERED) {
            return;
        }
        state = State.CONNECTING;
        if (association.offerer() != this) {
            pipes = association.pipesFrom(this, association.offerer());
            owner.network().signalling().send(owner, Signal.Kind.ANSWER, this);
        }
    }

    /** The offerer learns who answered. */
    void answered(SimulatedConnection answerer, Signal answer) {
        state = State.CONNECTING;
        announcedFingerprint = answer.fingerprint().orElse(null);
        pipes = association.pipesFrom(this, answerer);
    }

    /** Whether the other side shows the certificate that signalling announced; a swapped one never opens. */
    boolean trusts(SimulatedConnection other) {
        Fingerprint announced = announcedFingerprint;
        return announced != null && announced.equals(other.localFingerprint());
    }

    void opened(SimulatedConnection other) {
        if (state != State.CONNECTING) {
            return;
        }
        state = State.OPEN;
        owner.network().note(name(), "opened " + id + " to " + other.name());
        owner.emit(new TransportEvent.ConnectionOpened(
                id,
                new ConnectionDetails(
                        peer, role, localFingerprint(), other.localFingerprint(), Channel.MESSAGE_BYTES_MAX)));
    }

    SendOutcome send(Channel channel, Payload payload) {
        if (state != State.OPEN) {
            return SendOutcome.NOT_OPEN;
        }
        if (payload.isEmpty()) {
            return SendOutcome.EMPTY;
        }
        if (payload.size() > Channel.MESSAGE_BYTES_MAX) {
            return SendOutcome.TOO_LARGE;
        }
        if (!pipes.get(channel.id()).send(payload)) {
            return SendOutcome.FULL;
        }
        messagesSent++;
        bytesSent += payload.size();
        return SendOutcome.TAKEN;
    }

    int bufferedBytes(Channel channel) {
        return state == State.OPEN ? pipes.get(channel.id()).bufferedBytes() : 0;
    }

    /** Whether a message of this size still fits beside what lies unread. */
    boolean hasRoomFor(int bytes) {
        return unreadBytes == 0 || unreadBytes + bytes <= UNREAD_BYTES_MAX;
    }

    void deliver(Channel channel, Payload payload) {
        unreadBytes += payload.size();
        owner.emit(new TransportEvent.MessageReceived(id, channel, payload));
    }

    void read(TransportEvent.MessageReceived message) {
        unreadBytes -= message.payload().size();
        messagesReceived++;
        bytesReceived += message.payload().size();
    }

    Optional<ConnectionStats> stats() {
        return state == State.OPEN
                ? Optional.of(new ConnectionStats(ROUTE, messagesSent, messagesReceived, bytesSent, bytesReceived))
                : Optional.empty();
    }

    boolean restartIce() {
        if (state != State.OPEN) {
            return false;
        }
        owner.network().note(name(), "restarts ICE on " + id);
        owner.network().signalling().send(owner, Signal.Kind.RESTART_OFFER, this);
        return true;
    }

    void rebind(PeerId changed) {
        peer = changed;
    }

    /** One packet that says that this side closes; it may be lost, and the other side is then half open. */
    void sayGoodbye() {
        if (state == State.CONNECTING || state == State.OPEN) {
            association.packet(this, other -> other.close(CloseReason.PEER, "closed by the other side"));
        }
    }

    void close(CloseReason reason, String detail) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        owner.network().note(name(), "closed " + id + ": " + reason);
        owner.forget(this);
        owner.emit(new TransportEvent.ConnectionClosed(id, peer, reason, detail));
        association.changed();
        if (association.over()) {
            owner.network().unwatch(association);
        }
    }

    /** The process ended. */
    void die() {
        state = State.CLOSED;
    }

    private void closeUnlessOpenInTime() {
        owner.network().queue().after(Transport.CONNECT_TIMEOUT.toNanos(), () -> {
            if (state != State.OPEN && state != State.CLOSED && owner.alive()) {
                owner.peer().whenRunning(() -> timeOut());
            }
        });
    }

    private void timeOut() {
        if (state != State.OPEN) {
            String detail = "not open within " + Transport.CONNECT_TIMEOUT.toSeconds() + " s; is the peer there?";
            close(CloseReason.TIMED_OUT, detail);
        }
    }
}
