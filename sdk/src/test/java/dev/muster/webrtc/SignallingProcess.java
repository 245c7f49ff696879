package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.fork.Fork;
import dev.muster.fork.Machines;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The signalling server as a process that can be killed. It listens where the test is, on the wire of {@link Machines}.
 */
public final class SignallingProcess implements AutoCloseable {
    static final int PORT = 3536;
    public static final String URL = "ws://" + Machines.TEST_ADDRESS + ":" + PORT;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Optional<Process> process = Optional.empty();

    /** Starts it, and waits until it listens. */
    public void start() throws IOException {
        var command = new ArrayList<>(Fork.java(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")));
        command.add("dev.muster.signalling.server.cli.Main");
        command.add("0.0.0.0:" + PORT);
        process = Optional.of(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!listens()) {
            assertTrue(System.nanoTime() - deadline < 0, "the signalling server does not listen");
            LockSupport.parkNanos(5_000_000);
        }
    }

    public void kill() {
        process.ifPresent(running -> running.destroyForcibly()
                .onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join());
    }

    @Override
    public void close() {
        kill();
    }

    private static boolean listens() {
        try (var trial = new Socket(Machines.TEST_ADDRESS, PORT)) {
            return trial.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
