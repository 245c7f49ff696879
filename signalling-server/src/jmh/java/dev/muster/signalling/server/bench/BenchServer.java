package dev.muster.signalling.server.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.muster.signalling.server.Limit;
import dev.muster.signalling.server.SignallingServer;
import dev.muster.signalling.server.TestCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/**
 * A server process that can be asked what it costs. Answers one line to each line on its input: {@code cpu} in
 * nanoseconds, {@code heap} in bytes after a collection. Ends with its input.
 */
final class BenchServer {
    private static final int COLLECTIONS = 3;

    private BenchServer() {}

    /**
     * Starts {@code muster} with limits that do not bite, {@code hardened} with its defaults, {@code tls} the same
     * with the certificate in a folder, or {@code stock}.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        IntSupplier port = start(arguments);
        System.out.println("port " + port.getAsInt());
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String command = commands.readLine();
        while (command != null) {
            System.out.println(command + " " + (command.equals("cpu") ? cpuNanos() : heapBytes()));
            command = commands.readLine();
        }
        System.exit(0);
    }

    private static IntSupplier start(String... arguments) throws IOException, InterruptedException {
        String kind = arguments[0];
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (kind.equals("stock")) {
            StockEchoServer stock = new StockEchoServer(address);
            stock.setTcpNoDelay(true);
            stock.setMaxPendingConnections(1024);
            stock.start();
            stock.awaitStart();
            return stock::getPort;
        }
        var builder = SignallingServer.builder()
                .address(address)
                .limit(Limit.CONNECTIONS_PER_ADDRESS, 15_000)
                .limit(Limit.JOINS_PER_SECOND, 1_000_000) // All of them come from one address.
                .limit(Limit.JOINS_BURST, 10_000_000)
                .limit(Limit.BUFFERED_BYTES_PER_ADDRESS, Limit.BUFFERED_BYTES.standard())
                .limit(Limit.HANDSHAKES, 1_024);
        if (kind.equals("muster")) {
            builder.limit(Limit.MESSAGES_PER_SECOND, 1_000_000)
                    .limit(Limit.MESSAGES_BURST, 10_000_000)
                    .limit(Limit.BYTES_PER_SECOND, 1_000_000_000)
                    .limit(Limit.BYTES_BURST, 1_000_000_000);
        }
        if (kind.equals("tls")) {
            // As many connections as the heap has room for: with TLS each takes more.
            builder.tls(new TestCertificate(Path.of(arguments[1])).files());
        }
        if (!kind.equals("tls")) {
            builder.limit(Limit.CONNECTIONS, 15_000);
        }
        SignallingServer server = builder.start();
        return () -> server.boundAddress().getPort();
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long heapBytes() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(200); // Lets finalisation and reference handling catch up; nothing is measured meanwhile.
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Java-WebSocket as it comes, sending back what it gets. */
    private static final class StockEchoServer extends WebSocketServer {
        private final CountDownLatch started = new CountDownLatch(1);

        StockEchoServer(InetSocketAddress address) {
            super(address);
        }

        void awaitStart() throws InterruptedException {
            started.await();
        }

        @Override
        public void onStart() {
            started.countDown();
        }

        @Override
        public void onOpen(WebSocket connection, ClientHandshake handshake) {
            connection.send("{\"IdAssigned\":\"00000000-0000-4000-8000-000000000000\"}");
        }

        @Override
        public void onMessage(WebSocket connection, String message) {
            connection.send(message);
        }

        @Override
        public void onClose(WebSocket connection, int code, String reason, boolean remote) {
            // Nothing to give back.
        }

        @Override
        public void onError(WebSocket connection, Exception cause) {
            System.err.println("stock: " + cause);
        }
    }
}
