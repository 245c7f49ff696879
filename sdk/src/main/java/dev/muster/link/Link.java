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
import dev.muster.wire.SyncMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The link to one actor, over whatever connection it has at the moment. */
final class Link {
    private static final long PROBE_NANOS = Duration.ofSeconds(1).toNanos();

    /** How soon to look again whether the transport's buffer has drained. */
    private static final long PUMP_NANOS = Duration.ofMillis(10).toNanos();

    /** How long a claim is believed: longer than it takes until everybody's new id is known after an outage. */
    private static final long CLAIM_NANOS = Duration.ofSeconds(10).toNanos();

    private static final long CLAIM_PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    private final Shared shared;
    private final Actor actor;
    private boolean host;
    private final Pulse pulse;
    private final LossMeter loss = new LossMeter();
    private final TokenBucket messages;
    private final TokenBucket bytes;
    private LinkState state = LinkState.OPEN;
    private @Nullable Connection connection;
    private PeerId peer;
    private PeerId proven;
    private long claimUntilNanos;
    private long nextClaimNanos;
    private boolean addressStale;
    private boolean sought;
    private final Queue<SyncMessage> early = new ArrayDeque<>(0);
    private int earlyBytes;
    private final List<Connection> asked = new ArrayList<>(1);
    private long epoch;
    private long removeNanos;
    private long probeDueNanos;
    private long probeNumber;
    private long messagesReceived;
    private long bytesReceived;
    private long messagesSentBefore;
    private long bytesSentBefore;

    Link(Shared shared, Connection first, Hello hello, long epoch) {
        this.shared = shared;
        this.actor = hello.actor();
        this.pulse = new Pulse(shared.times());
        this.messages = bucket(shared.config().budget().messagesPerSecond());
        this.bytes = bucket(shared.config().budget().bytesPerSecond());
        this.peer = first.peer();
        this.proven = first.peer();
        begin(first, hello, epoch);
    }

    Actor actor() {
        return actor;
    }

    boolean host() {
        return host;
    }

    LinkState state() {
        return state;
    }

    long epoch() {
        return epoch;
    }

    PeerId peer() {
        return peer;
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
        return asked.stream().anyMatch(one -> one.seeks(actor) || one.phase() == Connection.Phase.CHOOSING);
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
            messagesSentBefore += before.outlet().messagesSent();
            bytesSentBefore += before.outlet().bytesSent();
            before.close();
        }
        forgetEarly();
        peer = next.peer();
        proven = next.peer();
        addressStale = false;
        begin(next, hello, newEpoch);
        restore();
    }

    private void forgetEarly() {
        early.clear();
        earlyBytes = 0;
    }

    private void begin(Connection next, Hello hello, long newEpoch) {
        connection = next;
        host = hello.host();
        epoch = newEpoch;
        next.linked();
        pulse.begin(shared.now(), host || shared.self().host());
        loss.begin();
        probeNumber = 0;
        probeDueNanos = shared.now() + PROBE_NANOS;
    }

    /** Counts one frame; false if there were too many, or too long ones. A host may send what it likes. */
    boolean allows(Payload payload) {
        messagesReceived++;
        bytesReceived += payload.size();
        return host || (messages.take(1, shared.now()) && bytes.take(payload.size(), shared.now()));
    }

    /** A document for this side. What arrives over a broken link was sent before it broke, and waits until it is back. */
    void received(SyncMessage message, int size) {
        heardSomething();
        if (state != LinkState.BROKEN) {
            shared.emit(new LinkEvent.Received(actor, message));
            return;
        }
        early.add(message);
        earlyBytes += size;
        if (earlyBytes > shared.limits().queueBytes()) {
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
        shared.emit(new LinkEvent.Restored(actor, peer));
        early.forEach(message -> shared.emit(new LinkEvent.Received(actor, message)));
        forgetEarly();
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
            messagesSentBefore += before.outlet().messagesSent();
            bytesSentBefore += before.outlet().bytesSent();
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

    /** The peer is reached under this id: it proved that there. */
    void knownAt(PeerId address) {
        proven = address;
        moveTo(address);
    }

    /**
     * The peer says that it is reached under this id. It may be that of somebody else, who would then never be dialled
     * by this side; so a mere claim counts as {@link #isAt} for a short while only, and not again soon.
     */
    void claims(PeerId address) {
        if (!peer.equals(address) && !proven.equals(address) && shared.now() >= nextClaimNanos) {
            claimUntilNanos = shared.now() + CLAIM_NANOS;
            nextClaimNanos = shared.now() + CLAIM_PAUSE_NANOS;
        }
        moveTo(address);
    }

    /** Somebody else proved to be reached under the id that this peer claims. */
    void isNotAt(PeerId address) {
        if (peer.equals(address) && !proven.equals(address)) {
            moveTo(proven);
            addressStale = true;
        }
    }

    /** Whether there is no need to look who is reached under this id. */
    boolean isAt(PeerId address) {
        return peer.equals(address) && (proven.equals(address) || shared.now() < claimUntilNanos);
    }

    private void moveTo(PeerId address) {
        addressStale = false;
        if (!peer.equals(address)) {
            LOG.debug("{} is at {} now", this, address);
            peer = address;
            if (connection != null) {
                shared.transport().rebind(connection.id(), address);
            }
        }
    }

    /** Signalling knows nothing of the peer's address any more. */
    void addressStale() {
        addressStale = true;
    }

    boolean isAddressStale() {
        return addressStale;
    }

    void seek() {
        sought = true;
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
        long sent = messagesSentBefore + (current == null ? 0 : current.outlet().messagesSent());
        long sentBytes =
                bytesSentBefore + (current == null ? 0 : current.outlet().bytesSent());
        return new LinkStatus(
                actor,
                peer,
                state,
                host,
                pulse.rtt(),
                loss.share(),
                stats.map(ConnectionStats::route).orElse(Route.UNKNOWN),
                new LinkTraffic(sent, messagesReceived, sentBytes, bytesReceived),
                pulse.heardNanos(),
                current == null ? 0 : current.outlet().queuedBytes());
    }

    private TokenBucket bucket(int perSecond) {
        return new TokenBucket(perSecond, (double) perSecond * LinkBudget.BURST_SECONDS, shared.now());
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
