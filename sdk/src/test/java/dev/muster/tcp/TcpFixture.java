package dev.muster.tcp;

import dev.muster.transport.TransportFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Real sockets on loopback, in real time. */
final class TcpFixture implements TransportFixture {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration SETTLED = Duration.ofMillis(300);
    private static final long PAUSE_NANOS = 1_000_000;

    private final Duration connectTimeout;
    private long originNanos = System.nanoTime();
    private @Nullable TcpTransport first;

    TcpFixture(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    @Override
    public TcpTransport newPeer() {
        try {
            TcpTransport before = first;
            if (before != null) {
                return TcpTransport.open(TcpConfig.joining(before.endpoint()).withConnectTimeout(connectTimeout));
            }
            TcpTransport opened = TcpTransport.open(TcpConfig.keepingDirectory().withConnectTimeout(connectTimeout));
            first = opened;
            return opened;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Peers join the session of this one. */
    void join(TcpTransport keepingDirectory) {
        first = keepingDirectory;
    }

    @Override
    public long nowNanos() {
        return System.nanoTime() - originNanos;
    }

    @Override
    public boolean await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    @Override
    public void settle(Runnable poll) {
        long end = System.nanoTime() + SETTLED.toNanos();
        while (System.nanoTime() - end < 0) {
            poll.run();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public void outlastConnecting() {
        originNanos -= connectTimeout.toNanos();
    }

    @Override
    public void close() {
        // The suite closes every peer, and with them all that was opened.
    }
}
