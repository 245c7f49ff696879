package dev.muster.webrtc;

import dev.muster.fork.Fork;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs what touches the native library, each class in a process and a network of its own.
 *
 * <p>Two at a time: they share nothing, and most of their time they wait for processes to start and for a peer's
 * silence to be noticed.
 */
class WebRtcTest {
    private static final int AT_ONCE = 2;
    private static final ExecutorService WORKERS = Executors.newFixedThreadPool(AT_ONCE);
    private static final Map<Class<?>, Future<Stream<DynamicTest>>> OUTCOMES = new LinkedHashMap<>();

    /** Of its own, since one test looks whether anything was left behind in it. */
    @TempDir
    static Path temporaryFiles = Path.of("");

    /** The long ones first, so that none runs alone at the end. */
    @BeforeAll
    static void begin() {
        begin(WebRtcBetweenProcesses.class, inNetwork());
        begin(WebRtcThroughARelay.class, inNetwork());
        begin(WebRtcKeepsTheContract.class, inNetwork());
        begin(WebRtcConnections.class, inNetwork());
        begin(WebRtcHazards.class, inNetwork());
        begin(WebRtcWithABrowser.class, inNetwork());
        begin(WebRtcNewPaths.class, inNetwork());
        begin(WebRtcStalls.class, inNetwork());
        begin(WebRtcStrangers.class, inNetwork());
        begin(
                WebRtcResources.class,
                // The collector and the compiler must not add threads of their own to what is counted.
                inNetwork().with("-XX:+UseSerialGC").with("-XX:-UseDynamicNumberOfCompilerThreads"));
        begin(
                WebRtcOnABareMachine.class,
                Fork.in(Fork.Network.BRIDGE_WITHOUT_DESKTOP).with("-Djava.io.tmpdir=" + temporaryFiles));
        begin(WebRtcWithoutNetwork.class, Fork.in(Fork.Network.LOOPBACK));
        begin(WebRtcThatCannotLoad.class, inNetwork().with("-Djava.io.tmpdir=/proc/no-such-place"));
    }

    @AfterAll
    static void end() {
        WORKERS.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> betweenProcesses() throws Throwable {
        return outcome(WebRtcBetweenProcesses.class);
    }

    @TestFactory
    Stream<DynamicTest> throughARelay() throws Throwable {
        return outcome(WebRtcThroughARelay.class);
    }

    @TestFactory
    Stream<DynamicTest> contract() throws Throwable {
        return outcome(WebRtcKeepsTheContract.class);
    }

    @TestFactory
    Stream<DynamicTest> connections() throws Throwable {
        return outcome(WebRtcConnections.class);
    }

    @TestFactory
    Stream<DynamicTest> hazards() throws Throwable {
        return outcome(WebRtcHazards.class);
    }

    @TestFactory
    Stream<DynamicTest> withABrowser() throws Throwable {
        return outcome(WebRtcWithABrowser.class);
    }

    @TestFactory
    Stream<DynamicTest> newPaths() throws Throwable {
        return outcome(WebRtcNewPaths.class);
    }

    @TestFactory
    Stream<DynamicTest> stalls() throws Throwable {
        return outcome(WebRtcStalls.class);
    }

    @TestFactory
    Stream<DynamicTest> strangers() throws Throwable {
        return outcome(WebRtcStrangers.class);
    }

    @TestFactory
    Stream<DynamicTest> resources() throws Throwable {
        return outcome(WebRtcResources.class);
    }

    @TestFactory
    Stream<DynamicTest> onAMachineWithoutSoundAndDisplay() throws Throwable {
        return outcome(WebRtcOnABareMachine.class);
    }

    @TestFactory
    Stream<DynamicTest> withLoopbackAlone() throws Throwable {
        return outcome(WebRtcWithoutNetwork.class);
    }

    @TestFactory
    Stream<DynamicTest> withoutAPlaceForTheLibrary() throws Throwable {
        return outcome(WebRtcThatCannotLoad.class);
    }

    private static Fork inNetwork() {
        return Fork.in(Fork.Network.BRIDGE);
    }

    private static void begin(Class<?> tests, Fork fork) {
        OUTCOMES.put(tests, WORKERS.submit(() -> fork.run(tests)));
    }

    /** Skipped or failed as a whole if the process was. */
    private static Stream<DynamicTest> outcome(Class<?> tests) throws Throwable {
        try {
            return Objects.requireNonNull(OUTCOMES.get(tests)).get();
        } catch (ExecutionException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }
}
