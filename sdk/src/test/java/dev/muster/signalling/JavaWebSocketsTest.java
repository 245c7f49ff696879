package dev.muster.signalling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.wire.MatchboxCodec;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.client.WebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sockets to a server that reads nothing any more. */
@Timeout(120)
class JavaWebSocketsTest {
    private static final long PATIENCE_SECONDS = 60;
    private static final String LONG_FRAME = "x".repeat(50_000);

    /** Ours, and what the system itself holds for a stream. */
    private static final int FRAMES_TAKEN_MAX = 1_000;

    /** So many wait only if the writer is stuck; all of them are less than what ends a socket. */
    private static final int FRAMES_STUCK = JavaWebSockets.UNSENT_BYTES_MAX / LONG_FRAME.length() - 10;

    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final BlockingQueue<WebSockets.End> ends = new LinkedBlockingQueue<>();
    private final WebSockets.Listener listener = new WebSockets.Listener() {
        @Override
        public void received(String text) {
            opened.countDown();
        }

        @Override
        public void ended(WebSockets.End end) {
            ends.add(end);
        }
    };

    @Test
    void whatAServerDoesNotReadIsBoundedAndEndsTheSocket() throws Exception {
        try (var server = new MisbehavingServer(this::readNothing)) {
            sendUntilItEnds(server.url(), Optional.empty());
        } finally {
            over.countDown();
        }
    }

    @Test
    void soItIsUnderTls(@TempDir Path directory) throws Exception {
        Path store = directory.resolve("server.p12");
        SelfMadeCertificate.keytool(store);
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        var owner = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        owner.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(owner.getKeyManagers(), null, null);
        ServerSocket listening =
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        try (var server = new MisbehavingServer(listening, this::readNothing)) {
            String url = server.url().replace("ws://127.0.0.1", "wss://localhost");
            sendUntilItEnds(url, Optional.of(SelfMadeCertificate.trusting(keys)));
        } finally {
            over.countDown();
        }
    }

    @Test
    void whoClosesOneThatReadsNothingLeavesNothingBehind() throws Exception {
        try (var server = new MisbehavingServer(this::readNothing)) {
            WebSockets.Socket socket = open(server.url(), Optional.empty());
            // More than the system holds for a stream, and less than ours.
            var unsent = ((WebSocketImpl) ((WebSocketClient) socket).getConnection()).outQueue;
            for (int i = 0; i < FRAMES_TAKEN_MAX && unsent.size() < FRAMES_STUCK; i++) {
                socket.send(LONG_FRAME);
            }
            assertTrue(unsent.size() >= FRAMES_STUCK && ends.isEmpty(), () -> "stuck, and not ended: " + ends);
            socket.close();
            assertItsThreadsEnd();
        } finally {
            over.countDown();
        }
    }

    private WebSockets.Socket open(String url, Optional<SSLContext> tls) throws InterruptedException {
        var sockets = new JavaWebSockets(MatchboxCodec.FRAME_LENGTH_MAX, tls);
        WebSockets.Socket socket = sockets.open(URI.create(url), listener);
        assertTrue(opened.await(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> "it opens; " + ends);
        return socket;
    }

    private void sendUntilItEnds(String url, Optional<SSLContext> tls) throws Exception {
        WebSockets.Socket socket = open(url, tls);
        for (int i = 0; i < FRAMES_TAKEN_MAX && ends.isEmpty(); i++) {
            socket.send(LONG_FRAME);
        }
        WebSockets.End end = ends.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertTrue(end != null && end.detail().contains("does not read"), () -> "ended with " + end);
        assertTrue(!end.forbidden(), "it may be well again later");
        assertItsThreadsEnd();
    }

    private static void assertItsThreadsEnd() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (threads("WebSocket") > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(5_000_000);
        }
        assertEquals(0, threads("WebSocket"), "a writer that is stuck is freed");
    }

    private void readNothing(java.net.Socket socket) throws Exception {
        MisbehavingServer.upgrade(socket);
        socket.getOutputStream().write(new byte[] {(byte) 0x81, 2, 'h', 'i'});
        socket.getOutputStream().flush();
        var unused = over.await(10, TimeUnit.MINUTES);
    }

    private static long threads(String beginning) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(beginning))
                .count();
    }
}
