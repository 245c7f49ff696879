package dev.muster.simulation;

import dev.muster.transport.PeerId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The simulated signalling server, with one room. It can be stopped, cut off from single peers, and hostile.
 *
 * <p>Honest, it follows Matchbox: a newcomer is announced to those who were there before, and to nobody else; signals
 * of one sender to one receiver keep their order; a signal for an unknown id is dropped without a word.
 */
public final class SimulatedSignalling {
    /** Peers that lost it try again after one to two of these. */
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    private static final String NAME = "server";

    private final SimulatedNetwork network;
    private final SplittableRandom random;
    private final Map<PeerId, SimulatedTransport> members = new LinkedHashMap<>();
    private final Set<String> cutOff = new LinkedHashSet<>();
    /** When the last signal to a member arrives: the next may not overtake it. */
    private final Map<SimulatedTransport, Long> lastArrival = new LinkedHashMap<>();

    private Latency latency = Latency.uniform(Duration.ofMillis(5), Duration.ofMillis(15));
    private SignalFilter filter = SignalFilter.HONEST;
    private boolean up = true;

    SimulatedSignalling(SimulatedNetwork network) {
        this.network = network;
        this.random = Chance.stream(network.seed(), NAME);
    }

    /**
     * How long a peer's word takes through the server.
     *
     * @param changed the latency from now on
     */
    public void latency(Latency changed) {
        latency = changed;
    }

    /**
     * Makes the server hostile, or honest again with {@link SignalFilter#HONEST}.
     *
     * @param changed sees every signal from now on
     */
    public void filter(SignalFilter changed) {
        filter = changed;
    }

    /**
     * Delivers a forged signal; the filter does not see it.
     *
     * @param signal what its receiver will believe the server said
     */
    public void inject(Signal signal) {
        deliver(signal);
    }

    /** Stops the server. Every member notices, and tries to come back. */
    public void stop() {
        if (!up) {
            return;
        }
        network.note(NAME, "stops");
        up = false;
        List<SimulatedTransport> lost = List.copyOf(members.values());
        members.clear();
        lost.forEach(transport -> lose(transport, "the signalling server closed the connection"));
    }

    /** Starts the server again, with an empty room and new ids for those who come back. */
    public void start() {
        if (!up) {
            network.note(NAME, "starts");
            up = true;
        }
    }

    /**
     * Cuts the server off from one peer. The peer notices, the others are told that it left.
     *
     * @param peer the peer
     */
    public void cutOff(SimulatedPeer peer) {
        if (cutOff.add(peer.name())) {
            network.note(NAME, "is cut off from " + peer.name());
            Optional<SimulatedTransport> member =
                    members.values().stream().filter(t -> t.peer() == peer).findFirst();
            member.ifPresent(transport -> {
                leave(transport);
                lose(transport, "the connection to the signalling server broke");
            });
        }
    }

    /**
     * Ends what {@link #cutOff} began. The peer comes back by itself.
     *
     * @param peer the peer
     */
    public void reconnect(SimulatedPeer peer) {
        if (cutOff.remove(peer.name())) {
            network.note(NAME, "can be reached by " + peer.name());
        }
    }

    /**
     * Who is in the room as the server sees it.
     *
     * @return the ids in the order of joining
     */
    public List<PeerId> members() {
        return List.copyOf(members.keySet());
    }

    void join(SimulatedTransport transport) {
        after(latency.sampleNanos(random), transport, () -> arrive(transport));
    }

    void leave(SimulatedTransport transport) {
        Optional<PeerId> id = transport.localId();
        lastArrival.remove(transport);
        if (id.isPresent() && members.remove(id.get(), transport)) {
            members.keySet().forEach(other -> pass(Signal.withdraw(id.get(), other)));
        }
    }

    void send(SimulatedTransport from, Signal.Kind kind, SimulatedConnection connection) {
        Optional<PeerId> sender = from.localId();
        if (sender.isPresent() && members.get(sender.get()) == from) {
            pass(Signal.of(kind, sender.get(), connection));
        }
    }

    private void arrive(SimulatedTransport transport) {
        if (!up || cutOff.contains(transport.peer().name())) {
            lose(transport, "the signalling server does not answer; is it running?");
            return;
        }
        var id = new PeerId(new UUID(versionFour(random.nextLong()), variantTwo(random.nextLong())));
        List<PeerId> before = members();
        members.put(id, transport);
        network.note(NAME, "knows " + transport.peer().name() + " as " + id);
        inOrder(transport, () -> transport.signallingJoined(id));
        before.forEach(other -> pass(Signal.announce(id, other)));
    }

    private void lose(SimulatedTransport transport, String detail) {
        long retryNanos = RETRY_NANOS + random.nextLong(RETRY_NANOS);
        after(latency.sampleNanos(random), transport, () -> {
            transport.signallingLost(detail, Duration.ofNanos(retryNanos));
            after(retryNanos, transport, () -> arrive(transport));
        });
    }

    private void pass(Signal signal) {
        filter.apply(signal).forEach(this::deliver);
    }

    private void deliver(Signal signal) {
        SimulatedTransport receiver = members.get(signal.to());
        if (receiver == null) {
            return;
        }
        network.note(NAME, "tells " + receiver.peer().name() + ": " + signal);
        inOrder(receiver, () -> {
            if (signal.to().equals(receiver.localId().orElse(null))) {
                receiver.onSignal(signal);
            }
        });
    }

    private void inOrder(SimulatedTransport receiver, Runnable action) {
        long earliest = network.nowNanos() + latency.sampleNanos(random);
        long arrival = Math.max(earliest, lastArrival.getOrDefault(receiver, 0L));
        lastArrival.put(receiver, arrival);
        after(arrival - network.nowNanos(), receiver, action);
    }

    /** A socket: what arrives while the machine sleeps is read when it wakes up. */
    private void after(long delayNanos, SimulatedTransport transport, Runnable action) {
        network.queue().after(delayNanos, () -> {
            if (transport.alive()) {
                transport.peer().whenRunning(action);
            }
        });
    }

    private static long versionFour(long bits) {
        return (bits & ~0xf000L) | 0x4000L;
    }

    private static long variantTwo(long bits) {
        return (bits & 0x3fffffffffffffffL) | 0x8000000000000000L;
    }
}
