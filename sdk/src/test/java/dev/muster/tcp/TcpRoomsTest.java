package dev.muster.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.muster.dial.Endpoint;
import dev.muster.transport.Fingerprint;
import dev.muster.transport.Party;
import dev.muster.transport.TransportEvent;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where something else listens than the directory that is looked for. */
@Timeout(180)
class TcpRoomsTest extends TcpTestBed {
    @Test
    void aMemberFindsItsOwnRoomAmongOthers() throws Exception {
        Party other = keeper("another session");
        Party own = keeper("this session");
        Party member = member("this session", other, own);
        await(() -> member.localId().isPresent());
        await(() -> own.events().contains(new TransportEvent.PeerAnnounced(member.id())));
        assertEquals(0, other.count(TransportEvent.PeerAnnounced.class));
        own.connect(member);
        await(() -> member.count(TransportEvent.ConnectionOpened.class) == 1);
    }

    @Test
    void aProgramThatListensAndSaysNothingOnlyCostsTime() throws Exception {
        try (var silent = new ServerSocket(0, 50, loopback())) {
            Party own = keeper("this session");
            Party member = party(TcpTransport.open(TcpConfig.joining(List.of(at(silent.getLocalPort()), at(own)))
                    .withRoom("this session")));
            await(() -> member.localId().isPresent());
        }
    }

    @Test
    void aProgramThatHangsUpOnlyCostsTime() throws Exception {
        try (var impolite = new ServerSocket(0, 50, loopback())) {
            var hangingUp = new Thread(() -> hangUp(impolite));
            hangingUp.start();
            Party own = keeper("this session");
            Party member = party(TcpTransport.open(TcpConfig.joining(List.of(at(impolite.getLocalPort()), at(own)))
                    .withRoom("this session")));
            await(() -> member.localId().isPresent());
        }
    }

    @Test
    void aRoomThatBeginsLaterIsFound() throws Exception {
        Party other = keeper("another session");
        int port = freePort();
        Party member = party(TcpTransport.open(
                TcpConfig.joining(List.of(at(other), at(port))).withRoom("this session")));
        await(() -> member.count(TransportEvent.SignallingLost.class) == 1);
        party(TcpTransport.open(
                TcpConfig.keepingDirectory().withRoom("this session").withBind(loopback(), port)));
        await(() -> member.localId().isPresent());
    }

    @Test
    void aProofHoldsForOneRoleOneRoomAndTwoCertificates() {
        Fingerprint one = Fingerprint.ofCertificate(new byte[] {1});
        Fingerprint two = Fingerprint.ofCertificate(new byte[] {2});
        UUID proof = new Room("a").memberProof(one, two);
        assertEquals(proof, new Room("a").memberProof(one, two));
        Set<UUID> others = Set.of(
                new Room("b").memberProof(one, two),
                new Room("a").memberProof(two, one),
                new Room("a").keeperProof(one, two));
        assertEquals(3, others.size());
        others.forEach(other -> assertNotEquals(proof, other));
    }

    private Party keeper(String room) throws IOException {
        return party(TcpTransport.open(TcpConfig.keepingDirectory().withRoom(room)));
    }

    private Party member(String room, Party... directories) throws IOException {
        List<Endpoint> endpoints =
                List.of(directories).stream().map(TcpRoomsTest::at).toList();
        return party(TcpTransport.open(TcpConfig.joining(endpoints).withRoom(room)));
    }

    private static Endpoint at(Party keeper) {
        return ((TcpTransport) keeper.transport()).endpoint();
    }

    private static Endpoint at(int port) {
        return Endpoint.of("tcp", loopback().getHostAddress(), port);
    }

    private static void hangUp(ServerSocket server) {
        try {
            while (true) {
                try (Socket one = server.accept()) {
                    one.getOutputStream().write('?');
                }
            }
        } catch (IOException closed) {
            // The test is over.
            return;
        }
    }
}
