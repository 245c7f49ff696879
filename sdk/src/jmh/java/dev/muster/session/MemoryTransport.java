package dev.muster.session;

import dev.muster.transport.Channel;
import dev.muster.transport.ConnectionDetails;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.ConnectionRole;
import dev.muster.transport.ConnectionStats;
import dev.muster.transport.Fingerprint;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.Transport;
import dev.muster.transport.TransportEvent;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;

/**
 * Guests around one host, in one thread: what is sent lies in the other's inbox at once. It costs next to nothing, so
 * that what is measured over it is the session. Both ends of a connection know it by the same number.
 */
final class MemoryTransport implements Transport {
    /** As much as a connection holds back before {@link dev.muster.link} lets documents wait. */
    private static final int HELD_BYTES = Channel.SYNC.bufferBytesMax();

    private final Room room;
    private final PeerId self;
    private final Queue<TransportEvent> inbox = new ArrayDeque<>();
    private final Map<ConnectionId, MemoryTransport> ends = new HashMap<>();
    private boolean held;
    private long syncBytesReceived;

    /** Where they meet: the first who comes is the host, to whom everybody else is announced. */
    static final class Room {
        private Optional<MemoryTransport> host = Optional.empty();
        private final Map<PeerId, MemoryTransport> members = new HashMap<>();
        private long connections;

        MemoryTransport enter() {
            var entered = new MemoryTransport(this, new PeerId(new UUID(0, members.size() + 1)));
            members.put(entered.self, entered);
            entered.inbox.add(new TransportEvent.LocalIdAssigned(entered.self));
            host.ifPresent(one -> one.inbox.add(new TransportEvent.PeerAnnounced(entered.self)));
            host = host.or(() -> Optional.of(entered));
            return entered;
        }
    }

    private MemoryTransport(Room room, PeerId self) {
        this.room = room;
        this.self = self;
    }

    /** Lets nothing but control frames through to this side, as a network does that has stalled; or all of it again. */
    void hold(boolean wanted) {
        held = wanted;
        if (!wanted) {
            ends.forEach((connection, other) ->
                    other.inbox.add(new TransportEvent.ChannelWritable(connection, Channel.SYNC)));
        }
    }

    /** What came on the channel for lobby sync. */
    long syncBytesReceived() {
        return syncBytesReceived;
    }

    @Override
    public Optional<TransportEvent> poll(long nowNanos) {
        return Optional.ofNullable(inbox.poll());
    }

    @Override
    public long nextDeadlineNanos() {
        return NO_DEADLINE;
    }

    /** Everybody is polled in turn; nobody waits. */
    @Override
    public void onWakeUp(Runnable hook) {
        hook.run();
    }

    @Override
    public ConnectionId connect(PeerId peer) {
        var connection = new ConnectionId(++room.connections);
        MemoryTransport other = Objects.requireNonNull(room.members.get(peer), "nobody is there");
        ends.put(connection, other);
        other.ends.put(connection, this);
        other.inbox.add(new TransportEvent.ConnectionOffered(connection, self));
        return connection;
    }

    @Override
    public void accept(ConnectionId connection) {
        MemoryTransport other = otherEnd(connection);
        inbox.add(opened(connection, other, ConnectionRole.ANSWERER));
        other.inbox.add(other.opened(connection, this, ConnectionRole.OFFERER));
    }

    private TransportEvent opened(ConnectionId connection, MemoryTransport other, ConnectionRole role) {
        var details =
                new ConnectionDetails(other.self, role, fingerprint(), other.fingerprint(), Channel.MESSAGE_BYTES_MAX);
        return new TransportEvent.ConnectionOpened(connection, details);
    }

    private Fingerprint fingerprint() {
        return Fingerprint.ofCertificate(Payload.ofUtf8(self.toString()).toByteArray());
    }

    @Override
    public SendOutcome send(ConnectionId connection, Channel channel, Payload payload) {
        MemoryTransport other = otherEnd(connection);
        if (other.held && channel == Channel.SYNC) {
            return SendOutcome.FULL;
        }
        if (channel == Channel.SYNC) {
            other.syncBytesReceived += payload.size();
        }
        other.inbox.add(new TransportEvent.MessageReceived(connection, channel, payload));
        return SendOutcome.TAKEN;
    }

    @Override
    public int bufferedBytes(ConnectionId connection, Channel channel) {
        return otherEnd(connection).held && channel == Channel.SYNC ? HELD_BYTES : 0;
    }

    @Override
    public Optional<ConnectionStats> stats(ConnectionId connection) {
        return Optional.empty();
    }

    @Override
    public boolean restartIce(ConnectionId connection) {
        return false;
    }

    /** Ids stay here. */
    @Override
    public void rebind(ConnectionId connection, PeerId peer) {
        PeerId there = otherEnd(connection).self;
        if (!there.equals(peer)) {
            throw new IllegalStateException(connection + " leads to " + there + ", not " + peer);
        }
    }

    private MemoryTransport otherEnd(ConnectionId connection) {
        return Objects.requireNonNull(ends.get(connection), "no such connection");
    }

    /** A benchmark in which a connection ends has measured something else. */
    @Override
    public void closeConnection(ConnectionId connection) {
        throw new IllegalStateException(self + " closes " + connection);
    }

    @Override
    public void close() {
        room.members.remove(self);
    }
}
