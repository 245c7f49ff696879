package dev.muster.domain;

import dev.muster.domain.ParticipantCommand.ToggleParticipationMode;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Commands per second through a {@link DomainLoop} whose lobby holds 64 people, and the price of a poll with nothing to
 * do.
 *
 * <p>Goals: at least 2,000,000 commands/s over the mixed trace; as near as clean code gets to the 10.1 million mode
 * toggles/s of the Rust original; an idle poll in 60 ns and 0 B.
 */
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
public class DomainLoopBenchmark {
    private static final int TOGGLES = 1024;

    private final CrowdedLobby toggling = new CrowdedLobby(TOGGLES);
    private final CrowdedLobby mixed = new CrowdedLobby(1);
    private final CrowdedLobby idle = new CrowdedLobby(1);
    private final LobbyTime now = new LobbyTime(1_000);
    private final ToggleParticipationMode[] toggles = new ToggleParticipationMode[TOGGLES];
    private final Sender[] senders = new Sender[TOGGLES];
    private final MixedTrace.Step[][] traces = {MixedTrace.steps(0), MixedTrace.steps(MixedTrace.RUNS)};
    private int played;

    public DomainLoopBenchmark() {
        for (int i = 0; i < TOGGLES; i++) {
            int person = i * 7 % CrowdedLobby.PEOPLE;
            ParticipantId id = CrowdedLobby.person(person);
            toggles[i] = new ToggleParticipationMode(CrowdedLobby.LOBBY, id, id);
            senders[i] = CrowdedLobby.sender(person);
        }
        playTrace();
        long refused = mixed.loop().counters().commandsRefused();
        if (refused != 0) {
            throw new IllegalStateException("the trace has " + refused + " commands that are refused");
        }
    }

    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @OperationsPerInvocation(TOGGLES)
    public int modeToggles() {
        for (int i = 0; i < TOGGLES; i++) {
            toggling.loop().submit(senders[i], toggles[i]);
        }
        return toggling.turn(1);
    }

    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @OperationsPerInvocation(MixedTrace.LENGTH)
    public int mixedTrace() {
        return playTrace();
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public int idlePoll() {
        return idle.loop().poll(now);
    }

    private int playTrace() {
        int handled = 0;
        for (MixedTrace.Step step : traces[played++ % traces.length]) {
            mixed.loop().submit(step.sender(), step.command());
            handled += mixed.turn(500);
        }
        return handled;
    }
}
