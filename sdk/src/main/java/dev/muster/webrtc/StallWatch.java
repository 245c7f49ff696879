package dev.muster.webrtc;

import dev.muster.transport.Reachability;
import java.time.Duration;

/**
 * Finds out that the library has stopped sending.
 *
 * <p>With much in flight on all channels, on a busy machine or after a process stood still for some seconds, the SCTP
 * of the library now and then sends nothing in one direction for a minute and longer: the path answers, the channels
 * are open, and what was sent stays in the send buffer. The bare library does it, too: 2 of 12 runs with a pause, 1 of
 * 8 under load, but none of 30 without an unreliable channel. A new path under the connection does not help; a new
 * connection does.
 *
 * <p>Pure: the owner looks about every {@link #LOOK_INTERVAL} while something waits. A gap between two looks counts
 * little, since the one who stood still may have been this process itself.
 */
final class StallWatch {
    /** How long nothing may leave a buffer while the path answers. SCTP itself tries again every 3 s at the latest. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How often to look. */
    static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private static final long GAP_NANOS_MAX = 2 * LOOK_INTERVAL.toNanos();

    private long leftBytes;
    private long lookedAtNanos;
    private long stillNanos;

    /**
     * Looks at one channel.
     *
     * @param nowNanos the time
     * @param path what is believed about the path; nothing can leave over one that does not answer
     * @param takenBytes what was ever taken for sending
     * @param waitingBytes how much of that is still here
     * @return whether nothing has left for too long
     */
    boolean look(long nowNanos, Reachability path, long takenBytes, long waitingBytes) {
        long left = takenBytes - waitingBytes;
        boolean moves = waitingBytes == 0 || left != leftBytes || path != Reachability.REACHABLE;
        stillNanos = moves ? 0 : stillNanos + Math.min(nowNanos - lookedAtNanos, GAP_NANOS_MAX);
        leftBytes = left;
        lookedAtNanos = nowNanos;
        return stillNanos >= PATIENCE.toNanos();
    }
}
