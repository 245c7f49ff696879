package dev.muster.tcp;

import dev.muster.transport.TransportContract;
import dev.muster.transport.TransportFixture;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;

/** The contract over real sockets. */
@Timeout(120)
class TcpTransportTest extends TransportContract {
    @Override
    protected TransportFixture newFixture() {
        return new TcpFixture(Duration.ofSeconds(5));
    }
}
