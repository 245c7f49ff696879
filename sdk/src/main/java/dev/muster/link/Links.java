package dev.muster.link;

import dev.muster.identity.Actor;
import dev.muster.identity.PublicKey;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.Transport;
import dev.muster.transport.TransportEvent;
import dev.muster.wire.Creation;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.RawJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All links of one peer over one transport: who is there, whether they are alive, and what they say, in order.
 *
 * <p>Sans-IO, for one thread. Call {@link #poll} until it answers empty, then wait until the transport wakes its owner
 * or {@link #nextDeadlineNanos} came. Nothing that a peer or a server does makes any call throw; a peer that breaks the
 * rules loses its own link and costs no other peer anything. A poll with nothing to report allocates nothing.
 *
 * <p>The transport is polled here and nowhere else; closing it is left to its owner, after {@link #hasLeft}.
 */
public final class Links {
    /** Transport events that are read in one poll without anything to report; then the timers have their turn. */
    static final int EVENTS_PER_POLL_MAX = 512;

    /** However much arrives, pings go out after so long. */
    private static final long SILENT_WORK_NANOS = Duration.ofSeconds(1).toNanos();

    private static final long NEVER_POLLED = -1;

    private final Shared shared;
    private final Roster roster;
    private final Switchboard switchboard;
    private final Dialler dialler;
    private final TransportCases cases;
    private long lastPollNanos = NEVER_POLLED;
    private long lastTickNanos;
    private long nextAmnestyNanos;
    private long dueNanos;
    private boolean touched;
    private boolean moreWaits;
    private @Nullable RawJson lastDocument;
    private Payload lastPayload = Payload.takeOver(new byte[0]);

    /**
     * @param self who this side is
     * @param transport polled by this object alone from now on
     * @param random for greetings never used before, and for jitter; unpredictable outside of tests
     */
    public Links(LinkConfig config, LocalPeer self, Transport transport, RandomGenerator random) {
        this.shared = new Shared(config, self, transport, random);
        this.roster = new Roster(shared);
        var wanted = new Wanted();
        this.switchboard = new Switchboard(shared, roster, wanted);
        this.dialler = new Dialler(shared, roster, switchboard, wanted);
        this.cases = new TransportCases(shared, roster, switchboard, dialler);
    }

    /**
     * Takes the next event and lets time pass. Everything that arrived is read before anybody is accused of silence.
     *
     * @param nowNanos on the same scale as for the transport
     */
    public Optional<LinkEvent> poll(long nowNanos) {
        shared.now(nowNanos);
        noticeSleep();
        LinkEvent next = shared.nextEvent();
        moreWaits = false;
        for (int read = 0; next == null && !moreWaits; read++) {
            Optional<TransportEvent> event = shared.transport().poll(shared.now());
            if (event.isEmpty()) {
                break;
            }
            event.get().match(cases);
            touched = true;
            moreWaits = read + 1 >= EVENTS_PER_POLL_MAX;
            next = shared.nextEvent();
        }
        if (next == null) {
            tickIfDue();
            next = shared.nextEvent();
        } else if (shared.now() - lastTickNanos >= SILENT_WORK_NANOS) {
            speak();
        }
        return Optional.ofNullable(next);
    }

    /** When {@link #poll} is to be called at the latest although nothing arrived. */
    public long nextDeadlineNanos() {
        if (moreWaits) {
            return shared.now();
        }
        if (touched) {
            dueNanos = due();
        }
        return Math.min(dueNanos, shared.transport().nextDeadlineNanos());
    }

    /**
     * Begins a connection to somebody unknown whom signalling announced. Whoever is linked, waiting or being greeted
     * already is left alone; strangers beyond the limits wait their turn, and those beyond that are dropped.
     */
    public void dial(PeerId peer) {
        dialler.dial(peer);
        touched = true;
    }

    /** How many people have a place here: so many may come at once beside the usual number of strangers. */
    public void expect(int people) {
        if (people != switchboard.expected()) {
            switchboard.expect(people);
            touched = true;
        }
    }

    /** From now on, whenever the link to this actor is broken, it is dialled again until it is back or removed. */
    public void seek(Actor peer) {
        Link link = roster.find(peer);
        if (link != null) {
            link.seek();
            touched = true;
        }
    }

    /**
     * Wants a link to a person from now on: whenever there is none it is dialled where it is said to be, again and
     * again. Whoever comes from there is no stranger.
     */
    public void want(PublicKey person, PeerId address) {
        dialler.want(person, address);
        touched = true;
    }

    /** Wants no link to that person any more; one that works is left alone. */
    public void unwant(PublicKey person) {
        dialler.unwant(person);
        touched = true;
    }

    /** Whether that peer is the host that this side follows: then it may send as much as it likes. */
    public void trust(Actor peer, boolean isHost) {
        Link link = roster.find(peer);
        if (link != null) {
            link.host(isHost);
            touched = true;
        }
    }

    /** This side is host from now on, as the next greetings say. */
    public void beHost(Creation shown) {
        shared.self(shared.self().asHost(shown));
        roster.all().forEach(link -> link.host(false));
    }

    /** This side is a guest from now on. */
    public void beGuest() {
        shared.self(shared.self().asGuest());
        roster.all().forEach(link -> link.host(false));
    }

    /**
     * Sends a document after all that were sent before. It arrives unless the link breaks.
     *
     * @return false if there is no such link or it is broken, or if its queue is full: then a
     *     {@link LinkEvent.Writable} follows once there is room
     * @throws IllegalArgumentException if the document is longer than {@link LinkLimits#documentBytes}
     */
    public boolean send(Actor to, RawJson document) {
        int most = shared.limits().documentBytes();
        if (document.size() > most) {
            throw new IllegalArgumentException(
                    "a document has at most " + most + " bytes, not " + document.size() + "; send less at once");
        }
        Link link = roster.find(to);
        touched = true;
        return link != null && link.send(payloadOf(document));
    }

    /** Says farewell and ends a link at once; the connection closes when the farewell is out. */
    public void close(Actor peer, Farewell farewell) {
        Link link = roster.find(peer);
        if (link != null) {
            roster.endedByUs(link, farewell);
            touched = true;
        }
    }

    /** Says farewell to everybody. Nothing is reported any more; poll on until {@link #hasLeft}. */
    public void leave(Farewell farewell) {
        shared.fallSilent();
        dialler.signallingLost();
        List.copyOf(roster.all()).forEach(link -> roster.endedByUs(link, farewell));
        switchboard.leave();
        touched = true;
    }

    /** Whether every farewell of {@link #leave} is out, or has had its time. */
    public boolean hasLeft() {
        return shared.isSilent() && switchboard.isEmpty();
    }

    /**
     * Tells that this side was asleep although the time given to {@link #poll} does not show it: the monotonic clocks
     * of some systems stand still meanwhile, and only the wall clock knows.
     */
    public void woke() {
        shared.tally().slept();
        dialler.lookAgain();
        if (shared.now() >= nextAmnestyNanos) {
            nextAmnestyNanos = shared.now() + shared.times().amnestyPause().toNanos();
            long until = shared.now() + shared.times().amnesty().toNanos();
            shared.amnesty(until);
            roster.all().forEach(link -> link.forgive(until));
        }
        touched = true;
    }

    public List<LinkStatus> statuses() {
        return roster.all().stream().map(Link::status).toList();
    }

    public LinkCounters counters() {
        return shared.tally().read();
    }

    /**
     * A long pause between two polls means that this side was asleep: what it did not hear proves nothing about others.
     * The next amnesty comes after a while only, or a slow loop would never notice anything.
     */
    private void noticeSleep() {
        long gap = lastPollNanos == NEVER_POLLED ? 0 : shared.now() - lastPollNanos;
        lastPollNanos = shared.now();
        if (gap > shared.times().sleep().toNanos()) {
            woke();
        }
    }

    private void tickIfDue() {
        if (!touched && shared.now() < dueNanos) {
            return;
        }
        roster.judge();
        switchboard.tick();
        dialler.tick();
        speak();
        dueNanos = due();
        touched = false;
    }

    private void speak() {
        lastTickNanos = shared.now();
        roster.all().forEach(Link::speak);
    }

    private long due() {
        long due = Math.min(switchboard.dueNanos(), dialler.dueNanos());
        for (Link link : roster.all()) {
            due = Math.min(due, link.dueNanos());
        }
        return due;
    }

    /** One event goes to many guests: its bytes are copied once. */
    private Payload payloadOf(RawJson document) {
        if (lastDocument == null || !document.equals(lastDocument)) {
            lastDocument = document;
            lastPayload = Payload.takeOver(document.toByteArray());
        }
        return lastPayload;
    }
}
