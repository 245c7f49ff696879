package dev.muster.link;

import dev.muster.identity.Nonce;
import dev.muster.simulation.SimulatedPeer;
import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionDetails;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.TransportEvent;
import dev.muster.wire.Decoded;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.LinkMessage.Hello;
import dev.muster.wire.PeerJson;
import dev.muster.wire.PeerMessage;
import dev.muster.wire.RawJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A peer without rules: it says what a test wants, on connections that it makes or accepts, and keeps all it hears. */
final class RawPeer {
    private final SimulatedPeer machine;
    private final Map<ConnectionId, ConnectionDetails> open = new LinkedHashMap<>();
    private final Map<ConnectionId, CloseReason> closed = new LinkedHashMap<>();
    private final Map<ConnectionId, List<Payload>> heard = new LinkedHashMap<>();
    private boolean accepts;

    RawPeer(SimulatedPeer machine) {
        this.machine = machine;
        machine.run(Duration.ofMillis(100), (nanos, wall) -> {
            Optional<TransportEvent> next = machine.transport().poll(nanos);
            while (next.isPresent()) {
                hear(next.get());
                next = machine.transport().poll(nanos);
            }
        });
    }

    RawPeer accepts(boolean changed) {
        accepts = changed;
        return this;
    }

    PeerId id() {
        return machine.localId().orElseThrow();
    }

    ConnectionId connect(PeerId peer) {
        return machine.transport().connect(peer);
    }

    void close(ConnectionId connection) {
        machine.transport().closeConnection(connection);
    }

    List<ConnectionId> connections() {
        return List.copyOf(open.keySet());
    }

    boolean isOpen(ConnectionId connection) {
        return open.containsKey(connection) && !closed.containsKey(connection);
    }

    boolean isClosed(ConnectionId connection) {
        return closed.containsKey(connection);
    }

    SendOutcome send(ConnectionId connection, Channel channel, Payload payload) {
        return machine.transport().send(connection, channel, payload);
    }

    void say(ConnectionId connection, PeerMessage message) {
        say(connection, Payload.takeOver(PeerJson.encode(message).toByteArray()));
    }

    void say(ConnectionId connection, Payload payload) {
        send(connection, Channel.SYNC, payload);
    }

    /** What arrived on the channel for lobby sync. */
    List<Payload> heard(ConnectionId connection) {
        return heard.getOrDefault(connection, List.of());
    }

    <M extends PeerMessage> Optional<M> heard(ConnectionId connection, Class<M> kind) {
        return heard(connection).stream()
                .filter(payload -> payload.byteAt(0) == '{')
                .map(payload -> PeerJson.decode(RawJson.takeOver(payload.toByteArray())))
                .map(decoded ->
                        ((Decoded.Ok<Optional<PeerMessage>>) decoded).value().orElseThrow())
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }

    Optional<Farewell> farewell(ConnectionId connection) {
        return heard(connection, Farewell.class);
    }

    /** A greeting of {@code self} for this connection, as a peer with rules would make it. */
    Handshake handshake(ConnectionId connection, LocalPeer self) {
        return new Handshake(self, Objects.requireNonNull(open.get(connection)), new Nonce(new byte[Nonce.BYTES]));
    }

    /** Greets as a peer with rules would, and asks or chooses; the other side's hello must have arrived. */
    void greet(ConnectionId connection, LocalPeer self) {
        Hello theirs = heard(connection, Hello.class).orElseThrow();
        Handshake handshake = handshake(connection, self);
        say(connection, handshake.hello());
        say(connection, handshake.proof(theirs));
        String ours = self.actor().key().toHex();
        boolean weChoose = ours.compareTo(theirs.actor().key().toHex()) < 0;
        ControlFrame choice = weChoose
                ? ControlFrame.of(ControlFrame.Kind.RESUME_ACKNOWLEDGE, 0, 1)
                : ControlFrame.request(0, ControlFrame.Need.LOST);
        say(connection, choice.encode());
    }

    /** Answers all pings so far, as a peer with rules would have done. */
    void answerPings(ConnectionId connection) {
        heard(connection).stream()
                .flatMap(payload -> ControlFrame.decode(payload).stream())
                .filter(frame -> frame.kind() == ControlFrame.Kind.PING)
                .map(ping -> ControlFrame.of(ControlFrame.Kind.PONG, ping.timestamp(), ping.number()))
                .forEach(pong -> say(connection, pong.encode()));
    }

    private void hear(TransportEvent event) {
        if (event instanceof TransportEvent.ConnectionOffered offered && accepts) {
            machine.transport().accept(offered.connection());
        } else if (event instanceof TransportEvent.ConnectionOpened opened) {
            open.put(opened.connection(), opened.details());
        } else if (event instanceof TransportEvent.ConnectionClosed ended) {
            closed.put(ended.connection(), ended.reason());
        } else if (event instanceof TransportEvent.MessageReceived received && received.channel() == Channel.SYNC) {
            heard.computeIfAbsent(received.connection(), id -> new ArrayList<>())
                    .add(received.payload());
        }
    }
}
