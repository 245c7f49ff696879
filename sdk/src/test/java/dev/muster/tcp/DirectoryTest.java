package dev.muster.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.Fingerprint;
import dev.muster.transport.PeerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The directory with sockets over which nobody says anything. */
class DirectoryTest {
    private final List<Word> told = new ArrayList<>();
    private final TlsIdentity identity = TlsIdentity.create(new SecureRandom());
    private final Room room = new Room("here");
    private final Directory directory = new Directory(peer(1_000_000), identity.fingerprint(), room, told::add);
    private final List<Socket> sockets = new ArrayList<>();
    private final ServerSocket server = listening();

    @BeforeEach
    void fill() throws IOException {
        for (int i = 0; i < Directory.MEMBERS_MAX; i++) {
            directory.join(socket(), identity.fingerprint(), join(peer(i), room));
        }
        assertEquals(Directory.MEMBERS_MAX, told.size());
        told.clear();
    }

    @AfterEach
    void end() throws IOException {
        directory.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @Test
    void oneMemberTooManyIsSentAway() throws Exception {
        directory.join(socket(), identity.fingerprint(), join(peer(Directory.MEMBERS_MAX), room));
        assertEquals(List.of(), told);
        assertTrue(sockets.get(sockets.size() - 1).isClosed());
    }

    @Test
    void aMemberThatComesBackFindsItsPlaceAlsoWhenAllAreTaken() throws Exception {
        directory.join(socket(), identity.fingerprint(), join(peer(7), room));
        assertEquals(List.of(new Word.Withdraw(peer(7)), new Word.Announce(peer(7))), told);
        assertTrue(sockets.get(7).isClosed(), "its old line");
    }

    @Test
    void nobodyElseFindsThatPlace() throws Exception {
        Fingerprint another = Fingerprint.ofCertificate(new byte[] {1});
        UUID proof = room.memberProof(identity.fingerprint(), another);
        directory.join(socket(), another, new Word.Join(peer(7), proof));
        assertEquals(List.of(), told);
        assertTrue(sockets.get(sockets.size() - 1).isClosed());
    }

    @Test
    void aMemberOfAnotherRoomIsSentAwayAlsoIfItWasHereBefore() throws Exception {
        directory.join(socket(), identity.fingerprint(), join(peer(7), new Room("elsewhere")));
        assertEquals(List.of(), told);
        assertTrue(sockets.get(sockets.size() - 1).isClosed());
    }

    @Test
    void whoWasGoneBeforeItWasLetInHoldsNoPlace() throws Exception {
        var fresh = new Directory(peer(1_000_000), identity.fingerprint(), room, told::add);
        for (int i = 0; i < Directory.MEMBERS_MAX; i++) {
            FramedSocket gone = socket();
            gone.closeNow();
            fresh.join(gone, identity.fingerprint(), join(peer(i), room));
        }
        assertEquals(List.of(), told);
        fresh.join(socket(), identity.fingerprint(), join(peer(999), room));
        assertEquals(List.of(new Word.Announce(peer(999))), told);
        fresh.close();
    }

    @Test
    void oneOtherMachineCannotTakeAllPlaces() throws Exception {
        var fresh = new Directory(peer(1_000_000), identity.fingerprint(), room, told::add);
        InetAddress greedy = InetAddress.getByName("192.0.2.1");
        for (int i = 0; i <= Directory.MEMBERS_PER_ADDRESS_MAX; i++) {
            fresh.join(socketFrom(greedy), identity.fingerprint(), join(peer(i), room));
        }
        assertEquals(Directory.MEMBERS_PER_ADDRESS_MAX, told.size());
        assertTrue(sockets.get(sockets.size() - 1).isClosed());
        fresh.join(socketFrom(greedy), identity.fingerprint(), join(peer(0), room));
        assertFalse(sockets.get(sockets.size() - 1).isClosed(), "who comes back finds its place");
        fresh.join(socketFrom(InetAddress.getByName("192.0.2.2")), identity.fingerprint(), join(peer(999), room));
        assertEquals(new Word.Announce(peer(999)), told.get(told.size() - 1));
        fresh.close();
    }

    private Word.Join join(PeerId peer, Room known) {
        return new Word.Join(peer, known.memberProof(identity.fingerprint(), identity.fingerprint()));
    }

    private FramedSocket socket() throws IOException {
        return framed(new Socket(server.getInetAddress(), server.getLocalPort()));
    }

    private FramedSocket socketFrom(InetAddress made) throws IOException {
        return framed(new SocketFrom(made, server));
    }

    private FramedSocket framed(Socket plain) throws IOException {
        sockets.add(plain);
        server.accept().close();
        return FramedSocket.over(plain, true, identity, new Deaf(), new Deaf());
    }

    private static ServerSocket listening() {
        try {
            return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PeerId peer(int number) {
        return new PeerId(new UUID(7, number));
    }

    /** Neither runs nor hears anything: these sockets are never started. */
    private static final class Deaf implements FramedSocket.Owner, FramedSocket.Handler {
        @Override
        public void later(Runnable task) {
            throw new IllegalStateException("a socket that was not started has nothing to say");
        }

        @Override
        public void after(int millis, Runnable task) {
            // A farewell that nobody hears needs no end.
        }

        @Override
        public int timeoutMillis() {
            return 1;
        }

        @Override
        public void onSecured(Fingerprint remote) {
            throw new IllegalStateException("nobody speaks here");
        }

        @Override
        public void onFrame(Frame frame) {
            throw new IllegalStateException("nobody speaks here");
        }

        @Override
        public void onWritable(Channel channel) {
            throw new IllegalStateException("nobody speaks here");
        }

        @Override
        public void onClosed(CloseReason reason, String detail) {
            throw new IllegalStateException("nobody speaks here");
        }
    }
}
