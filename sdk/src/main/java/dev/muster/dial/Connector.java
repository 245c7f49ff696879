package dev.muster.dial;

import java.io.IOException;
import java.time.Duration;

/**
 * Makes one connection; the part of dialling that a {@link Dialer} does not know.
 *
 * @param <C> what a connection is
 */
@FunctionalInterface
public interface Connector<C extends AutoCloseable> {
    /**
     * Connects, on a thread of the dialer. Throw {@link RetryAfterException} when the other side asked for patience,
     * and {@link DialRefusedException} when trying again is pointless.
     *
     * @param endpoint where to
     * @param timeout how long it may take; the thread is interrupted after that
     * @return the open connection; closed by the dialer if another one won
     * @throws IOException if it cannot be reached
     * @throws InterruptedException if the dial was given up
     */
    C connect(Endpoint endpoint, Duration timeout) throws IOException, InterruptedException;
}
