package dev.muster.webrtc;

import dev.muster.wire.PeerSignal;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Leads everything between two peers of a {@link MemoryRoom} through a place where a test can lay hands on it: each
 * candidate is replaced by one of this detour. It can swallow what is encrypted, and let the questions of ICE pass, so
 * that a path answers over which nothing gets through.
 */
final class Detour implements AutoCloseable {
    private static final int DATAGRAM_BYTES_MAX = 2_048;

    /** The first byte of a DTLS record, by RFC 7983; STUN lies below. */
    private static final int DTLS_FIRST = 20;

    private static final int DTLS_LAST = 63;

    private final InetAddress address;
    private final Map<UUID, Gate> gates = new HashMap<>();
    private final List<DatagramSocket> sockets = new ArrayList<>();
    private volatile boolean swallows;

    Detour(InetAddress address) {
        this.address = address;
    }

    /** Where the others find one peer, and where that peer is. */
    private static final class Gate {
        final DatagramSocket socket;
        volatile Optional<SocketAddress> home = Optional.empty();

        Gate(DatagramSocket socket) {
            this.socket = socket;
        }
    }

    /** From now on nothing encrypted gets through, in no direction. */
    void swallow() {
        swallows = true;
    }

    /** To be given to {@link MemoryRoom#onTheWay}. There are two peers, and one connection between them. */
    Optional<MemoryRoom.Passing> lead(MemoryRoom.Passing passing) {
        if (!(passing.signal() instanceof PeerSignal.IceCandidate candidate)) {
            return Optional.of(passing);
        }
        String[] words = candidate.candidate().split(" ", -1);
        if (words[4].contains(":")) {
            return Optional.empty(); // One address is enough.
        }
        try {
            Gate gate = gate(passing.sender());
            gate(passing.receiver());
            gate.home = Optional.of(new InetSocketAddress(InetAddress.getByName(words[4]), Integer.parseInt(words[5])));
            words[4] = address.getHostAddress();
            words[5] = Integer.toString(gate.socket.getLocalPort());
            var led = new PeerSignal.IceCandidate(
                    String.join(" ", words), candidate.mid(), candidate.lineIndex(), candidate.usernameFragment());
            return Optional.of(new MemoryRoom.Passing(passing.sender(), passing.receiver(), led));
        } catch (IOException e) {
            throw new IllegalStateException("no way to lead " + candidate.candidate(), e);
        }
    }

    private Gate gate(UUID peer) throws IOException {
        Gate known = gates.get(peer);
        if (known != null) {
            return known;
        }
        var socket = new DatagramSocket(new InetSocketAddress(address, 0));
        sockets.add(socket);
        var gate = new Gate(socket);
        gates.put(peer, gate);
        if (gates.size() == 2) {
            List<Gate> both = List.copyOf(gates.values());
            carry(both.get(0), both.get(1));
            carry(both.get(1), both.get(0));
        }
        return gate;
    }

    /** What comes in at one gate is for the peer behind it, and seems to come from the other gate. */
    private void carry(Gate in, Gate out) {
        var thread = new Thread(() -> {
            var packet = new DatagramPacket(new byte[DATAGRAM_BYTES_MAX], DATAGRAM_BYTES_MAX);
            while (!in.socket.isClosed()) {
                try {
                    packet.setLength(DATAGRAM_BYTES_MAX);
                    in.socket.receive(packet);
                    int first = packet.getData()[0] & 0xFF;
                    boolean encrypted = first >= DTLS_FIRST && first <= DTLS_LAST;
                    Optional<SocketAddress> home = in.home;
                    if (home.isPresent() && !(swallows && encrypted)) {
                        out.socket.send(new DatagramPacket(packet.getData(), packet.getLength(), home.get()));
                    }
                } catch (IOException closed) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        sockets.forEach(DatagramSocket::close);
    }
}
