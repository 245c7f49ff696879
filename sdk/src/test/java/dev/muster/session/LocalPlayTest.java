package dev.muster.session;

import dev.muster.fork.Fork;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs sessions in processes in which WebRTC cannot be used, for either of the two reasons that there are. */
class LocalPlayTest {
    @TestFactory
    Stream<DynamicTest> withLoopbackAlone() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.LOOPBACK).run(LocalPlay.class);
    }

    @TestFactory
    Stream<DynamicTest> withoutAPlaceForTheLibrary() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE)
                .with("-Djava.io.tmpdir=/proc/no-such-place")
                .run(LocalPlay.class);
    }
}
