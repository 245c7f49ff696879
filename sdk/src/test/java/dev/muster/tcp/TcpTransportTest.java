package dev.muster.tcp;

import dev.muster.transport.TransportContract;
import dev.muster.transport.TransportFixture;
import org.junit.jupiter.api.Timeout;

/** The contract over real sockets. */
@Timeout(180)
class TcpTransportTest extends TransportContract {
    @Override
    protected TransportFixture newFixture() {
        return new TcpFixture(TcpFixture.PATIENCE);
    }
}
