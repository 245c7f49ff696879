package dev.muster.simulation;

import dev.muster.transport.Channel;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.Payload;
import dev.muster.transport.Transport;
import dev.muster.transport.TransportEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How much simulated time fits into a second of real time, for a full mesh of eight peers.
 *
 * <p>One operation is one simulated hour, so the score is simulated hours per second. The load is that of a quiet
 * lobby: every peer is polled ten times a second, and says something to each other peer as often as heartbeats do.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SimulationBenchmark {
    private static final int PEERS = 8;
    private static final int MINUTES_PER_HOUR = 60;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Payload HEARTBEAT = Payload.takeOver(new byte[40]);

    /** How often each peer says something to each other peer. */
    @Param({"1000", "250"})
    private int heartbeatMillis = 1_000;

    @Param({"lan", "internet", "mobile"})
    private String conditions = "lan";

    private SimulatedNetwork network = new SimulatedNetwork(1);
    private final List<Program> programs = new ArrayList<>();

    @Setup
    public void connectEverybody() {
        network = new SimulatedNetwork(1);
        programs.clear();
        network.conditions(
                switch (conditions) {
                    case "lan" -> LinkConditions.lan();
                    case "internet" -> LinkConditions.internet();
                    default -> LinkConditions.mobile();
                });
        for (int i = 0; i < PEERS; i++) {
            SimulatedPeer peer = network.addPeer("peer" + i);
            var program = new Program(
                    peer.transport(), Duration.ofMillis(heartbeatMillis).toNanos());
            programs.add(program);
            peer.runAtIntervalsOnly(Duration.ofMillis(100), (mono, wall) -> program.turn(mono));
        }
        network.runFor(MINUTE);
        for (Program program : programs) {
            if (program.open.size() != PEERS - 1) {
                throw new IllegalStateException("a mesh of " + PEERS + " expected, not " + program.open);
            }
        }
    }

    /** The score is simulated hours per second of real time. */
    @Benchmark
    public long simulatedHours() {
        for (int i = 0; i < MINUTES_PER_HOUR; i++) {
            network.runFor(MINUTE);
        }
        return network.nowNanos();
    }

    private static final class Program {
        private final Transport transport;
        private final long heartbeatNanos;
        private final List<ConnectionId> open = new ArrayList<>();
        private long nextHeartbeatNanos;

        Program(Transport transport, long heartbeatNanos) {
            this.transport = transport;
            this.heartbeatNanos = heartbeatNanos;
        }

        void turn(long nowNanos) {
            Optional<TransportEvent> next = transport.poll(nowNanos);
            while (next.isPresent()) {
                hear(next.get());
                next = transport.poll(nowNanos);
            }
            if (nowNanos >= nextHeartbeatNanos) {
                nextHeartbeatNanos = nowNanos + heartbeatNanos;
                for (ConnectionId connection : open) {
                    var unused = transport.send(connection, Channel.SYNC, HEARTBEAT);
                }
            }
        }

        private void hear(TransportEvent event) {
            if (event instanceof TransportEvent.PeerAnnounced announced) {
                var unused = transport.connect(announced.peer());
            } else if (event instanceof TransportEvent.ConnectionOffered offered) {
                transport.accept(offered.connection());
            } else if (event instanceof TransportEvent.ConnectionOpened opened) {
                open.add(opened.connection());
            }
        }
    }
}
