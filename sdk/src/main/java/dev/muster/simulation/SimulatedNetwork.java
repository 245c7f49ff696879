package dev.muster.simulation;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A network of many peers in one thread and in virtual time, from one seed: latency, loss, partitions, crashes,
 * sleeping laptops, wrong clocks, a signalling server that is down or lies. The same seed and the same program give
 * the same run and the same {@link #trace()}, byte for byte.
 *
 * <pre>{@code
 * var network = new SimulatedNetwork(42);
 * SimulatedPeer alice = network.addPeer("alice");
 * SimulatedPeer bob = network.addPeer("bob");
 * alice.run(Duration.ofMillis(100), (monotonicNanos, wallMillis) -> program.poll(monotonicNanos));
 * network.at(Duration.ofSeconds(5), "the host dies", alice::crash);
 * network.runFor(Duration.ofMinutes(1));
 * }</pre>
 *
 * <p>Not thread-safe: everything happens on the thread that calls {@link #step}. Programs must take time from their
 * arguments and chance from a seed, and never iterate over hash maps with unstable hashes, or runs will not repeat.
 */
public final class SimulatedNetwork {
    private static final String NAME = "network";

    private final long seed;
    private final EventQueue queue = new EventQueue();
    private final SimulationTrace trace = new SimulationTrace();
    private final Map<String, SimulatedPeer> peers = new LinkedHashMap<>();
    private final Map<SimulatedPeer, Map<SimulatedPeer, Link>> links = new LinkedHashMap<>();
    private final Set<Association> associations = new LinkedHashSet<>();
    private final SimulatedSignalling signalling;
    private LinkConditions defaults = LinkConditions.lan();

    /**
     * A network without peers.
     *
     * @param seed decides everything that looks like chance
     */
    public SimulatedNetwork(long seed) {
        this.seed = seed;
        this.signalling = new SimulatedSignalling(this);
    }

    /**
     * Adds a machine with a running process, which joins the room by itself.
     *
     * @param name for traces and failures; also decides the machine's chance, so a peer keeps its fate when others come
     * @return the peer
     * @throws IllegalArgumentException if the name is taken
     */
    public SimulatedPeer addPeer(String name) {
        if (peers.containsKey(name)) {
            throw new IllegalArgumentException("there is a peer named " + name + " already; choose another name");
        }
        var peer = new SimulatedPeer(this, name);
        peers.put(name, peer);
        note(name, "starts");
        peer.joinSignalling();
        return peer;
    }

    /**
     * All machines.
     *
     * @return in the order of adding
     */
    public List<SimulatedPeer> peers() {
        return List.copyOf(peers.values());
    }

    /**
     * The signalling server.
     *
     * @return always the same
     */
    public SimulatedSignalling signalling() {
        return signalling;
    }

    /**
     * What happened so far.
     *
     * @return always the same
     */
    public SimulationTrace trace() {
        return trace;
    }

    /**
     * The true time, which no machine knows.
     *
     * @return nanoseconds since the start
     */
    public long nowNanos() {
        return queue.nowNanos();
    }

    /**
     * Sets the conditions of every link that has none of its own.
     *
     * @param conditions from now on; what is on its way arrives as it would have
     */
    public void conditions(LinkConditions conditions) {
        defaults = conditions;
        links.values().forEach(fromOne -> fromOne.values().forEach(link -> link.defaultConditions(conditions)));
    }

    /**
     * Sets the conditions of one direction.
     *
     * @param from who sends
     * @param to who receives
     * @param conditions from now on
     */
    public void conditions(SimulatedPeer from, SimulatedPeer to, LinkConditions conditions) {
        link(from, to).conditions(conditions);
    }

    /**
     * Cuts one direction: nothing passes any more, and what is on its way is lost.
     *
     * @param from who sends
     * @param to who receives
     */
    public void cut(SimulatedPeer from, SimulatedPeer to) {
        setCut(from, to, true);
    }

    /**
     * Mends one direction.
     *
     * @param from who sends
     * @param to who receives
     */
    public void mend(SimulatedPeer from, SimulatedPeer to) {
        setCut(from, to, false);
    }

    /**
     * Cuts both directions between every peer of one side and every peer of the other.
     *
     * @param oneSide some peers
     * @param otherSide others
     */
    public void partition(Collection<SimulatedPeer> oneSide, Collection<SimulatedPeer> otherSide) {
        for (SimulatedPeer one : oneSide) {
            for (SimulatedPeer other : otherSide) {
                if (one != other) {
                    cut(one, other);
                    cut(other, one);
                }
            }
        }
    }

    /**
     * Cuts one peer off from all others.
     *
     * @param peer the peer that stays alone
     */
    public void isolate(SimulatedPeer peer) {
        partition(List.of(peer), peers.values());
    }

    /** Mends every direction. */
    public void heal() {
        note(NAME, "heals");
        links.values().forEach(fromOne -> fromOne.values().forEach(link -> link.cut(false)));
        conditionsChanged();
    }

    /**
     * Lets something happen later: a fault, a check, a command of a player.
     *
     * @param time since the start of the simulation; a time that has passed counts as now
     * @param what for the trace
     * @param action what happens
     */
    public void at(Duration time, String what, Runnable action) {
        queue.at(time.toNanos(), () -> {
            note(NAME, "script: " + what);
            action.run();
        });
    }

    /**
     * Jumps to the next thing that happens, and lets it happen.
     *
     * @return false if nothing will ever happen again
     */
    public boolean step() {
        return queue.step();
    }

    /**
     * Lets virtual time pass.
     *
     * @param duration how much
     */
    public void runFor(Duration duration) {
        runUntil(() -> false, duration);
    }

    /**
     * Lets virtual time pass until something is true.
     *
     * @param condition looked at after every step
     * @param most how much time may pass at most
     * @return whether the condition became true
     */
    public boolean runUntil(BooleanSupplier condition, Duration most) {
        long end = queue.nowNanos() + most.toNanos();
        while (!condition.getAsBoolean()) {
            if (queue.nextNanos() > end) {
                queue.advanceTo(end);
                return false;
            }
            queue.step();
        }
        return true;
    }

    /**
     * Runs until nothing will happen any more; programs that poll at an interval never become quiet.
     *
     * @param stepsMax how many steps it may take
     * @return whether it became quiet within that
     */
    public boolean runUntilQuiet(int stepsMax) {
        for (int i = 0; i < stepsMax; i++) {
            if (!queue.step()) {
                return true;
            }
        }
        return queue.size() == 0;
    }

    long seed() {
        return seed;
    }

    EventQueue queue() {
        return queue;
    }

    Link link(SimulatedConnection from, SimulatedConnection to) {
        return link(from.owner().peer(), to.owner().peer());
    }

    void watch(Association association) {
        associations.add(association);
    }

    void unwatch(Association association) {
        associations.remove(association);
    }

    /** Something about machines or links changed: what ICE believes may change, in its own time. */
    void conditionsChanged() {
        associations.removeIf(Association::over);
        associations.forEach(Association::changed);
    }

    void note(String subject, String what) {
        trace.note(queue.nowNanos(), subject, what);
    }

    SimulationFailure failure(String peer, Throwable cause) {
        String time = Duration.ofNanos(queue.nowNanos()).toString();
        return new SimulationFailure("seed " + seed + ", after " + time + ", peer " + peer + ": " + cause, cause);
    }

    private void setCut(SimulatedPeer from, SimulatedPeer to, boolean cut) {
        Link link = link(from, to);
        if (link.cut() != cut) {
            link.cut(cut);
            note(NAME, (cut ? "cuts " : "mends ") + from + " to " + to);
            conditionsChanged();
        }
    }

    private Link link(SimulatedPeer from, SimulatedPeer to) {
        return links.computeIfAbsent(from, key -> new LinkedHashMap<>())
                .computeIfAbsent(
                        to, key -> new Link(Chance.stream(seed, "link " + from.name() + " to " + to.name()), defaults));
    }
}
