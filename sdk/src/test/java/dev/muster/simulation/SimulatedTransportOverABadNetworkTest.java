package dev.muster.simulation;

import dev.muster.transport.Channel;
import dev.muster.transport.TransportContract;
import dev.muster.transport.TransportFixture;
import java.time.Duration;

/** The same contract where packets are lost, late and overtaken: reliable channels keep their promise. */
class SimulatedTransportOverABadNetworkTest extends TransportContract {
    @Override
    protected TransportFixture newFixture() {
        var network = new SimulatedNetwork(2);
        Latency latency = Latency.heavyTail(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(400));
        network.conditions(
                LinkConditions.perfect(latency).withReordering(0.2).withBytesPerSecond(4L * Channel.MESSAGE_BYTES_MAX));
        return new SimulatedTransportTest.SimulatedFixture(network);
    }
}
