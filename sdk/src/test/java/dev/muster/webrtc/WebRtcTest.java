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
    Stream<DynamicTest> newPaths() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE).run(WebRtcNewPaths.class);
    }

    @TestFactory
    Stream<DynamicTest> stalls() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE).run(WebRtcStalls.class);
    }

    @TestFactory
    Stream<DynamicTest> hazards() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE).run(WebRtcHazards.class);
    }

    @TestFactory
    Stream<DynamicTest> strangers() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE).run(WebRtcStrangers.class);
    }

    @TestFactory
    Stream<DynamicTest> resources() throws IOException, InterruptedException {
        // The collector and the compiler must not add threads of their own to what is counted.
        return Fork.in(Fork.Network.BRIDGE)
                .with("-XX:+UseSerialGC")
                .with("-XX:-UseDynamicNumberOfCompilerThreads")
                .run(WebRtcResources.class);
    }

    @TestFactory
    Stream<DynamicTest> onAMachineWithoutSoundAndDisplay() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE_WITHOUT_DESKTOP).run(WebRtcOnABareMachine.class);
    }

    @TestFactory
    Stream<DynamicTest> withLoopbackAlone() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.LOOPBACK).run(WebRtcWithoutNetwork.class);
    }

    @TestFactory
    Stream<DynamicTest> withoutAPlaceForTheLibrary() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE)
                .with("-Djava.io.tmpdir=/proc/no-such-place")
                .run(WebRtcThatCannotLoad.class);
    }

    @TestFactory
    Stream<DynamicTest> betweenProcesses() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE).run(WebRtcBetweenProcesses.class);
    }

    @TestFactory
    Stream<DynamicTest> throughARelay() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE).run(WebRtcThroughARelay.class);
    }

    @TestFactory
    Stream<DynamicTest> withABrowser() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE).run(WebRtcWithABrowser.class);
    }
}
