package dev.muster.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.dial.Endpoint;
import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.Party;
import dev.muster.transport.Payload;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.TransportEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong on real sockets. */
@Timeout(180)
class TcpFaultsTest extends TcpTestBed {
    /** 10 KiB for each of 200 connections: no buffer and no TLS session would fit in. */
    private static final long HEAP_GROWTH_BYTES_MAX = 2 * 1024 * 1024;

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
    void whoListensEverywhereSaysWhereOthersFindIt() throws Exception {
        InetAddress everywhere = InetAddress.getByName("0.0.0.0");
        TcpTransport host = TcpTransport.open(TcpConfig.keepingDirectory().withBind(everywhere, 0));
        fixture.join(host);
        Party party = party(host);
        assertTrue(host.endpoints().contains(Endpoint.of("tcp", "127.0.0.1", host.port())), host.endpoints()::toString);
        for (Endpoint endpoint : host.endpoints()) {
            assertFalse(InetAddress.getByName(endpoint.host()).isAnyLocalAddress(), endpoint::toString);
        }
        assertEquals(host.endpoints().get(0), host.endpoint());
        TcpTransport guest =
                TcpTransport.open(TcpConfig.joining(host.endpoints()).withBind(everywhere, 0));
        fixture.join(guest);
        connect(party, party(guest));
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
    void afterTwoHundredConnectionsThreadsAndDescriptorsAreBackWhereTheyWere() {
        Party one = party(fixture.newPeer());
        Party two = party(fixture.newPeer());
        ConnectionId first = connect(one, two);
        one.transport().closeConnection(first);
        await(() -> one.closed(first).isPresent());
        long threads = settledThreads();
        long descriptors = descriptors();
        long heap = heapBytes();
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
        await(() -> heapBytes() < heap + HEAP_GROWTH_BYTES_MAX);
        parties.forEach(Party::close);
        assertTrue(fixture.await(() -> streamThreads() == 0), "threads outlived their transport");
    }

    @Test
    void transportsThatCloseInTheMiddleOfADialLeaveNoSocketBehind() throws Exception {
        TcpTransport host = fixture.newPeer();
        Party party = party(host);
        await(() -> party.localId().isPresent());
        long descriptors = descriptors();
        for (int i = 0; i < 100; i++) {
            TcpTransport brief = fixture.newPeer();
            // At every point of the way in: before the dial, during it, and when it was just handed over.
            LockSupport.parkNanos(i * 50_000L);
            brief.close();
            party.poll();
        }
        await(() -> descriptors() <= descriptors + 4);
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

    private static long heapBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
