package dev.muster.webrtc;

import dev.muster.fork.Fork;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs what touches the native library, each class in a process and a network of its own. */
class WebRtcTest {
    @TestFactory
    Stream<DynamicTest> contract() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE).run(WebRtcKeepsTheContract.class);
    }

    @TestFactory
    Stream<DynamicTest> connections() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE).run(WebRtcConnections.class);
    }

    @TestFactory
    Stream<DynamicTest> hazards() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE).run(WebRtcHazards.class);
    }

    @TestFactory
    Stream<DynamicTest> resources() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE).run(WebRtcResources.class);
    }
}
