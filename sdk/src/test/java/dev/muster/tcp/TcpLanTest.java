package dev.muster.tcp;

import dev.muster.fork.Fork;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** TCP beyond one machine. */
class TcpLanTest {
    @TestFactory
    Stream<DynamicTest> betweenMachines() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE).run(TcpBetweenMachines.class);
    }
}
