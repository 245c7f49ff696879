package dev.muster.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Accepts sockets on a thread of its own. */
final class Listener {
    private static final int BACKLOG = 256;

    /** How long the accepting thread may take to end; it does so at once unless the machine is very busy. */
    private static final int END_MILLIS = 1_000;

    private final ServerSocket server;
    private @Nullable Thread thread;

    /** Listens at once; fails if the port is taken. */
    Listener(InetAddress address, int port) throws IOException {
        server = new ServerSocket(port, BACKLOG, address);
    }

    int port() {
        return server.getLocalPort();
    }

    void start(Consumer<Socket> accepted) {
        var accepting = new Thread(() -> acceptAll(accepted), "muster-tcp-listen-" + port());
        accepting.setDaemon(true);
        accepting.start();
        thread = accepting;
    }

    /** Ends listening. The port is free when this returns: the system keeps it until the thread has left accept(). */
    void close() {
        try {
            server.close();
            Thread accepting = thread;
            if (accepting != null) {
                accepting.join(END_MILLIS);
            }
        } catch (IOException alreadyBroken) {
            // It listens no more in any case.
            return;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptAll(Consumer<Socket> accepted) {
        while (!server.isClosed()) {
            try {
                accepted.accept(server.accept());
            } catch (IOException failure) {
                // Closed by us, or one stranger whose connection broke in the queue, or no descriptor is free for the
                // moment: listening goes on unless we ended it.
                pauseUnlessClosed();
            }
        }
    }

    /** When descriptors run out accept fails at once, again and again; a short pause keeps the core free. */
    private void pauseUnlessClosed() {
        if (!server.isClosed()) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
