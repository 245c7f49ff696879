package dev.muster.tcp;

import dev.muster.simulation.ChaosFaults;
import dev.muster.simulation.ChaosTransport;
import dev.muster.simulation.Latency;
import dev.muster.transport.MessageContract;
import dev.muster.transport.Transport;
import dev.muster.transport.TransportFixture;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Timeout;

/** Chaos in front of real sockets: late, stalled, and still whole and in order. */
@Timeout(180)
class ChaosOverTcpTest extends MessageContract {
    @Override
    protected TransportFixture newFixture() {
        var sockets = new TcpFixture(TcpFixture.PATIENCE);
        return new TransportFixture() {
            private long seed;

            @Override
            public Transport newPeer() {
                var chaos = new ChaosTransport(sockets.newPeer(), ++seed);
                chaos.faults(ChaosFaults.NONE
                        .withDelay(Latency.uniform(Duration.ZERO, Duration.ofMillis(20)))
                        .withAccidents(new ChaosFaults.Accidents(0, 0.01, Duration.ofMillis(50))));
                return chaos;
            }

            @Override
            public long nowNanos() {
                return sockets.nowNanos();
            }

            @Override
            public boolean await(BooleanSupplier condition) {
                return sockets.await(condition);
            }

            @Override
            public void settle(Runnable poll) {
                sockets.settle(poll);
            }

            @Override
            public void outlastConnecting() {
                sockets.outlastConnecting();
            }

            @Override
            public void close() {
                sockets.close();
            }
        };
    }
}
