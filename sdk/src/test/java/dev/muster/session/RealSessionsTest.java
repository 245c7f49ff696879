package dev.muster.session;

import dev.muster.fork.Fork;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs what needs real WebRTC and real processes in a network of its own. */
class RealSessionsTest {
    @TestFactory
    Stream<DynamicTest> betweenProcesses() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE).run(RealSessions.class);
    }

    @TestFactory
    Stream<DynamicTest> hostsThatGo() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE).run(RealHosts.class);
    }

    @TestFactory
    Stream<DynamicTest> aFullLobby() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE).run(RealFullSessions.class);
    }
}
