package dev.muster.webrtc;

import dev.muster.fork.Fork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Real connections between two processes. JMH only starts it: one shot is the whole comparison, which prints its
 * figures itself.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@org.openjdk.jmh.annotations.Fork(1)
public class WebRtcBenchmark {
    @Benchmark
    public int betweenTwoProcesses() throws Exception {
        var command = new ArrayList<>(Fork.inNamespace(Fork.Network.BRIDGE));
        command.addAll(Fork.java(List.of("-Xmx256m")));
        command.add(WebRtcMeasurement.class.getName());
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException("the measurement ended with code " + exit);
        }
        return exit;
    }
}
