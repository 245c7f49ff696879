package dev.muster.signalling.server;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection's bytes in and out, in clear or through TLS. Never blocks. Owned by the loop thread. */
interface Wire {
    /**
     * Reads what is there.
     *
     * @return the bytes read, 0 when nothing is there now, -1 when the other side has finished
     */
    int read(ByteBuffer into, long nowNanos) throws IOException;

    /** The bytes that the system gave in the last {@link #read}, whatever became of them. */
    int rawCount();

    /** Takes as much of {@code from} as the system takes now. */
    void write(ByteBuffer from) throws IOException;

    /** Pushes out what it holds itself; true when that is nothing any more. */
    boolean flush() throws IOException;

    /** Whether {@link #flush} has something left to push out. */
    boolean hasUnsent();

    /** Tells the other side that nothing more will come. */
    void finish() throws IOException;

    /** Whether to read when bytes come; not while it is still busy with the last ones. */
    boolean wantsRead();

    /** Whether to read now, because what came before could not be worked on then. */
    boolean hasPutOff();

    /** Whether the conversation below the application is still being set up. */
    boolean isHandshaking();

    /** Gives back all memory, now. What comes from then on is thrown away. */
    void forget();
}
