package dev.muster.session;

import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.ParticipantCommand.SetReady;
import dev.muster.p2p.P2PEvent;
import dev.muster.p2p.P2PEvent.HostChanged;
import dev.muster.p2p.P2PEvent.PeerDegraded;
import dev.muster.p2p.P2PEvent.PeerRemoved;
import dev.muster.simulation.Latency;
import dev.muster.simulation.LinkConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long the lobby is without a host, in virtual time: whole sessions in the simulated network, one from each seed.
 * JMH only starts it; each measurement prints what it found.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(1)
@State(Scope.Benchmark)
public class AuthorityBenchmark {
    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final Duration ONE_WAY = Duration.ofMillis(50);

    /** How many sessions each figure comes from. */
    @Param("200")
    private int seeds = 200;

    /** How many simulated hours false suspicions are counted for. */
    @Param("100")
    private int hours = 100;

    /** Four players who have settled. */
    private static final class Four {
        final World world;
        final World.Player alice;
        final World.Player bob;
        final World.Player carol;
        final World.Player dave;

        Four(long seed, LinkConditions conditions) {
            world = new World(seed);
            world.network.trace().record(false);
            alice = world.host("Alice");
            bob = world.joined(alice, "Bob");
            carol = world.joined(alice, "Carol");
            dave = world.joined(alice, "Dave");
            world.network.conditions(conditions);
            world.run(SETTLED.plusMillis(seed * 37 % 1_000));
        }

        List<World.Player> guests() {
            return List.of(bob, carol, dave);
        }

        List<World.Player> all() {
            return List.of(alice, bob, carol, dave);
        }

        /** {@return how long it takes until that is so, in milliseconds} */
        double until(BooleanSupplier condition) {
            long begun = world.network.nowNanos();
            world.until(condition, "what is measured");
            return (world.network.nowNanos() - begun) / 1e6;
        }

        boolean allAreTold(List<World.Player> whom, Class<? extends P2PEvent> what) {
            return whom.stream().noneMatch(one -> one.told(what).isEmpty());
        }

        /** Whether there is one host, whom everybody follows, and who is in sees what it sees. */
        boolean agree() {
            List<World.Player> hosts =
                    all().stream().filter(one -> one.loop.isHost()).toList();
            return hosts.size() == 1 && all().stream().allMatch(one -> follows(one, hosts.get(0)));
        }

        /** Whoever was lost to the side that goes on is not in any more, until it joins again. */
        private static boolean follows(World.Player one, World.Player host) {
            boolean isIn = host.lobby().participant(one.id()).isPresent();
            return one.lobby().isHost(host.id()) && (!isIn || one.lobby().equals(host.lobby()));
        }
    }

    /** One figure from one session. */
    private interface Measured {
        double of(long seed);
    }

    private void print(String what, Measured measured) {
        List<Double> found = new ArrayList<>(
                LongStream.rangeClosed(1, seeds).mapToObj(measured::of).toList());
        Collections.sort(found);
        System.out.printf(
                Locale.ROOT,
                "%n%s: p50 %.0f ms, p95 %.0f ms, p99 %.0f ms, most %.0f ms (%d sessions)%n",
                what,
                at(found, 0.5),
                at(found, 0.95),
                at(found, 0.99),
                found.get(found.size() - 1),
                found.size());
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size())));
    }

    /** A host of whom nothing is heard any more, until all guests know; goal: 2.5 s. */
    @Benchmark
    public void aSilentHostIsNoticed() {
        print("a silent host is noticed by all", seed -> {
            var four = new Four(seed, LinkConditions.internet());
            four.world.network.isolate(four.alice.machine);
            return four.until(() -> four.allAreTold(four.guests(), PeerDegraded.class));
        });
    }

    /** A host whose connections are closed under it, until all guests know; goal: 0.5 s. */
    @Benchmark
    public void aClosedHostIsNoticed() {
        print("a host whose connections end is noticed by all", seed -> {
            var four = new Four(seed, LinkConditions.internet());
            four.alice.machine.transport().close();
            return four.until(() -> four.allAreTold(four.guests(), PeerDegraded.class));
        });
    }

    /** From the end of the grace period until everybody follows the next host; goal: 300 ms. */
    @Benchmark
    public void aLostHostIsReplaced() {
        print("a lost host is replaced, after the grace period", seed -> {
            var four = new Four(seed, LinkConditions.internet());
            four.world.network.isolate(four.alice.machine);
            four.world.until(() -> four.allAreTold(List.of(four.bob), PeerRemoved.class), "the grace period is over");
            return four.until(() -> four.allAreTold(four.guests(), HostChanged.class));
        });
    }

    /** A hand-over on purpose with 50 ms one way, while somebody plays; goal: two round trips, 200 ms. */
    @Benchmark
    public void theRoleIsHandedOver() {
        print("the role is handed over (a round trip takes 100 ms)", seed -> {
            var four = new Four(seed, LinkConditions.perfect(Latency.fixed(ONE_WAY)));
            four.dave.submit(new SetReady(four.dave.lobbyId(), four.dave.id(), true));
            four.alice.submit(new DelegateHost(four.alice.lobbyId(), four.alice.id(), four.carol.id()));
            return four.until(() -> four.allAreTold(four.all(), HostChanged.class));
        });
    }

    /** Two halves with a host each, from the mended network to one host and one lobby; goal: p99 2 s, most 5 s. */
    @Benchmark
    public void twoHalvesBecomeOne() {
        print("two halves become one after the network is mended", seed -> {
            var four = new Four(seed, LinkConditions.internet());
            four.world.network.partition(
                    List.of(four.alice.machine, four.bob.machine), List.of(four.carol.machine, four.dave.machine));
            four.world.until(four.carol.loop::isHost, "there is another host");
            four.world.run(Duration.ofSeconds(20));
            four.world.network.heal();
            return four.until(four::agree);
        });
    }

    /** Suspicions in peace, with 5 % loss and a delay that varies by 200 ms; goal: fewer than one in 1,000 hours. */
    @Benchmark
    public void falseSuspicions() {
        var world = new World(1);
        world.network.trace().record(false);
        World.Player alice = world.host("Alice");
        World.Player bob = world.joined(alice, "Bob");
        world.network.conditions(LinkConditions.perfect(Latency.uniform(ONE_WAY, ONE_WAY.plusMillis(200)))
                .withLoss(0.05));
        world.run(SETTLED);
        int before = suspicions(alice, bob);
        for (int hour = 0; hour < hours; hour++) {
            world.run(Duration.ofHours(1));
        }
        System.out.printf(
                Locale.ROOT,
                "%nfalse suspicions: %d in %d simulated hours of two players%n",
                suspicions(alice, bob) - before,
                hours);
    }

    private static int suspicions(World.Player... players) {
        int all = 0;
        for (World.Player player : players) {
            all += player.told(PeerDegraded.class).size();
        }
        return all;
    }
}
