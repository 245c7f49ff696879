package dev.muster.session;

import dev.muster.fork.Fork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A host and a guest over real WebRTC, each a process of its own on this machine. JMH only starts it: one shot is the
 * whole measurement, which prints its figures itself.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@org.openjdk.jmh.annotations.Fork(1)
@State(Scope.Benchmark)
public class SessionOverWebRtcBenchmark {
    /** How often a guest comes; a host lets in so many strangers a minute only, which makes this the slow part. */
    @Param("60")
    private int joins = 60;

    /** How often a guest submits a command and waits for what comes of it. */
    @Param("1000")
    private int roundTrips = 1_000;

    @Benchmark
    public int hostAndGuest() throws Exception {
        var command = new ArrayList<>(Fork.inNamespace(Fork.Network.BRIDGE));
        command.addAll(Fork.java(List.of("-Xmx256m")));
        command.add(SessionMeasurement.class.getName());
        command.add(Integer.toString(joins));
        command.add(Integer.toString(roundTrips));
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException("the measurement ended with code " + exit);
        }
        return exit;
    }
}
