package dev.muster.webrtc;

import dev.muster.transport.Transport;
import dev.muster.transport.TransportContract;
import dev.muster.transport.TransportFixture;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The contract of transports over the native library. Run by {@link WebRtcTest} in a process of its own. */
class WebRtcKeepsTheContract extends TransportContract {
    @Override
    protected TransportFixture newFixture() {
        return new RealTime();
    }

    private static final class RealTime implements TransportFixture {
        private static final Duration PATIENCE = Duration.ofSeconds(60);
        private static final Duration SETTLING = Duration.ofMillis(300);
        private static final long PAUSE_NANOS = 1_000_000;

        private final MemoryRoom room = new MemoryRoom();
        private final WebRtcConfig config = WebRtcConfig.defaults().withConnectTimeout(PATIENCE);
        private long origin = System.nanoTime();
        private int peers;

        @Override
        public Transport newPeer() {
            try {
                peers++;
                return WebRtcTransport.open(config, room.join(), new SplittableRandom(peers));
            } catch (WebRtcUnavailableException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public long nowNanos() {
            return System.nanoTime() - origin;
        }

        @Override
        public boolean await(BooleanSupplier condition) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - deadline > 0) {
                    return false;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return true;
        }

        @Override
        public void settle(Runnable poll) {
            long end = System.nanoTime() + SETTLING.toNanos();
            while (System.nanoTime() - end < 0) {
                poll.run();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }

        @Override
        public void outlastConnecting() {
            origin -= PATIENCE.toNanos();
        }

        @Override
        public void close() {
            // The suite closes the peers, and the room is nothing but memory.
        }
    }
}
