package dev.muster.link;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.identity.Actor;
import dev.muster.simulation.SimulatedPeer;
import dev.muster.transport.PeerId;
import dev.muster.transport.Transport;
import dev.muster.wire.SessionMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A simulated peer that runs {@link Links}, remembers what they report, and holds it against the grammar. */
final class LinkPeer {
    /** Where the links of one actor stand by the events so far. */
    private enum Life {
        OPEN,
        DEGRADED,
        BROKEN,
        REMOVED
    }

    private final SimulatedPeer machine;
    private final LocalPeer self;
    private final Links links;
    private final List<LinkEvent> events = new ArrayList<>();
    private final Map<Actor, Life> lives = new LinkedHashMap<>();
    private final List<Consumer<LinkEvent>> reactions = new ArrayList<>();
    private boolean remembers = true;
    private long now;
    private long wall;

    LinkPeer(SimulatedPeer machine, LinkConfig config, LocalPeer self) {
        this(machine, config, self, UnaryOperator.identity());
    }

    LinkPeer(SimulatedPeer machine, LinkConfig config, LocalPeer self, UnaryOperator<Transport> around) {
        this.machine = machine;
        this.self = self;
        long seed = self.incarnation().hashCode() * 31L + machine.name().hashCode();
        this.links = new Links(config, self, around.apply(machine.transport()), new SplittableRandom(seed));
        machine.run(Duration.ofMillis(100), this::turn);
    }

    /** Dials everybody who is announced, as a host does. */
    LinkPeer dialsNewcomers() {
        return reacts(event -> {
            if (event instanceof LinkEvent.PeerAnnounced announced) {
                links.dial(announced.peer());
            }
        });
    }

    /** Seeks everybody it was ever linked to, as a guest does with its host. */
    LinkPeer seeksAll() {
        return reacts(event -> {
            if (event instanceof LinkEvent.Linked linked) {
                links.seek(linked.actor());
            }
        });
    }

    LinkPeer reacts(Consumer<LinkEvent> reaction) {
        reactions.add(reaction);
        return this;
    }

    /** For long runs: events are checked and forgotten. */
    LinkPeer forgets() {
        remembers = false;
        return this;
    }

    SimulatedPeer machine() {
        return machine;
    }

    LocalPeer self() {
        return self;
    }

    Actor actor() {
        return self.actor();
    }

    Links links() {
        return links;
    }

    PeerId id() {
        return machine.localId().orElseThrow();
    }

    long now() {
        return now;
    }

    List<LinkEvent> events() {
        return events;
    }

    <E extends LinkEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <E extends LinkEvent> int count(Class<E> kind) {
        return events(kind).size();
    }

    /** The messages of one actor so far. */
    List<SessionMessage> heardFrom(LinkPeer other) {
        return events(LinkEvent.Received.class).stream()
                .filter(event -> event.actor().equals(other.actor()))
                .map(LinkEvent.Received::message)
                .toList();
    }

    Optional<LinkStatus> statusOf(LinkPeer other) {
        return links.statuses().stream()
                .filter(status -> status.actor().equals(other.actor()))
                .findFirst();
    }

    boolean isLinkedTo(LinkPeer other) {
        return statusOf(other)
                .filter(status -> status.state() == LinkState.OPEN)
                .isPresent();
    }

    /** The kinds of events about one actor, in order, without messages. */
    List<String> story(LinkPeer other) {
        return events.stream()
                .filter(event -> !(event instanceof LinkEvent.Received))
                .filter(event -> actorOf(event).filter(other.actor()::equals).isPresent())
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    /** As the rim does it: a gap is the larger one of both clocks. */
    void turn(long nanos, long wallMillis) {
        boolean clockStoodStill = wall != 0 && wallMillis - wall > 5_000 + (nanos - now) / 1_000_000;
        now = nanos;
        wall = wallMillis;
        if (clockStoodStill) {
            links.woke();
        }
        Optional<LinkEvent> next = links.poll(nanos);
        while (next.isPresent()) {
            LinkEvent event = next.get();
            actorOf(event).ifPresent(actor -> check(actor, event));
            if (remembers) {
                events.add(event);
            }
            reactions.forEach(reaction -> reaction.accept(event));
            next = links.poll(nanos);
        }
    }

    private void check(Actor actor, LinkEvent event) {
        Life life = lives.getOrDefault(actor, Life.REMOVED);
        Life next = after(life, event);
        lives.put(actor, next);
    }

    private Life after(Life life, LinkEvent event) {
        List<Life> allowed;
        Life next = life;
        if (event instanceof LinkEvent.Linked) {
            allowed = List.of(Life.REMOVED);
            next = Life.OPEN;
        } else if (event instanceof LinkEvent.Degraded) {
            allowed = List.of(Life.OPEN);
            next = Life.DEGRADED;
        } else if (event instanceof LinkEvent.Recovered) {
            allowed = List.of(Life.DEGRADED);
            next = Life.OPEN;
        } else if (event instanceof LinkEvent.Broken) {
            allowed = List.of(Life.DEGRADED);
            next = Life.BROKEN;
        } else if (event instanceof LinkEvent.Restored) {
            allowed = List.of(Life.BROKEN);
            next = Life.OPEN;
        } else if (event instanceof LinkEvent.Removed) {
            allowed = List.of(Life.OPEN, Life.DEGRADED, Life.BROKEN);
            next = Life.REMOVED;
        } else {
            allowed = List.of(Life.OPEN, Life.DEGRADED);
        }
        assertTrue(allowed.contains(life), () -> machine.name() + " is told " + event + " when " + life);
        return next;
    }

    private static Optional<Actor> actorOf(LinkEvent event) {
        return event.match(new ActorOf());
    }

    @Override
    public String toString() {
        return machine.name();
    }
}
