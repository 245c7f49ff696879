package dev.muster.link;

import dev.muster.identity.Actor;
import dev.muster.transport.Transport;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What all parts of one peer's links work with: who they are, the way out, the way up, and the time of this poll. */
final class Shared {
    private final LinkConfig config;
    private LocalPeer self;
    private final Actor actor;
    private final Transport transport;
    private final RandomGenerator random;
    private final Tally tally = new Tally();
    private final Warnings warnings = new Warnings();
    private final Queue<LinkEvent> events = new ArrayDeque<>();
    private long nowNanos;
    private long amnestyUntilNanos;
    private boolean silent;

    Shared(LinkConfig config, LocalPeer self, Transport transport, RandomGenerator random) {
        this.config = config;
        this.self = self;
        this.actor = self.actor();
        this.transport = transport;
        this.random = random;
    }

    LinkTimes times() {
        return config.times();
    }

    LinkLimits limits() {
        return config.limits();
    }

    LinkConfig config() {
        return config;
    }

    LocalPeer self() {
        return self;
    }

    /** This side is host from now on, or no longer: the next greetings say so. */
    void self(LocalPeer changed) {
        self = changed;
    }

    Actor actor() {
        return actor;
    }

    Transport transport() {
        return transport;
    }

    RandomGenerator random() {
        return random;
    }

    Tally tally() {
        return tally;
    }

    Warnings warnings() {
        return warnings;
    }

    long now() {
        return nowNanos;
    }

    /** Time never runs backwards. */
    void now(long nanos) {
        nowNanos = Math.max(nowNanos, nanos);
    }

    /** Nobody is accused of anything before {@code untilNanos}. */
    void amnesty(long untilNanos) {
        amnestyUntilNanos = untilNanos;
    }

    boolean inAmnesty() {
        return nowNanos < amnestyUntilNanos;
    }

    /** The earliest moment, from {@code dueNanos} on, at which somebody may be accused. */
    long afterAmnesty(long dueNanos) {
        return Math.max(dueNanos, amnestyUntilNanos);
    }

    void emit(LinkEvent event) {
        if (!silent) {
            events.add(event);
        }
    }

    @Nullable
    LinkEvent nextEvent() {
        return events.poll();
    }

    boolean isSilent() {
        return silent;
    }

    /** Nothing is reported any more. */
    void fallSilent() {
        silent = true;
        events.clear();
    }
}
