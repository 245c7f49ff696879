package dev.muster.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.muster.dial.Endpoint;
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
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong on real sockets. */
@Timeout(180)
class TcpFaultsTest {
    private final TcpFixture fixture = new TcpFixture(TcpFixture.PATIENCE);
    private final List<Party> parties = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        parties.forEach(Party::close);
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void aKilledProcessIsLostAtOnceAndWithdrawn() throws Exception {
        TcpTransport host = fixture.newPeer();
        Party party = party(host);
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EchoPeer.class.getName(),
                        Integer.toString(host.port()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            await(() -> party.count(TransportEvent.PeerAnnounced.class) == 1);
            var peer = party.events(TransportEvent.PeerAnnounced.class).get(0).peer();
            ConnectionId connection = party.connect(peer);
            await(() -> party.details(connection).isPresent());
            host.send(connection, Channel.SYNC, Payload.ofUtf8("echo"));
            await(() -> party.received(connection, Channel.SYNC).equals(List.of(Payload.ofUtf8("echo"))));
            process.destroyForcibly();
            await(() -> party.closed(connection).isPresent());
            assertEquals(
                    CloseReason.LOST, party.closed(connection).orElseThrow().reason());
            await(() -> party.events().contains(new TransportEvent.PeerWithdrawn(peer)));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void connectionsOutliveTheDirectoryAndItIsFoundAgain() throws Exception {
        int port = freePort();
        TcpTransport directory = TcpTransport.open(TcpConfig.keepingDirectory().withBind(loopback(), port));
        fixture.join(directory);
        Party atDirectory = party(directory);
        Party one = party(fixture.newPeer());
        await(() -> one.localId().isPresent());
        Party two = party(fixture.newPeer());
        await(() -> one.count(TransportEvent.PeerAnnounced.class) == 1
                && two.localId().isPresent());
        ConnectionId there = one.connect(two);
        await(() -> one.details(there).isPresent());
        atDirectory.close();
        await(() -> one.count(TransportEvent.SignallingLost.class) == 1
                && two.count(TransportEvent.SignallingLost.class) == 1);
        assertEquals(
                SendOutcome.TAKEN, one.transport().send(there, Channel.SYNC, Payload.ofUtf8("without a directory")));
        await(() -> two.count(TransportEvent.MessageReceived.class) == 1);
        ConnectionId futile = one.connect(two);
        await(() -> one.closed(futile).isPresent());
        assertEquals(CloseReason.UNREACHABLE, one.closed(futile).orElseThrow().reason());

        Party again = party(TcpTransport.open(TcpConfig.keepingDirectory().withBind(loopback(), port)));
        await(() -> one.count(TransportEvent.SignallingRestored.class) == 1
                && two.count(TransportEvent.SignallingRestored.class) == 1);
        assertEquals(1, one.count(TransportEvent.LocalIdAssigned.class), "ids outlive the directory");
        await(() -> again.events()
                .containsAll(List.of(
                        new TransportEvent.PeerAnnounced(one.id()), new TransportEvent.PeerAnnounced(two.id()))));
        ConnectionId second = one.connect(two);
        await(() -> one.details(second).isPresent());
    }

    @Test
    void aDirectoryThatIsNotThereIsReportedAndLookedForAgain() throws Exception {
        int port = freePort();
        Party lonely = party(TcpTransport.open(
                TcpConfig.joining(Endpoint.of("tcp", "127.0.0.1", port)).withConnectTimeout(Duration.ofSeconds(2))));
        await(() -> lonely.count(TransportEvent.SignallingLost.class) == 1);
        Party first = party(TcpTransport.open(TcpConfig.keepingDirectory().withBind(loopback(), port)));
        await(() -> lonely.localId().isPresent());
        await(() -> first.count(TransportEvent.PeerAnnounced.class) == 1);
    }

    @Test
    void aDialThatMeetsItselfIsRefused() throws Exception {
        var itself = new Socket();
        sockets.add(itself);
        itself.bind(new InetSocketAddress(loopback(), 0));
        itself.connect(itself.getLocalSocketAddress(), 1_000);
        assertThrows(IOException.class, () -> DirectoryLink.refuseItself(itself));
    }

    @Test
    void aPortThatIsTakenIsRefusedAtOnce() {
        TcpTransport first = fixture.newPeer();
        party(first);
        TcpConfig same = TcpConfig.keepingDirectory().withBind(loopback(), first.port());
        assertThrows(IOException.class, () -> TcpTransport.open(same));
    }

    @Test
    void aReceiverThatDoesNotReadStallsTheSenderAndLosesNothing() {
        Party one = party(fixture.newPeer());
        Party two = party(fixture.newPeer());
        ConnectionId there = connect(one, two);
        int taken = 0;
        int refusedInARow = 0;
        // Nobody polls the receiver: its inbox, the sockets and the sender's buffer fill up, and then there is no room.
        while (refusedInARow < 200) {
            SendOutcome outcome = one.transport().send(there, Channel.MESSAGES, Payload.takeOver(new byte[50_000]));
            refusedInARow = outcome.taken() ? 0 : refusedInARow + 1;
            taken += outcome.taken() ? 1 : 0;
            LockSupport.parkNanos(500_000);
        }
        int bytes = taken * 50_000;
        assertTrue(bytes < 16 * 1024 * 1024, () -> bytes + " bytes were taken from nobody's reading");
        int expected = taken;
        await(() -> two.count(TransportEvent.MessageReceived.class) == expected);
        await(() -> one.count(TransportEvent.ChannelWritable.class) > 0);
    }

    @Test
    void strangersThatSayNothingAreShownOutAndTheirNumberIsBounded() throws Exception {
        TcpTransport host = TcpTransport.open(TcpConfig.keepingDirectory().withConnectTimeout(Duration.ofSeconds(5)));
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
            new Word.Join(liar).frame().write(member.getOutputStream());
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
            new Word.Join(stolen).frame().write(thief.getOutputStream());
            awaitEnd(thief);
        }
        assertEquals(1, party.count(TransportEvent.PeerAnnounced.class));
        assertEquals(0, party.count(TransportEvent.PeerWithdrawn.class));
        assertEquals(0, guest.count(TransportEvent.SignallingLost.class));
    }

    @Test
    void afterTwoHundredConnectionsThreadsAndDescriptorsAreBackWhereTheyWere() {
        Party one = party(fixture.newPeer());
        Party two = party(fixture.newPeer());
        ConnectionId first = connect(one, two);
        one.transport().closeConnection(first);
        await(() -> one.closed(first).isPresent());
        long threads = settledThreads();
        long descriptors = descriptors();
        for (int i = 0; i < 200; i++) {
            ConnectionId there = one.connect(two);
            await(() -> one.details(there).isPresent());
            one.transport().send(there, Channel.SYNC, Payload.ofUtf8("hello"));
            one.transport().closeConnection(there);
            await(() -> one.closed(there).isPresent());
        }
        await(() -> two.count(TransportEvent.ConnectionClosed.class) == 201);
        await(() -> streamThreads() <= threads);
        await(() -> descriptors() <= descriptors + 4);
        parties.forEach(Party::close);
        assertTrue(fixture.await(() -> streamThreads() == 0), "threads outlived their transport");
    }

    @Test
    void aMessageTakenBeforeACloseIsStillWritten() {
        Party one = party(fixture.newPeer());
        Party two = party(fixture.newPeer());
        ConnectionId there = connect(one, two);
        for (int i = 0; i < 10; i++) {
            assertTrue(one.transport()
                    .send(there, Channel.MESSAGES, Payload.takeOver(new byte[5_000]))
                    .taken());
        }
        one.transport().closeConnection(there);
        await(() -> two.count(TransportEvent.ConnectionClosed.class) == 1);
        assertEquals(10, two.count(TransportEvent.MessageReceived.class));
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
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

    private SSLSocket secured(int port, boolean withCertificate) throws Exception {
        var plain = new Socket(loopback(), port);
        sockets.add(plain);
        SSLContext context =
                withCertificate ? TlsIdentity.create(new SecureRandom()).context() : anonymous();
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

    /**
     * A port that nobody listens on, and that is below those that the system gives to outgoing connections: between two
     * directories on one port nobody may take it by accident.
     */
    private static int freePort() throws IOException {
        for (int port = 20_000 + (int) (ProcessHandle.current().pid() % 10_000); port < 32_000; port++) {
            try (var socket = new ServerSocket(port, 1, loopback())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // Another test has it; the next one will do.
            }
        }
        throw new IOException("no port between 20,000 and 32,000 is free");
    }

    /** Threads of streams; those of timers come and go by themselves. */
    private static long streamThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("muster-tcp-read") || name.startsWith("muster-tcp-write"))
                .count();
    }

    private long settledThreads() {
        // One line to the directory, with both its ends in this process: two that read, two that write.
        await(() -> streamThreads() == 4);
        return streamThreads();
    }

    private static long descriptors() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0;
    }

    private Party party(TcpTransport transport) {
        var party = new Party(transport, fixture::nowNanos);
        parties.add(party);
        return party;
    }

    private ConnectionId connect(Party one, Party two) {
        await(() -> one.localId().isPresent() && two.localId().isPresent());
        await(() -> one.count(TransportEvent.PeerAnnounced.class) > 0);
        ConnectionId there = one.connect(two);
        await(() ->
                one.details(there).isPresent() && !two.connectionsTo(one.id()).isEmpty());
        return there;
    }

    private void await(BooleanSupplier condition) {
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
