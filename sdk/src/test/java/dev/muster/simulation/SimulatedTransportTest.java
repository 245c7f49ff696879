package dev.muster.simulation;

import dev.muster.transport.Transport;
import dev.muster.transport.TransportContract;
import dev.muster.transport.TransportFixture;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The contract over a network as good as a LAN. */
class SimulatedTransportTest extends TransportContract {
    @Override
    protected TransportFixture newFixture() {
        return new SimulatedFixture(new SimulatedNetwork(1));
    }

    /** Lets virtual time pass. */
    static final class SimulatedFixture implements TransportFixture {
        private final SimulatedNetwork network;
        private int peers;

        SimulatedFixture(SimulatedNetwork network) {
            this.network = network;
        }

        @Override
        public Transport newPeer() {
            return network.addPeer("peer" + ++peers).transport();
        }

        @Override
        public long nowNanos() {
            return network.nowNanos();
        }

        @Override
        public boolean await(BooleanSupplier condition) {
            return network.runUntil(condition, Duration.ofMinutes(10));
        }

        @Override
        public void settle(Runnable poll) {
            network.runUntil(
                    () -> {
                        poll.run();
                        return false;
                    },
                    Duration.ofSeconds(2));
            poll.run();
        }

        @Override
        public void outlastConnecting() {
            // Nothing to skip: waiting costs no time here.
        }

        @Override
        public void close() {
            // A network in memory holds nothing that must be freed.
        }
    }
}
