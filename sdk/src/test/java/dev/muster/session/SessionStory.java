package dev.muster.session;

import dev.muster.domain.CorrelationId;
import dev.muster.domain.Submission;
import dev.muster.simulation.LinkConditions;
import dev.muster.simulation.SimulatedClock;
import dev.muster.simulation.SimulatedPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A made-up evening, told from its plan: people come and go, talk and play, over bad networks and with machines that
 * sleep, crash and start again. What must always hold is looked at whenever anybody did anything; in the end the
 * network is well, and everybody must see the same.
 */
final class SessionStory {
    static final String HOST = "Host";
    static final String WHO_IS_HOST = "whoever is host";
    static final String OLDEST_GUEST = "the oldest guest";

    /** How long peace may take at most, after the grace period of all who are away. */
    private static final int PEACE_SECONDS = 55;

    /** Most evenings end as soon as all is well; some go on, to see that it stays so. */
    private static final int LONG_PEACE_EVERY = 16;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final StoryPlan plan;
    private final World world;
    private final Witness witness;
    private final StoryEnd end;
    /** Who made the lobby; others may come to be host. */
    private final World.Player host;

    private final Optional<LiarsPart> liar;
    private final Map<World.Player, List<CorrelationId>> submitted = new HashMap<>();
    private final Set<World.Player> gone = new HashSet<>();
    private final Set<Path> cuts = new LinkedHashSet<>();
    private final Set<Path> paths = new LinkedHashSet<>();

    SessionStory(long seed) {
        this(new StoryWriter(seed).write());
    }

    SessionStory(StoryPlan plan) {
        this.plan = plan;
        this.world = new World(plan.seed());
        this.witness = new Witness(world);
        StoryPlan.Setting setting = plan.setting();
        world.limits = setting.limits();
        world.grace = setting.grace();
        world.settings = world.settings.withHostReclaim(setting.reclaim());
        world.afterTurn = witness::turned;
        world.network.trace().record(false);
        world.network.conditions(setting.air());
        this.host = world.host(HOST);
        this.liar = setting.hasLiar() ? Optional.of(new LiarsPart(world, host)) : Optional.empty();
        this.end = new StoryEnd(setting.hostsFall());
    }

    private record Path(SimulatedPeer from, SimulatedPeer to) {}

    World world() {
        return world;
    }

    World.Player host() {
        return host;
    }

    /** Lives through it and checks what must hold afterwards. */
    void run() {
        try {
            for (StoryPlan.Beat beat : plan.beats()) {
                beat.step().happen(this);
                pass(Duration.ofMillis(beat.thenMillis()));
            }
            makePeace();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + plan.seed() + ": " + e.getMessage(), e);
        }
        complaint().ifPresent(words -> {
            throw new AssertionError("seed " + plan.seed() + ": " + words);
        });
    }

    /** Adds up what happened, so that a run of many stories can tell what none of them ever told. */
    void noteIn(StoryMarks marks) {
        marks.note(witness.marks());
        marks.note(host, world.players, liar.filter(LiarsPart::isThrownOut).isPresent());
    }

    List<World.Player> everybody() {
        return List.copyOf(world.players);
    }

    /** Whoever is meant: nobody, where there is no such one at the moment. */
    List<World.Player> people(String who) {
        return switch (who) {
            case WHO_IS_HOST ->
                running().filter(one -> one.loop.isHost()).findFirst().stream().toList();
            case OLDEST_GUEST ->
                running()
                        .filter(one -> one.loop.isHost())
                        .findFirst()
                        .flatMap(one -> one.loop.lobby())
                        .flatMap(lobby -> lobby.participants().stream()
                                .filter(person -> !lobby.isHost(person.id()))
                                .flatMap(person ->
                                        running().filter(one -> one.id().equals(person.id())))
                                .findFirst())
                        .stream()
                        .toList();
            default ->
                world.players.stream().filter(one -> one.name.equals(who)).toList();
        };
    }

    private Stream<World.Player> running() {
        return world.players.stream().filter(one -> one.machine.running());
    }

    void comes(String name) {
        if (people(name).isEmpty()) {
            boolean isMigrating = witness.isSomebodyWithoutHost();
            World.Player player = world.guest(host, name);
            if (isMigrating) {
                witness.cameWithoutHost(player);
            }
        }
    }

    void does(World.Player one, Deed deed, SplittableRandom dice) {
        if (!one.machine.running() || one.loop.lobby().isEmpty()) {
            return;
        }
        int times = dice.nextInt(10) == 0 && deed == Deed.TALK ? 50 : 1;
        for (int i = 0; i < times; i++) {
            boolean isHost = one.loop.isHost();
            Submission submission = isHost || one.isIn() ? one.submit(deed.command(one, dice)) : one.join();
            if (submission instanceof Submission.Queued queued && !isHost) {
                submitted.computeIfAbsent(one, player -> new ArrayList<>()).add(queued.correlationId());
            }
        }
    }

    void lies(SplittableRandom dice) {
        liar.ifPresent(one -> one.lie(dice));
    }

    void cut(List<World.Player> from, List<World.Player> to) {
        for (World.Player one : from) {
            for (World.Player other : to) {
                if (one != other && cuts.add(new Path(one.machine, other.machine))) {
                    world.network.cut(one.machine, other.machine);
                }
            }
        }
    }

    void path(List<World.Player> from, List<World.Player> to, LinkConditions conditions) {
        for (World.Player one : from) {
            for (World.Player other : to) {
                if (one != other) {
                    paths.add(new Path(one.machine, other.machine));
                    world.network.conditions(one.machine, other.machine, conditions);
                }
            }
        }
    }

    void clockIsSet(World.Player one, Duration by) {
        witness.clockIsSet(one);
        one.machine.clock().jumpWall(by);
    }

    void signalling(boolean isUp) {
        witness.signalling(isUp);
        if (isUp) {
            world.network.signalling().start();
        } else {
            world.network.signalling().stop();
        }
    }

    void mendAll() {
        cuts.clear();
        witness.mends();
        world.network.heal();
    }

    void mendInTurn(int pauseMillis, SplittableRandom dice) {
        List<Path> order = new ArrayList<>(cuts);
        Collections.shuffle(order, new Random(dice.nextLong()));
        witness.mends();
        for (Path cut : order) {
            cuts.remove(cut);
            world.network.mend(cut.from(), cut.to());
            pass(Duration.ofMillis(1 + dice.nextInt(pauseMillis)));
        }
    }

    void crashes(World.Player one) {
        witness.crashes(one);
        one.machine.crash();
        submitted.remove(one);
    }

    void startsAgain(World.Player one) {
        if (!gone.contains(one)) {
            crashes(one);
            one.restart();
        }
    }

    void quits(World.Player one) {
        if (one.machine.running()) {
            witness.crashes(one);
            one.loop.leave();
            pass(Duration.ofMillis(400));
            crashes(one);
            gone.add(one);
        }
    }

    void sleeps(World.Player one, SimulatedClock.InSleep clock, int millis) {
        if (one.machine.running()) {
            witness.sleeps(one, Duration.ofMillis(millis));
            one.machine.pause(clock);
            long until = world.network.nowNanos() + Duration.ofMillis(millis).toNanos();
            world.network.at(Duration.ofNanos(until), one.name + " slept enough", one.machine::resume);
        }
    }

    void goesOnAlone(World.Player one) {
        boolean isAgreed = one.loop.p2p().continueAlone().isEmpty();
        if (isAgreed) {
            witness.goesOnAlone(one);
        }
    }

    private void pass(Duration time) {
        for (Duration rest = time; rest.compareTo(Duration.ZERO) > 0; rest = rest.minus(LOOK_EVERY)) {
            world.run(rest.compareTo(LOOK_EVERY) < 0 ? rest : LOOK_EVERY);
            witness.looksAround();
        }
    }

    private void makePeace() {
        for (World.Player one : world.players) {
            one.machine.resume();
            one.machine.clock().drift(0);
            if (one.machine.running()) {
                one.pollsAsUsual();
            }
        }
        signalling(true);
        world.network.conditions(LinkConditions.lan());
        paths.forEach(one -> world.network.conditions(one.from(), one.to(), LinkConditions.lan()));
        mendAll();
        pass(plan.setting().grace().plusSeconds(5));
        long rest = PEACE_SECONDS;
        while (rest > 0 && (plan.seed() % LONG_PEACE_EVERY == 0 || complaint().isPresent())) {
            pass(Duration.ofSeconds(1));
            rest--;
        }
        witness.hasPeace();
    }

    private Optional<String> complaint() {
        return end.complaint(running().toList(), submitted);
    }
}
