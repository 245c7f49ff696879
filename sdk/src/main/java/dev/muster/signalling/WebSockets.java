package dev.muster.signalling;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Opens WebSockets. A port, so that the client's timing can be tested without a network. */
interface WebSockets {
    /**
     * Begins to open a socket and returns at once.
     *
     * @param uri where to
     * @param listener told of what happens, on any thread, in order; {@link Listener#ended} comes exactly once and last
     */
    Socket open(URI uri, Listener listener);

    /** An open socket, or one that is being opened. */
    interface Socket {
        /** Sends a text frame without waiting; does nothing unless the socket is open. */
        void send(String text);

        /** Whether the local address of an open socket is still there; also true while it is being opened. */
        boolean hasAddress();

        /** Says goodbye if there is somebody to hear it, and lets go without waiting. */
        void close();
    }

    /** Told of what happens to a socket. No method may wait. */
    interface Listener {
        void received(String text);

        /** The socket is gone, or never came to be. */
        void ended(End end);
    }

    /**
     * How a socket ended.
     *
     * @param detail what happened, and what to check
     * @param retryAfter how long the server asked to be left alone
     * @param forbidden whether the server refused in a way that asking again does not change
     */
    record End(String detail, Optional<Duration> retryAfter, boolean forbidden) {}
}
