package dev.muster.simulation;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.Reachability;
import dev.muster.transport.TransportEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the two sides of a connection share: the path between them, the handshake over it, and what ICE believes about
 * it.
 *
 * <p>The times are those measured on the real library: a dead path is noticed after 5.6 s and given up after 15.6 s,
 * and a path that comes back before that is noticed within 100 ms.
 */
final class Association {
    private static final long NOTICED_NANOS = Duration.ofMillis(5_600).toNanos();
    private static final long GIVEN_UP_NANOS = Duration.ofMillis(15_600).toNanos();
    private static final long BACK_NANOS = Duration.ofMillis(100).toNanos();
    private static final long HANDSHAKE_REPEAT_NANOS = Duration.ofMillis(250).toNanos();
    private static final long NOT_DOWN = -1;

    /** About what a handshake packet has. */
    private static final int PACKET_BYTES = 100;

    private final SimulatedNetwork network;
    private final SimulatedConnection offerer;
    private @Nullable SimulatedConnection answerer;
    private Reachability belief = Reachability.REACHABLE;
    private boolean routeBroken;
    private boolean answererKnocks;
    private long downSinceNanos = NOT_DOWN;

    Association(SimulatedNetwork network, SimulatedConnection offerer) {
        this.network = network;
        this.offerer = offerer;
    }

    SimulatedConnection offerer() {
        return offerer;
    }

    /** The three pipes that carry what one side sends to the other. */
    List<Pipe> pipesFrom(SimulatedConnection sender, SimulatedConnection receiver) {
        List<Pipe> pipes = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            var lane = new Lane(network, this, sender, receiver, channel);
            pipes.add(channel.reliable() ? new ReliablePipe(lane) : new RealtimePipe(lane));
        }
        return List.copyOf(pipes);
    }

    void onAnswer(SimulatedTransport at, Signal answer) {
        Optional<SimulatedConnection> sender = answer.sender();
        if (offerer.owner() != at || !offerer.offering() || sender.isEmpty()) {
            return; // For somebody else, late, or a second one: the first answer counts.
        }
        if (!answer.from().equals(offerer.peer())) {
            return; // From somebody who was not asked, as the signalling server tells it.
        }
        answerer = sender.get();
        offerer.answered(sender.get(), answer);
        network.watch(this);
        changed();
        knock(offerer);
    }

    /** Whether the path carries packets now, in both directions. */
    boolean pathUp() {
        SimulatedConnection other = answerer;
        return other != null
                && !routeBroken
                && offerer.receives()
                && other.receives()
                && !network.link(offerer, other).cut()
                && !network.link(other, offerer).cut();
    }

    /** Whether packets are sent at all: ICE uses a path until it gives it up. */
    boolean usable() {
        return !routeBroken && belief != Reachability.FAILED;
    }

    /** Whether both processes are gone or have closed; nothing can happen here any more. */
    boolean over() {
        SimulatedConnection other = answerer;
        return gone(offerer) && (other == null || gone(other));
    }

    private static boolean gone(SimulatedConnection side) {
        return !side.owner().alive() || !(side.connecting() || side.open());
    }

    /** Sends one packet that may be lost. */
    void packet(SimulatedConnection from, Consumer<SimulatedConnection> onArrival) {
        SimulatedConnection to = from == offerer ? answerer : offerer;
        if (to == null || to == from || !usable()) {
            return;
        }
        Link link = network.link(from, to);
        long departure = link.departureNanos(PACKET_BYTES, network.nowNanos());
        if (link.loses()) {
            return;
        }
        network.queue().at(departure + link.latencyNanos(), () -> {
            if (to.receives() && !link.cut() && usable()) {
                onArrival.accept(to);
            }
        });
    }

    void breakRoute() {
        routeBroken = true;
        changed();
    }

    void onRestartOffer(SimulatedTransport at) {
        side(at).filter(SimulatedConnection::open).ifPresent(side -> {
            network.signalling().send(at, Signal.Kind.RESTART_ANSWER, side);
            restarted();
        });
    }

    void onRestartAnswer(SimulatedTransport at) {
        side(at).filter(SimulatedConnection::open).ifPresent(side -> restarted());
    }

    /** Something about the path may have changed; ICE will notice in its own time. */
    void changed() {
        if (answerer == null) {
            return;
        }
        boolean up = pathUp();
        if (up && downSinceNanos != NOT_DOWN) {
            downSinceNanos = NOT_DOWN;
            if (belief == Reachability.UNREACHABLE) {
                network.queue().after(BACK_NANOS, () -> believeIf(pathUp(), Reachability.REACHABLE));
            }
        } else if (!up && downSinceNanos == NOT_DOWN) {
            long since = network.nowNanos();
            downSinceNanos = since;
            expectDown(since, NOTICED_NANOS, Reachability.UNREACHABLE);
            expectDown(since, GIVEN_UP_NANOS, Reachability.FAILED);
        }
    }

    private void expectDown(long since, long afterNanos, Reachability next) {
        network.queue().at(since + afterNanos, () -> believeIf(downSinceNanos == since, next));
    }

    private void believeIf(boolean condition, Reachability next) {
        if (!condition || belief == next || belief == Reachability.FAILED) {
            return;
        }
        believe(next);
    }

    private void believe(Reachability next) {
        belief = next;
        tell(offerer, next);
        SimulatedConnection other = answerer;
        if (other != null) {
            tell(other, next);
        }
    }

    private static void tell(SimulatedConnection side, Reachability next) {
        side.owner().peer().whenRunning(() -> {
            if (side.open()) {
                side.owner().emit(new TransportEvent.ReachabilityChanged(side.id(), next));
            }
        });
    }

    /** New candidates were exchanged: what was given up is tried again. */
    private void restarted() {
        routeBroken = false;
        downSinceNanos = NOT_DOWN;
        if (pathUp()) {
            if (belief != Reachability.REACHABLE) {
                believe(Reachability.REACHABLE);
            }
        } else {
            if (belief == Reachability.FAILED) {
                believe(Reachability.UNREACHABLE);
            }
            changed();
        }
    }

    private Optional<SimulatedConnection> side(SimulatedTransport at) {
        if (offerer.owner() == at) {
            return Optional.of(offerer);
        }
        SimulatedConnection other = answerer;
        return other != null && other.owner() == at ? Optional.of(other) : Optional.empty();
    }

    /** The offerer asks over the path until it hears back; the answerer then repeats its side until it hears more. */
    private void knock(SimulatedConnection from) {
        if (!from.connecting() || !from.owner().alive()) {
            return;
        }
        if (from.owner().running()) {
            packet(from, from == offerer ? this::knockedAtAnswerer : this::knockedAtOfferer);
        }
        network.queue().after(HANDSHAKE_REPEAT_NANOS, () -> knock(from));
    }

    private void knockedAtAnswerer(SimulatedConnection side) {
        if (!side.connecting()) {
            return;
        }
        if (!side.trusts(offerer)) {
            side.close(CloseReason.PROTOCOL, "the offerer showed another certificate than signalling announced");
            return;
        }
        if (answererKnocks) {
            packet(side, this::knockedAtOfferer);
        } else {
            answererKnocks = true;
            knock(side);
        }
    }

    private void knockedAtOfferer(SimulatedConnection side) {
        SimulatedConnection other = answerer;
        if (other == null) {
            return;
        }
        if (!side.trusts(other)) {
            side.close(CloseReason.PROTOCOL, "the answerer showed another certificate than signalling announced");
            return;
        }
        side.opened(other);
        packet(side, opening -> opening.opened(offerer));
    }
}
