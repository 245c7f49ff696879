package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.signalling.server.metrics.Refusal;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
    void anErrorEndsTheServerLoudlyAndLeavesNothingOpen() throws IOException {
        SignallingServer server = Servers.start(builder -> builder.peerListener(new PeerListener() {
            @Override
            public void joined(PeerInfo peer) {
                throw new AssertionError("planted");
            }
        }));
        InetSocketAddress address = server.boundAddress();
        try (RawClient client = RawClient.tcp(address)) {
            client.write(RawClient.upgradeRequest("/r").getBytes(StandardCharsets.ISO_8859_1));
            client.awaitEnd();
        }
        IllegalStateException failure = assertThrows(IllegalStateException.class, server::awaitEnd);
        assertEquals("java.lang.AssertionError: planted", String.valueOf(failure.getCause()));
        assertThrows(ConnectException.class, () -> RawClient.tcp(address));
        server.close();
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
