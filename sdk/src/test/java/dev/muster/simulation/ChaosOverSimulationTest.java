package dev.muster.simulation;

import dev.muster.transport.Transport;
import dev.muster.transport.TransportContract;
import dev.muster.transport.TransportFixture;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Delays, refusals and stalls must not break the contract. */
class ChaosOverSimulationTest extends TransportContract {
    @Override
    protected TransportFixture newFixture() {
        return new ChaosFixture(new SimulatedNetwork(4));
    }

    /** Ticks every few milliseconds of virtual time, as the rim would at the deadlines of the transport. */
    static final class ChaosFixture implements TransportFixture {
        private static final Duration TICK = Duration.ofMillis(5);

        private final SimulatedNetwork network;
        private final SimulatedTransportTest.SimulatedFixture fixture;
        private int peers;

        ChaosFixture(SimulatedNetwork network) {
            this.network = network;
            this.fixture = new SimulatedTransportTest.SimulatedFixture(network);
            tick();
        }

        @Override
        public Transport newPeer() {
            var chaos = new ChaosTransport(fixture.newPeer(), ++peers);
            Latency delay = Latency.uniform(Duration.ZERO, Duration.ofMillis(30));
            chaos.faults(ChaosFaults.NONE
                    .withDelay(delay)
                    .withAccidents(new ChaosFaults.Accidents(0, 0.01, Duration.ofMillis(100))));
            return chaos;
        }

        @Override
        public long nowNanos() {
            return fixture.nowNanos();
        }

        @Override
        public boolean await(BooleanSupplier condition) {
            return fixture.await(condition);
        }

        @Override
        public void settle(Runnable poll) {
            fixture.settle(poll);
        }

        @Override
        public void outlastConnecting() {
            fixture.outlastConnecting();
        }

        @Override
        public void close() {
            fixture.close();
        }

        private void tick() {
            network.at(Duration.ofNanos(network.nowNanos()).plus(TICK), "tick", this::tick);
        }
    }
}
