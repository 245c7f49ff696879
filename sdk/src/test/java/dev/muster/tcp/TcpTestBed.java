package dev.muster.tcp;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.Party;
import dev.muster.transport.TransportEvent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** A few parties on real sockets, and the moves that tests make with them. */
abstract class TcpTestBed {
    final TcpFixture fixture = new TcpFixture(TcpFixture.PATIENCE);
    final List<Party> parties = new ArrayList<>();
    final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        parties.forEach(Party::close);
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    /**
     * A port that nobody listens on, and that is below those that the system gives to outgoing connections: between two
     * directories on one port nobody may take it by accident.
     */
    static int freePort() throws IOException {
        for (int port = 20_000 + (int) (ProcessHandle.current().pid() % 10_000); port < 32_000; port++) {
            try (var socket = new ServerSocket(port, 1, loopback())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // Another test has it; the next one will do.
            }
        }
        throw new IOException("no port between 20,000 and 32,000 is free");
    }

    static long descriptors() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0;
    }

    Party party(TcpTransport transport) {
        var party = new Party(transport, fixture::nowNanos);
        parties.add(party);
        return party;
    }

    ConnectionId connect(Party one, Party two) {
        await(() -> one.localId().isPresent() && two.localId().isPresent());
        await(() -> one.count(TransportEvent.PeerAnnounced.class) > 0);
        ConnectionId there = one.connect(two);
        await(() ->
                one.details(there).isPresent() && !two.connectionsTo(one.id()).isEmpty());
        return there;
    }

    void await(BooleanSupplier condition) {
        boolean held = fixture.await(() -> {
            parties.forEach(Party::poll);
            return condition.getAsBoolean();
        });
        Optional<List<TransportEvent>> last =
                parties.stream().map(Party::events).reduce((first, second) -> second);
        assertTrue(held, () -> "waited in vain; the last party heard " + last);
        assertFalse(parties.isEmpty());
    }
}
