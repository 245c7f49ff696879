package dev.muster.signalling.server;

import dev.muster.signalling.server.metrics.Metrics;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The server's certificate, reloaded when its files change, and the threads for the costly part of handshakes.
 *
 * <p>The files are looked at instead of watched: that also notices when a link is bent to another folder, which
 * is how certificates are commonly renewed.
 */
final class TlsContext implements AutoCloseable {
    private static final Logger LOG = System.getLogger(TlsContext.class.getName());
    private static final int THREADS = 2;
    private static final long LOOK_MILLIS = 1_000;
    private static final long END_MILLIS = 2_000;

    private final TlsFiles files;
    private final Metrics metrics;
    private final ScheduledThreadPoolExecutor threads;
    private final Queue<Thread> started = new ConcurrentLinkedQueue<>();
    private final TlsWire.Shared wires;
    private volatile SSLContext context;
    private Optional<String> seen;
    private @Nullable ScheduledFuture<?> watching;

    /** @throws IOException if the files cannot be used; the message says which and why */
    TlsContext(TlsFiles files, Metrics metrics, Rate upkeep, Executor loop) throws IOException {
        this.files = files;
        this.metrics = metrics;
        this.seen = content(files);
        this.context = PemFiles.context(files);
        this.threads = new ScheduledThreadPoolExecutor(THREADS, task -> {
            Thread thread = new Thread(task, "muster-signalling-tls");
            thread.setDaemon(true);
            started.add(thread);
            return thread;
        });
        this.wires = new TlsWire.Shared(upkeep, threads, loop);
    }

    /** Begins to look at the files now and then. */
    void watch() {
        watching =
                threads.scheduleWithFixedDelay(this::reloadIfChanged, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Puts a new connection behind TLS, with the certificate of this moment. */
    void secure(Connection connection) throws IOException {
        connection.secure(context.createSSLEngine(), wires);
    }

    @Override
    public void close() {
        if (watching != null) {
            watching.cancel(true);
        }
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, "A TLS handshake is still being computed; its thread ends after it");
                return;
            }
            for (Thread thread : started) {
                thread.join(END_MILLIS); // It has nothing left to do, but only now is it gone.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reloadIfChanged() {
        Optional<String> now = content(files);
        if (now.equals(seen)) {
            return;
        }
        seen = now; // Also when it fails: bad files are reported once, not every second.
        try {
            context = PemFiles.context(files);
            metrics.tlsReloaded(true);
            LOG.log(Level.INFO, "The certificate has been reloaded from {0}", files.certificateChain());
        } catch (IOException | RuntimeException e) {
            metrics.tlsReloaded(false);
            LOG.log(Level.WARNING, "The certificate could not be reloaded; the old one stays: {0}", e.toString());
        }
    }

    /**
     * What is in the files, in short; empty while one of them cannot be read, as in the middle of a renewal. Their
     * times and lengths would tell less: a renewal within the same second may change neither.
     */
    private static Optional<String> content(TlsFiles files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Files.readAllBytes(files.certificateChain()));
            digest.update(Files.readAllBytes(files.privateKey()));
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A certificate file cannot be read", e);
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
