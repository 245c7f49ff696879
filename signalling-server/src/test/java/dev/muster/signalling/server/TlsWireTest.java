package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The wire alone, between two sockets, with threads that run only when the test says so. */
@Timeout(60)
class TlsWireTest {
    @TempDir
    private static Path folder;

    private final List<Runnable> elsewhere = new ArrayList<>();
    private final List<Runnable> loop = new ArrayList<>();
    private final MemoryBudget budget = new MemoryBudget(new MemoryBudget.Bounds(1_000_000, 1_000_000, 0));
    private final MemoryAccount account = budget.open(InetAddress.getLoopbackAddress(), () -> {});
    private final ByteBuffer plain = ByteBuffer.allocate(50_000);
    private final List<SocketChannel> channels = new ArrayList<>();

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channels.add(SocketChannel.open(listening.getLocalAddress()));
            channels.add(listening.accept());
            channels.get(1).configureBlocking(false);
        }
    }

    @AfterEach
    void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    private TlsWire wire(SSLEngine engine) throws IOException {
        TlsWire.Shared shared = new TlsWire.Shared(new Rate(1, 32), elsewhere::add, loop::add);
        return new TlsWire(channels.get(1), engine, shared, account, () -> {});
    }

    private static SSLContext context() throws Exception {
        TestCertificate certificate = new TestCertificate(folder);
        certificate.make("wire", "EC");
        return PemFiles.context(certificate.files());
    }

    /** The client's first words, as far as {@code limit}. */
    private void sayHello(SSLContext context, int limit) throws IOException {
        SSLEngine client = context.createSSLEngine("localhost", 1);
        client.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(20_000);
        client.wrap(ByteBuffer.allocate(0), hello);
        hello.flip().limit(Math.min(hello.limit(), limit));
        channels.get(0).write(hello);
    }

    private void readUntilSomethingHasCome(TlsWire wire) throws IOException {
        do {
            assertEquals(0, wire.read(plain, 0));
        } while (wire.rawCount() == 0);
    }

    @Test
    void theArithmeticOfAConnectionThatHasGoneIsNotDone() throws Exception {
        SSLEngine engine = context().createSSLEngine();
        TlsWire wire = wire(engine);
        sayHello(context(), Integer.MAX_VALUE);
        readUntilSomethingHasCome(wire);
        assertEquals(1, elsewhere.size());
        assertFalse(wire.wantsRead());
        wire.forget();
        elsewhere.get(0).run();
        assertNotNull(engine.getDelegatedTask());
    }

    @Test
    void theArithmeticOfAConnectionThatWaitsIsDone() throws Exception {
        SSLEngine engine = context().createSSLEngine();
        TlsWire wire = wire(engine);
        sayHello(context(), Integer.MAX_VALUE);
        readUntilSomethingHasCome(wire);
        elsewhere.get(0).run();
        assertNull(engine.getDelegatedTask());
        assertEquals(1, loop.size());
    }

    /** Writes until the system takes no more, even a while later; gives the bytes it has taken. */
    private static long fill(SocketChannel channel) {
        AtomicLong taken = new AtomicLong();
        AtomicLong full = new AtomicLong();
        Until.holds("full", () -> {
            try {
                int count = channel.write(ByteBuffer.allocate(100_000));
                taken.addAndGet(count);
                return (count > 0 ? full.getAndSet(0) : full.incrementAndGet()) > 100;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return taken.get();
    }

    /** Else a handshake would wait for bytes that the client sends only when it has ours. */
    @Test
    void aHandshakeThatHadToWaitForItsReaderGoesOnByItself() throws Exception {
        TlsWire wire = wire(context().createSSLEngine());
        long inTheWay = fill(channels.get(1));
        sayHello(context(), Integer.MAX_VALUE);
        readUntilSomethingHasCome(wire);
        elsewhere.get(0).run();
        loop.get(0).run();
        assertEquals(0, wire.read(plain, 0));
        assertTrue(wire.hasUnsent());
        assertFalse(wire.hasPutOff());
        channels.get(0).socket().getInputStream().skipNBytes(inTheWay);
        while (!wire.flush()) {
            Thread.onSpinWait();
        }
        assertTrue(wire.hasPutOff());
    }

    @Test
    void halfARecordIsPaidForUntilItIsWholeOrForgotten() throws Exception {
        TlsWire wire = wire(context().createSSLEngine());
        sayHello(context(), 100);
        readUntilSomethingHasCome(wire);
        assertEquals(100, budget.held());
        wire.forget();
        assertEquals(0, budget.held());
    }
}
