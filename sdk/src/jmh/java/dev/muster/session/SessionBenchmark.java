package dev.muster.session;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What staying in step costs: JSON, hash chain and Ed25519 signatures included, without a network.
 *
 * <p>Goals, with one host and eight guests in one thread: at least 66,000 events/s at the host, so that 600,000/s are
 * applied by all together; 10,000 missed events in 500 ms; an idle poll in 0 B (with JMH's option {@code -prof gc}).
 */
@Fork(1)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 4, time = 3)
public class SessionBenchmark {
    private static final int GUESTS = 8;
    private static final int MISSED_BATCHES = 10;

    /** Everybody in one thread, and busy. */
    @State(Scope.Thread)
    public static class Busy {
        private final SessionInOneThread session = new SessionInOneThread(GUESTS);
        private final long firstEvent = session.host().p2p().currentSequence();
        private final long firstByte = bytes();

        private long bytes() {
            return session.guests().get(0).transport().syncBytesReceived();
        }

        /** Says what one event takes on the way to one guest, its share of heads and responses included. */
        @TearDown
        public void print() {
            double events = session.host().p2p().currentSequence() - firstEvent;
            System.out.printf(Locale.ROOT, "%n%.1f bytes per small event and guest%n", (bytes() - firstByte) / events);
        }
    }

    /** Counts what the host and all guests together applied. */
    @AuxCounters
    @State(Scope.Thread)
    public static class Applied {
        /** Events that became part of a lobby, on any of the nine sides. */
        public long applied;
    }

    /** The score is events/s at the host; all guests have applied them too by then. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @OperationsPerInvocation(SessionInOneThread.BATCH)
    public void events(Busy busy, Applied count) {
        busy.session.hostBatch();
        busy.session.followAll();
        count.applied += (GUESTS + 1) * SessionInOneThread.BATCH;
    }

    /** A guest that missed 10,000 events. */
    @State(Scope.Thread)
    public static class Behind {
        private final SessionInOneThread session = new SessionInOneThread(1);
        private final SessionInOneThread.Guest guest = session.guests().get(0);

        /**
         * Where they are when the guest comes to itself: on its machine, all of them; or with the host, because the
         * network took nothing, so that most of them come as a snapshot.
         */
        @Param({"received", "withHost"})
        private String missed = "received";

        @Setup(Level.Invocation)
        public void miss() {
            session.pass(Duration.ofSeconds(6)); // A snapshot may be sent again.
            guest.transport().hold(missed.equals("withHost"));
            for (int i = 0; i < MISSED_BATCHES; i++) {
                session.hostBatch();
            }
        }
    }

    /** From coming to itself until the lobby is up to date. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public void catchUp(Behind behind) {
        behind.guest.transport().hold(false);
        behind.session.follow(behind.guest);
    }

    /** Everybody in, and nothing to do. */
    @State(Scope.Thread)
    public static class Idle {
        private final SessionInOneThread session = new SessionInOneThread(GUESTS);
        private final SessionLoop host = session.host();
        private final SessionLoop guest = session.guests().get(0).loop();

        @Setup
        public void settle() {
            session.stopTheClock();
        }
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public int idlePollOfHost(Idle idle) {
        return idle.host.poll();
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public int idlePollOfGuest(Idle idle) {
        return idle.guest.poll();
    }
}
