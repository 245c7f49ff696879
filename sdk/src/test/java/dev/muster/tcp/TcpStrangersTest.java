package dev.muster.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.Fingerprint;
import dev.muster.transport.Party;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.TransportEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who dials in and means no good. */
@Timeout(180)
class TcpStrangersTest extends TcpTestBed {
    @Test
    void strangersThatSayNothingAreShownOutAndTheirNumberIsBounded() throws Exception {
        TcpTransport host = TcpTransport.open(TcpConfig.keepingDirectory().withConnectTimeout(Duration.ofSeconds(2)));
        fixture.join(host);
        Party party = party(host);
        for (int i = 0; i < 2 * Strangers.STRANGERS_MAX; i++) {
            sockets.add(new Socket(loopback(), host.port()));
        }
        for (Socket socket : sockets) {
            socket.setSoTimeout((int) TcpFixture.PATIENCE.toMillis());
            // The end of the stream, or a reset: in any case it does not stay open.
            assertTrue(ended(socket), "a stranger was left standing");
        }
        Party guest = party(fixture.newPeer());
        await(() -> guest.localId().isPresent());
        await(() -> party.count(TransportEvent.PeerAnnounced.class) == 1);
    }

    @Test
    void oneOtherMachineCannotKeepEverybodyElseFromTheDoor() throws Exception {
        var strangers = new Strangers(fixture.newPeer());
        try (var server = new ServerSocket(0, Strangers.STRANGERS_MAX, loopback())) {
            InetAddress greedy = InetAddress.getByName("192.0.2.1");
            for (int i = 0; i < Strangers.STRANGERS_PER_ADDRESS_MAX; i++) {
                assertFalse(arriving(strangers, greedy, server).isClosed());
            }
            Socket first = sockets.get(0);
            assertTrue(arriving(strangers, greedy, server).isClosed());
            assertFalse(arriving(strangers, InetAddress.getByName("192.0.2.2"), server)
                    .isClosed());
            assertFalse(arriving(strangers, loopback(), server).isClosed());
            assertFalse(first.isClosed());
            strangers.close();
            for (Socket socket : sockets) {
                assertTrue(socket.isClosed());
            }
        }
    }

    private Socket arriving(Strangers strangers, InetAddress from, ServerSocket server) throws IOException {
        var socket = new SocketFrom(from, server);
        sockets.add(socket);
        strangers.arrived(socket);
        return socket;
    }

    @Test
    void aStrangerThatSpeaksNonsenseIsClosedAndNobodyElseNotices() throws Exception {
        TcpTransport host = fixture.newPeer();
        Party party = party(host);
        Party guest = party(fixture.newPeer());
        ConnectionId there = connect(party, guest);
        for (byte[] nonsense : List.of(
                new byte[] {99, 0, 0, 0, 0},
                new byte[] {0, 0, 0, 0, 1, 1},
                new byte[] {17, 0, 0, 0, 1, 1},
                new byte[] {24, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff},
                new Word.Claim(new UUID(1, 1)).frame().payload().toByteArray())) {
            SSLSocket stranger = secured(host.port(), true);
            stranger.getOutputStream().write(nonsense);
            stranger.getOutputStream().flush();
            awaitEnd(stranger);
        }
        assertEquals(SendOutcome.TAKEN, host.send(there, Channel.SYNC, Payload.ofUtf8("unharmed")));
        await(() -> guest.count(TransportEvent.MessageReceived.class) == 1);
        assertEquals(1, party.count(TransportEvent.PeerAnnounced.class));
    }

    @Test
    void anOffererThatShowsAnotherCertificateThanItAnnouncedIsNotTalkedTo() throws Exception {
        TcpTransport host = fixture.newPeer();
        Party party = party(host);
        TlsIdentity real = TlsIdentity.create(new SecureRandom());
        try (var server = real.context().getServerSocketFactory().createServerSocket(0, 1, loopback())) {
            var liar = new PeerId(new UUID(6, 6));
            SSLSocket member = secured(host.port(), true);
            join(member, liar);
            await(() -> party.count(TransportEvent.PeerAnnounced.class) == 1);
            Fingerprint announced = Fingerprint.ofCertificate(new byte[] {1});
            new Word.Offer(party.id(), new UUID(1, 2), announced, server.getLocalPort(), "")
                    .frame()
                    .write(member.getOutputStream());
            var accepting = new Thread(() -> {
                try {
                    SSLSocket dialled = (SSLSocket) server.accept();
                    sockets.add(dialled);
                    dialled.startHandshake();
                } catch (IOException ended) {
                    // The host hangs up as soon as it has seen the certificate.
                    return;
                }
            });
            accepting.start();
            await(() -> party.count(TransportEvent.ConnectionClosed.class) == 1);
            accepting.join();
            var end = party.events(TransportEvent.ConnectionClosed.class).get(0);
            assertEquals(CloseReason.PROTOCOL, end.reason());
            assertEquals(liar, end.peer());
            assertEquals(0, party.count(TransportEvent.ConnectionOpened.class));
        }
    }

    @Test
    void whoShowsNoCertificateIsNotLetIn() throws Exception {
        TcpTransport host = fixture.newPeer();
        party(host);
        SSLSocket anonymous = secured(host.port(), false);
        awaitEnd(anonymous);
    }

    @Test
    void nobodyCanTakeTheIdOfAnotherMember() throws Exception {
        TcpTransport host = fixture.newPeer();
        Party party = party(host);
        Party guest = party(fixture.newPeer());
        await(() -> party.count(TransportEvent.PeerAnnounced.class) == 1
                && guest.localId().isPresent());
        for (var stolen : List.of(guest.id(), party.id())) {
            SSLSocket thief = secured(host.port(), true);
            join(thief, stolen);
            awaitEnd(thief);
        }
        assertEquals(1, party.count(TransportEvent.PeerAnnounced.class));
        assertEquals(0, party.count(TransportEvent.PeerWithdrawn.class));
        assertEquals(0, guest.count(TransportEvent.SignallingLost.class));
    }

    @Test
    void aReaderThatFailsInAWayNobodyForesawEndsItsStream() throws Exception {
        var ends = new LinkedBlockingQueue<CloseReason>();
        try (var server = new ServerSocket(0, 1, loopback());
                var plain = new Socket(loopback(), server.getLocalPort())) {
            var owner = new FramedSocket.Owner() {
                @Override
                public void later(Runnable task) {
                    task.run();
                }

                @Override
                public void after(int millis, Runnable task) {
                    // Nothing here lasts so long.
                }

                @Override
                public int timeoutMillis() {
                    throw new IllegalStateException("what nobody foresaw");
                }
            };
            TlsIdentity identity = TlsIdentity.create(new SecureRandom());
            FramedSocket.over(plain, true, identity, owner, new Ends(ends)).start();
            assertEquals(CloseReason.LOST, ends.poll(60, TimeUnit.SECONDS));
        }
    }

    private record Ends(BlockingQueue<CloseReason> reasons) implements FramedSocket.Handler {
        @Override
        public void onSecured(Fingerprint remote) {
            // It never comes so far.
        }

        @Override
        public void onFrame(Frame frame) {
            // It never comes so far.
        }

        @Override
        public void onWritable(Channel channel) {
            // It never comes so far.
        }

        @Override
        public void onClosed(CloseReason reason, String detail) {
            reasons.add(reason);
        }
    }

    @Test
    void aMemberThatIsFloodedWithOffersStaysAMember() throws Exception {
        TcpTransport host = fixture.newPeer();
        Party party = party(host);
        Party victim = party(fixture.newPeer());
        await(() -> party.count(TransportEvent.PeerAnnounced.class) == 1
                && victim.localId().isPresent());
        SSLSocket flooder = secured(host.port(), true);
        join(flooder, new PeerId(new UUID(6, 6)));
        Fingerprint any = Fingerprint.ofCertificate(new byte[] {1});
        PeerId target = victim.id();
        var flood = new Thread(() -> {
            try {
                for (int i = 0; i < 30_000; i++) {
                    new Word.Offer(target, new UUID(1, i), any, 4_711, "")
                            .frame()
                            .write(flooder.getOutputStream());
                }
            } catch (IOException cutOff) {
                // Also a good answer to a flood.
                return;
            }
        });
        flood.start();
        // The victim does not poll, as in a long frame of its game; the directory does.
        assertTrue(fixture.await(() -> {
            party.poll();
            return !flood.isAlive();
        }));
        Party late = party(fixture.newPeer());
        await(() -> late.localId().isPresent());
        assertEquals(0, victim.count(TransportEvent.SignallingLost.class), "the victim is not to blame");
        assertFalse(party.events().contains(new TransportEvent.PeerWithdrawn(target)));
        await(() -> victim.events().contains(new TransportEvent.PeerAnnounced(late.id())));
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return !(reset instanceof SocketTimeoutException);
        }
    }

    private void awaitEnd(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        await(() -> ended(socket));
    }

    private static void join(SSLSocket stranger, PeerId as) throws Exception {
        Fingerprint keeper = TlsIdentity.fingerprintOf(stranger.getSession().getPeerCertificates()[0]);
        Fingerprint shown = TlsIdentity.fingerprintOf(stranger.getSession().getLocalCertificates()[0]);
        new Word.Join(as, new Room("").memberProof(keeper, shown)).frame().write(stranger.getOutputStream());
    }

    private SSLSocket secured(int port, boolean withCertificate) throws Exception {
        SSLContext context =
                withCertificate ? TlsIdentity.create(new SecureRandom()).context() : anonymous();
        var plain = new Socket(loopback(), port);
        sockets.add(plain);
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port, true);
        tls.startHandshake();
        return tls;
    }

    /** TLS that believes everything and shows nothing. */
    private static SSLContext anonymous() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, TlsIdentity.acceptingEveryCertificate(), new SecureRandom());
        return context;
    }
}
