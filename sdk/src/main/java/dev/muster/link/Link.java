package dev.muster.link;

import dev.muster.identity.Actor;
import dev.muster.transport.Channel;
import dev.muster.transport.ConnectionStats;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.Route;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.LinkMessage.Hello;
import dev.muster.wire.LinkMessage.NewAddress;
import dev.muster.wire.SessionMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The link to one actor, over whatever connection it has at the moment. */
final class Link {
    private static final long PROBE_NANOS = Duration.ofSeconds(1).toNanos();

    /** How soon to look again whether the transport's buffer has drained. */
    private static final long PUMP_NANOS = Duration.ofMillis(10).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    private final Shared shared;
    private final Actor actor;
    private boolean host;
    private final Pulse pulse;
    private final LossMeter loss = new LossMeter();
    private final Traffic traffic;
    private final Whereabouts whereabouts;
    private LinkState state = LinkState.OPEN;
    private @Nullable Connection connection;
    private boolean sought;
    private final EarlyMessages early = new EarlyMessages();
    private final List<Connection> asked = new ArrayList<>(1);
    private long epoch;
    private long removeNanos;
    private long probeDueNanos;
    private long probeNumber;

    Link(Shared shared, Connection first, Hello hello, long epoch) {
        this.shared = shared;
        this.actor = hello.actor();
        this.pulse = new Pulse(shared.times());
        this.traffic = new Traffic(shared.config().budget(), shared.now());
        this.whereabouts = new Whereabouts(shared, first.peer(), this::rebind);
        begin(first, hello, epoch);
    }

    Actor actor() {
        return actor;
    }

    boolean host() {
        return host;
    }

    /** Whether the peer is the host that this side follows, who may send as much as it likes. */
    void host(boolean trusted) {
        host = trusted;
        pulse.close(trusted || shared.self().host());
    }

    LinkState state() {
        return state;
    }

    long epoch() {
        return epoch;
    }

    PeerId peer() {
        return whereabouts.peer();
    }

    Whereabouts whereabouts() {
        return whereabouts;
    }

    boolean uses(Connection candidate) {
        return connection == candidate;
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    /** How much another connection is wanted. */
    ControlFrame.Need need() {
        if (connection == null) {
            return ControlFrame.Need.LOST;
        }
        return state == LinkState.OPEN ? ControlFrame.Need.NONE : ControlFrame.Need.SILENT;
    }

    /** The other side was asked, and may choose this one: a broken link does not come back before it has decided. */
    void mayMoveTo(Connection candidate) {
        asked.removeIf(one -> !one.halfOpen());
        asked.add(candidate);
    }

    /** Whoever only says that it is the other side holds back nothing; whom this side dialled to find it may do so. */
    private boolean mayMove() {
        asked.removeIf(one -> !one.halfOpen());
        return asked.stream().anyMatch(one -> one.seeks(actor.key()) || one.phase() == Connection.Phase.CHOOSING);
    }

    /** Whether anything came from there within the time after which a link is shown as degraded. */
    boolean heardLately() {
        return connection != null
                && shared.now() - pulse.heardNanos() < shared.times().degraded().toNanos();
    }

    /** Goes on over another connection; what was on its way over the one before is lost, hence the break. */
    void resume(Connection next, Hello hello, long newEpoch) {
        if (state != LinkState.BROKEN) {
            breakOff("a new connection takes over");
        }
        Connection before = connection;
        if (before != null) {
            traffic.left(before);
            before.close();
        }
        early.forget();
        whereabouts.met(next.peer());
        begin(next, hello, newEpoch);
        restore();
    }

    private void begin(Connection next, Hello hello, long newEpoch) {
        connection = next;
        host |= hello.host()
                && hello.creation()
                        .filter(one -> one.creator().equals(actor.key()))
                        .isPresent();
        epoch = newEpoch;
        next.linked();
        pulse.begin(shared.now(), host || shared.self().host());
        loss.begin();
        probeNumber = 0;
        probeDueNanos = shared.now() + PROBE_NANOS;
    }

    /** Counts one frame; false if there were too many, or too long ones. A host may send what it likes. */
    boolean allows(Payload payload) {
        traffic.received(payload.size());
        return host || traffic.affords(payload.size(), shared.now());
    }

    /** A document for this side. What arrives over a broken link was sent before it broke, and waits for its return. */
    void received(SessionMessage message, int size) {
        heardSomething();
        if (state != LinkState.BROKEN) {
            shared.emit(new LinkEvent.Received(actor, message));
            return;
        }
        early.add(message, size);
        if (early.bytes() > shared.limits().queueBytes()) {
            restore();
        }
    }

    void heardControl(ControlFrame frame) {
        switch (frame.kind()) {
            case PING -> {
                pulse.heardPing(frame, shared.now());
                control(Channel.SYNC, ControlFrame.of(ControlFrame.Kind.PONG, frame.timestamp(), frame.number()));
            }
            case PONG -> pulse.heardPong(frame, shared.now());
            default -> pulse.heard(shared.now());
        }
        settle();
    }

    /** Something arrived that shows no more than that somebody is there. */
    void heardSomething() {
        pulse.heard(shared.now());
        settle();
    }

    void heardProbe(ControlFrame probe) {
        loss.arrived(probe.number());
        heardSomething();
    }

    /** Comes back by itself when both directions work again, unless the other side may be moving it just now. */
    private void settle() {
        if (state == LinkState.OPEN || isSilentFor(shared.times().degraded())) {
            return;
        }
        if (state == LinkState.BROKEN) {
            if (pulse.isAnswered() && !mayMove()) {
                restore();
            }
        } else {
            to(LinkState.OPEN, "heard again");
            shared.emit(new LinkEvent.Recovered(actor));
        }
    }

    private void restore() {
        to(LinkState.OPEN, "restored");
        shared.tally().restored();
        shared.emit(new LinkEvent.Restored(actor, peer()));
        early.release(message -> shared.emit(new LinkEvent.Received(actor, message)));
        if (connection != null) {
            connection.outlet().pause(false);
            connection.outlet().pump();
        }
    }

    /** The connection is gone for certain. */
    void lost(String why) {
        Connection before = connection;
        connection = null;
        if (before != null) {
            traffic.left(before);
        }
        if (state != LinkState.BROKEN) {
            breakOff(why);
        }
    }

    private void breakOff(String why) {
        if (state == LinkState.OPEN) {
            to(LinkState.DEGRADED, why);
            shared.emit(new LinkEvent.Degraded(actor));
        }
        to(LinkState.BROKEN, why);
        removeNanos = shared.now() + shared.times().removed().toNanos();
        if (connection != null) {
            connection.outlet().pause(true);
            pulse.doubt();
        }
        shared.emit(new LinkEvent.Broken(actor, Sentences.clean(why)));
    }

    /** Judges the silence; true if the link has been broken for too long. */
    boolean judge() {
        if (shared.inAmnesty()) {
            return false;
        }
        if (state == LinkState.OPEN && isSilentFor(shared.times().degraded())) {
            to(LinkState.DEGRADED, "silent");
            shared.emit(new LinkEvent.Degraded(actor));
        }
        if (state == LinkState.DEGRADED && isSilentFor(shared.times().broken())) {
            breakOff("nothing was heard for " + shared.times().broken().toMillis() + " ms");
        }
        return state == LinkState.BROKEN && shared.now() >= removeNanos;
    }

    /** This side was asleep: nobody can be blamed for the silence, and the grace of the broken is a little longer. */
    void forgive(long untilNanos) {
        pulse.forgive(shared.now());
        removeNanos = Math.max(removeNanos, untilNanos);
    }

    /** Sends what is due. */
    void speak() {
        Connection current = connection;
        if (current == null) {
            return;
        }
        pulse.pingIfDue(shared.now()).ifPresent(ping -> control(Channel.SYNC, ping));
        if (shared.now() >= probeDueNanos) {
            probeDueNanos = shared.now() + PROBE_NANOS;
            probeNumber++;
            control(Channel.REALTIME, ControlFrame.of(ControlFrame.Kind.PROBE, shared.now(), probeNumber));
        }
        current.outlet().pump();
        if (state != LinkState.BROKEN && current.outlet().hasRoomAgain()) {
            shared.emit(new LinkEvent.Writable(actor));
        }
    }

    boolean send(Payload document) {
        Connection current = connection;
        if (current == null || state == LinkState.BROKEN || !current.outlet().offer(document)) {
            return false;
        }
        pulse.spoke();
        return true;
    }

    /** The addresses of this machine changed. */
    void findNewPath() {
        if (connection != null) {
            shared.transport().restartIce(connection.id());
        }
    }

    /** Tells the other side under which id this one is reached from now on. */
    void tellAddress(PeerId localId) {
        if (connection != null) {
            connection.outlet().say(new NewAddress(localId.value()));
        }
    }

    private void rebind(PeerId address) {
        LOG.debug("{} is at {} now", this, address);
        if (connection != null) {
            shared.transport().rebind(connection.id(), address);
        }
    }

    void seek() {
        sought = true;
    }

    void leaveAlone() {
        sought = false;
    }

    boolean sought() {
        return sought;
    }

    /** The end of the link, for whatever reason: a farewell if there is one to say and somebody to say it to. */
    void end(Optional<Farewell> farewell) {
        Connection last = connection;
        connection = null;
        if (last == null) {
            return;
        }
        if (farewell.isPresent()) {
            last.leave(farewell.get());
        } else {
            last.close();
        }
    }

    long dueNanos() {
        long verdict = switch (state) {
            case OPEN -> pulse.silentForNanos(shared.times().degraded());
            case DEGRADED -> pulse.silentForNanos(shared.times().broken());
            case BROKEN -> removeNanos;
        };
        long due = shared.afterAmnesty(verdict);
        if (connection == null) {
            return due;
        }
        due = Math.min(due, Math.min(pulse.pingDueNanos(), probeDueNanos));
        boolean pumps = connection.outlet().waits() && state != LinkState.BROKEN;
        return pumps ? Math.min(due, shared.now() + PUMP_NANOS) : due;
    }

    LinkStatus status() {
        Connection current = connection;
        Optional<ConnectionStats> stats =
                current == null ? Optional.empty() : shared.transport().stats(current.id());
        return new LinkStatus(
                actor,
                peer(),
                state,
                host,
                pulse.rtt(),
                loss.share(),
                stats.map(ConnectionStats::route).orElse(Route.UNKNOWN),
                traffic.total(current),
                pulse.heardNanos(),
                current == null ? 0 : current.outlet().queuedBytes());
    }

    private boolean isSilentFor(Duration bound) {
        return pulse.silenceNanos(shared.now()) >= bound.toNanos();
    }

    private void control(Channel channel, ControlFrame frame) {
        if (connection != null) {
            connection.outlet().control(channel, frame);
        }
    }

    /** The only place where the state changes. */
    private void to(LinkState next, String why) {
        LOG.debug("{}: {} -> {}: {}", this, state, next, why);
        state = next;
    }

    @Override
    public String toString() {
        return actor.toString();
    }
}
