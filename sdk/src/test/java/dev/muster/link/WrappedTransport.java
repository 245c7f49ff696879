package dev.muster.link;

import dev.muster.transport.Channel;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.ConnectionStats;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.Transport;
import dev.muster.transport.TransportEvent;
import java.util.Optional;

/** A transport that passes everything on; tests change what they want to be otherwise. */
class WrappedTransport implements Transport {
    private final Transport inner;
    private long connectionsMade;

    WrappedTransport(Transport inner) {
        this.inner = inner;
    }

    /** What the owner sees of an event. */
    TransportEvent incoming(TransportEvent event) {
        return event;
    }

    /** What is sent instead of a message. */
    Payload outgoing(Channel channel, Payload payload) {
        return payload;
    }

    /** How many connections this side dialled or accepted. */
    long connectionsMade() {
        return connectionsMade;
    }

    @Override
    public Optional<TransportEvent> poll(long nowNanos) {
        return inner.poll(nowNanos).map(this::incoming);
    }

    @Override
    public long nextDeadlineNanos() {
        return inner.nextDeadlineNanos();
    }

    @Override
    public void onWakeUp(Runnable hook) {
        inner.onWakeUp(hook);
    }

    @Override
    public ConnectionId connect(PeerId peer) {
        connectionsMade++;
        return inner.connect(peer);
    }

    @Override
    public void accept(ConnectionId connection) {
        connectionsMade++;
        inner.accept(connection);
    }

    @Override
    public SendOutcome send(ConnectionId connection, Channel channel, Payload payload) {
        return inner.send(connection, channel, outgoing(channel, payload));
    }

    @Override
    public int bufferedBytes(ConnectionId connection, Channel channel) {
        return inner.bufferedBytes(connection, channel);
    }

    @Override
    public Optional<ConnectionStats> stats(ConnectionId connection) {
        return inner.stats(connection);
    }

    @Override
    public boolean restartIce(ConnectionId connection) {
        return inner.restartIce(connection);
    }

    @Override
    public void rebind(ConnectionId connection, PeerId peer) {
        inner.rebind(connection, peer);
    }

    @Override
    public void closeConnection(ConnectionId connection) {
        inner.closeConnection(connection);
    }

    @Override
    public void close() {
        inner.close();
    }
}
