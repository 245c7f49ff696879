package dev.muster.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** One transport under test with everything it ever reported. Checks the grammar of events as they come. */
public final class Party implements AutoCloseable {
    private final Transport transport;
    private final LongSupplier nowNanos;
    private final List<TransportEvent> events = new ArrayList<>();
    private final Set<ConnectionId> known = new HashSet<>();
    private final Map<ConnectionId, ConnectionDetails> open = new HashMap<>();
    private final Set<ConnectionId> closed = new HashSet<>();
    private boolean accepting = true;

    public Party(Transport transport, LongSupplier nowNanos) {
        this.transport = transport;
        this.nowNanos = nowNanos;
    }

    public Transport transport() {
        return transport;
    }

    /** Whether offers are accepted as they come; true at first. */
    public void accepting(boolean changed) {
        accepting = changed;
    }

    public void poll() {
        Optional<TransportEvent> next = transport.poll(nowNanos.getAsLong());
        while (next.isPresent()) {
            TransportEvent event = next.get();
            checkGrammar(event);
            events.add(event);
            if (accepting && event instanceof TransportEvent.ConnectionOffered offered) {
                transport.accept(offered.connection());
            }
            next = transport.poll(nowNanos.getAsLong());
        }
    }

    public List<TransportEvent> events() {
        return events;
    }

    public <E extends TransportEvent> List<E> events(Class<E> kind) {
        return stream(kind).toList();
    }

    public Optional<PeerId> localId() {
        return stream(TransportEvent.LocalIdAssigned.class)
                .map(TransportEvent.LocalIdAssigned::localId)
                .reduce((first, second) -> second);
    }

    public PeerId id() {
        return localId().orElseThrow(() -> new AssertionError("no id was assigned: " + events));
    }

    public ConnectionId connect(Party other) {
        return connect(other.id());
    }

    public ConnectionId connect(PeerId other) {
        ConnectionId connection = transport.connect(other);
        assertTrue(known.add(connection), "a connection id is never used twice");
        return connection;
    }

    /** The open connections to a peer, oldest first. */
    public List<ConnectionId> connectionsTo(PeerId peer) {
        return open.entrySet().stream()
                .filter(entry -> entry.getValue().peer().equals(peer))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    public Optional<ConnectionDetails> details(ConnectionId connection) {
        return Optional.ofNullable(open.get(connection));
    }

    public Optional<TransportEvent.ConnectionClosed> closed(ConnectionId connection) {
        return stream(TransportEvent.ConnectionClosed.class)
                .filter(event -> event.connection().equals(connection))
                .findFirst();
    }

    public List<Payload> received(ConnectionId connection, Channel channel) {
        return stream(TransportEvent.MessageReceived.class)
                .filter(event -> event.connection().equals(connection) && event.channel() == channel)
                .map(TransportEvent.MessageReceived::payload)
                .toList();
    }

    public long count(Class<? extends TransportEvent> kind) {
        return stream(kind).count();
    }

    @Override
    public void close() {
        transport.close();
    }

    private <E extends TransportEvent> Stream<E> stream(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }

    private void checkGrammar(TransportEvent event) {
        if (event instanceof TransportEvent.ConnectionOffered offered) {
            assertTrue(known.add(offered.connection()), () -> "a connection id is never used twice: " + event);
        } else if (event instanceof TransportEvent.ConnectionOpened opened) {
            requireAlive(opened.connection(), event);
            assertEquals(null, open.put(opened.connection(), opened.details()), () -> "opened twice: " + event);
        } else if (event instanceof TransportEvent.ConnectionClosed ended) {
            requireAlive(ended.connection(), event);
            closed.add(ended.connection());
            open.remove(ended.connection());
        } else if (event instanceof TransportEvent.MessageReceived message) {
            requireOpen(message.connection(), event);
        } else if (event instanceof TransportEvent.ChannelWritable writable) {
            requireOpen(writable.connection(), event);
        } else if (event instanceof TransportEvent.ReachabilityChanged changed) {
            requireOpen(changed.connection(), event);
        } else if (event instanceof TransportEvent.RouteChanged changed) {
            requireOpen(changed.connection(), event);
        }
    }

    private void requireAlive(ConnectionId connection, TransportEvent event) {
        assertTrue(known.contains(connection), () -> "a connection that nobody began: " + event);
        assertTrue(!closed.contains(connection), () -> "something came after the end: " + event);
    }

    private void requireOpen(ConnectionId connection, TransportEvent event) {
        requireAlive(connection, event);
        assertTrue(open.containsKey(connection), () -> "something came before the connection was open: " + event);
    }
}
