package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.muster.signalling.server.metrics.Refusal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a server begins and ends inside another program. */
@Timeout(60)
class LifecycleTest {
    private static long serverThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith("muster-signalling"))
                .count();
    }

    @Test
    void closingLeavesNoThreadAndNoSocket() throws IOException {
        long before = serverThreads();
        SignallingServer server = Servers.start();
        assertEquals(before + 1, serverThreads());
        InetSocketAddress address = server.boundAddress();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            RawClient client = RawClient.join(server, "/r" + i);
            client.nextId();
            clients.add(client);
        }
        clients.add(RawClient.tcp(address)); // Has not said anything yet.
        Until.holds("all are in", () -> server.stats().connections() == 21);
        server.close();
        assertFalse(server.isRunning());
        assertEquals(before, serverThreads());
        assertEquals(0, server.stats().connections());
        assertEquals(0, server.stats().peers());
        for (RawClient client : clients) {
            client.awaitEnd();
            client.close();
        }
        assertThrows(ConnectException.class, () -> RawClient.tcp(address));
    }

    @Test
    void closingTwiceIsClosingOnceAndEverybodyWaitingIsFreed() throws Exception {
        SignallingServer server = Servers.start();
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
            try {
                server.awaitEnd();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.close();
        server.close();
        waiting.get();
        assertFalse(server.isRunning());
    }

    @Test
    void aClientThatDoesNotAnswerTheGoodbyeCannotHoldTheServer() throws IOException {
        SignallingServer server = Servers.start(builder -> builder.limit(Limit.LINGER_MILLIS, 200));
        try (RawClient client = RawClient.join(server, "/r")) {
            client.nextId();
            server.close(); // The client goes on holding its end open.
            assertFalse(server.isRunning());
            assertEquals(1001, client.nextClose().code());
            client.awaitEnd();
        }
    }

    @Test
    void aRequestDuringTheEndIsSentElsewhere() throws IOException {
        SignallingServer server = Servers.start(builder -> builder.limit(Limit.DRAIN_NOTICE_MILLIS, 5_000));
        try (RawClient asking = RawClient.tcp(server.boundAddress());
                RawClient extended = RawClient.join(server, "/r?muster=1")) {
            extended.nextId();
            Thread closing = new Thread(server::close);
            closing.start();
            assertTrue(extended.next().startsWith("{\"Draining\""));
            String answer = asking.upgrade("/r");
            assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
            assertTrue(answer.contains("\r\nRetry-After: 5\r\n"), answer);
            assertEquals(1, server.metrics().refusals(Refusal.DRAINING));
            extended.crash(); // Nobody is left to wait for.
            Until.holds("it ends before the notice is over", () -> !server.isRunning());
        }
    }

    @Test
    void aCallbackMayCloseTheServer() throws IOException {
        CompletableFuture<SignallingServer> self = new CompletableFuture<>();
        SignallingServer server = Servers.start(builder -> builder.peerListener(new PeerListener() {
            @Override
            public void joined(PeerInfo peer) {
                self.join().close();
            }
        }));
        self.complete(server);
        try (RawClient client = RawClient.join(server, "/r")) {
            client.nextId();
            assertEquals(1001, client.nextClose().code());
        }
        Until.holds("it has ended", () -> !server.isRunning());
    }

    @Test
    void anErrorOfTheVirtualMachineEndsTheServerLoudlyAndLeavesNothingOpen() throws IOException {
        SignallingServer server = Servers.start(builder -> builder.peerListener(new PeerListener() {
            @Override
            public void joined(PeerInfo peer) {
                throw new InternalError("planted");
            }
        }));
        InetSocketAddress address = server.boundAddress();
        try (RawClient client = RawClient.tcp(address)) {
            client.write(RawClient.upgradeRequest("/r").getBytes(StandardCharsets.ISO_8859_1));
            client.awaitEnd();
        }
        IllegalStateException failure = assertThrows(IllegalStateException.class, server::awaitEnd);
        assertEquals("java.lang.InternalError: planted", String.valueOf(failure.getCause()));
        assertThrows(ConnectException.class, () -> RawClient.tcp(address));
        server.close();
    }

    private static int endless(int depth) {
        return depth < 0 ? 0 : endless(depth + 1) + 1;
    }

    /** An embedder that follows what a client sends, brackets in brackets, goes as deep as the client wants. */
    @Test
    void endlessRecursionInACallbackCostsOneRequestAndNoServer() throws IOException {
        try (SignallingServer server = Servers.start(builder -> builder.admissionPolicy(request -> {
                    if (request.query().containsKey("token")) {
                        throw new AssertionError(endless(0));
                    }
                    return Admission.accepted();
                }));
                RawClient before = RawClient.join(server, "/r")) {
            before.nextId();
            String answer = RawClient.http(server.boundAddress(), RawClient.upgradeRequest("/r?token=x"));
            assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
            assertEquals(1, server.metrics().callbackFailures());
            try (RawClient after = RawClient.join(server, "/r")) {
                assertEquals(after.nextId(), RawClient.field(before.next(), "NewPeer"));
            }
        }
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : 0;
    }

    private static void assertNothingStaysOpenWhenThisFails(TlsFiles files, Class<? extends Throwable> failure)
            throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThrows(
                failure, () -> SignallingServer.builder().port(port).tls(files).start());
        long before = openFiles();
        for (int i = 0; i < 20; i++) {
            assertThrows(
                    failure,
                    () -> SignallingServer.builder().port(port).tls(files).start());
        }
        Until.holds("nothing is left", () -> openFiles() <= before);
        try (ServerSocket again = new ServerSocket(port)) {
            assertEquals(port, again.getLocalPort());
        }
    }

    @Test
    void aServerThatDoesNotStartLeavesNothingOpen(@TempDir Path folder) throws IOException {
        Path nowhere = folder.resolve("nowhere.pem");
        assertNothingStaysOpenWhenThisFails(new TlsFiles(nowhere, nowhere), StartException.class);
        Path archive = folder.resolve("archive.zip");
        Path gone;
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            gone = zip.getPath("x.pem");
        }
        assertNothingStaysOpenWhenThisFails(new TlsFiles(gone, gone), ClosedFileSystemException.class);
    }

    @Test
    void statsTellWhatIsThere() throws IOException {
        SignallingServer server = Servers.start();
        try (RawClient a = RawClient.join(server, "/a");
                RawClient b = RawClient.join(server, "/b")) {
            String id = a.nextId();
            b.nextId();
            a.signal(id, "1");
            a.next();
            ServerStats stats = server.stats();
            assertEquals(2, stats.connections());
            assertEquals(2, stats.peers());
            assertEquals(2, stats.rooms());
            assertEquals(2, stats.joins());
            assertEquals(1, stats.relays());
            assertEquals(0, stats.refusals());
        }
        server.close();
    }
}
