package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.identity.PublicKey;
import dev.muster.p2p.HostStatus.State;
import dev.muster.p2p.Role.Guesting;
import dev.muster.p2p.Role.Hosting;
import dev.muster.wire.AuthorityMessage.Following;
import dev.muster.wire.AuthorityMessage.MergeOffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Watches how this side stands with its host, and tells when that changes. Belongs to one thread. */
final class HostWatch {
    /** Between two looks at who agreed to a term to which too few have agreed so far. */
    static final Duration LOOK_PAUSE = Duration.ofSeconds(1);

    /** A host that decides nothing for longer shows so. */
    static final Duration MOMENT = Duration.ofSeconds(2);

    private final Self self;
    private final Mesh mesh;
    private final Duration grace;
    private final Consumer<P2PEvent> events;
    private State told;
    private final Set<Actor> degraded = new HashSet<>();
    private long brokenNanos;
    private long undecidedSinceNanos = Long.MAX_VALUE;
    private Optional<Terms> judged = Optional.empty();
    private boolean isAgreed = true;
    private List<Following> shown = List.of();
    private long nextLookNanos;

    HostWatch(Self self, Mesh mesh, P2PSetup setup, Consumer<P2PEvent> events) {
        this.self = self;
        this.mesh = mesh;
        this.grace = setup.grace();
        this.events = events;
        this.told = setup.creation().isPresent() ? State.HOSTING : State.LOOKING;
    }

    /** That peer is silent for longer than usual, or not any more, or gone. */
    void degraded(Actor actor, boolean isNow) {
        if (isNow) {
            degraded.add(actor);
        } else {
            degraded.remove(actor);
        }
    }

    void hostBroken(long nowNanos) {
        brokenNanos = nowNanos;
    }

    /** A host shows who follows it. */
    void shown(Actor host, MergeOffer offer) {
        boolean isNews = judged.filter(terms -> terms.owner().equals(host)).isPresent() && !isAgreed;
        if (isNews) {
            isAgreed = Consent.isAgreed(self, judged.orElseThrow(), offer.followers());
        }
    }

    void endPoll(Role role, long nowNanos) {
        if (role instanceof Hosting hosting) {
            judge(hosting.side().terms());
            boolean waits = !hosting.reign().mayDecide();
            undecidedSinceNanos = waits ? Math.min(undecidedSinceNanos, nowNanos) : Long.MAX_VALUE;
            if (!isAgreed && nowNanos >= nextLookNanos) {
                nextLookNanos = nowNanos + LOOK_PAUSE.toNanos();
                lookWhoFollows(hosting);
            }
        } else if (role instanceof Guesting guesting) {
            undecidedSinceNanos = Long.MAX_VALUE;
            guesting.side().terms().ifPresent(this::judge);
        }
        State now = stateOf(role, nowNanos);
        if (now != told) {
            told = now;
            events.accept(new P2PEvent.HostStatusChanged(status(role, nowNanos)));
        }
    }

    HostStatus status(Role role, long nowNanos) {
        State state = stateOf(role, nowNanos);
        if (role instanceof Guesting guesting) {
            if (state == State.RECONNECTING) {
                return new HostStatus(
                        state,
                        Optional.of(until(
                                guesting.allegiance().candidacy().graceOverNanos(brokenNanos + grace.toNanos()),
                                nowNanos)));
            }
            if (state == State.ALONE) {
                long over = guesting.allegiance().candidacy().aloneUntilNanos(brokenNanos + grace.toNanos());
                return over == Long.MAX_VALUE
                        ? HostStatus.of(state)
                        : new HostStatus(state, Optional.of(until(over, nowNanos)));
            }
        }
        return HostStatus.of(state);
    }

    private static Duration until(long then, long nowNanos) {
        return Duration.ofNanos(Math.max(0, then - nowNanos));
    }

    private State stateOf(Role role, long nowNanos) {
        if (role instanceof Hosting hosting) {
            return isWaiting(hosting, nowNanos) ? State.WAITING : isAgreed ? State.HOSTING : State.UNCONFIRMED;
        }
        Guesting guesting = (Guesting) role;
        GuestSide side = guesting.side();
        if (side.hasEnded()) {
            return State.OVER;
        }
        if (side.terms().isEmpty()) {
            return State.LOOKING;
        }
        if (side.hasHost()) {
            boolean isDegraded = !degraded.isEmpty()
                    && side.host().filter(degraded::contains).isPresent();
            return isDegraded ? State.SUSPECTED : isAgreed ? State.FOLLOWING : State.UNCONFIRMED;
        }
        if (!guesting.allegiance().isIn()) {
            return State.LOOKING;
        }
        if (!guesting.allegiance().candidacy().hearsAnybody()) {
            return State.ALONE;
        }
        return guesting.allegiance().candidacy().isGraceOver(nowNanos) ? State.CHOOSING : State.RECONNECTING;
    }

    /** Nobody has to be told of a moment in which a host waits for the others' word. */
    private boolean isWaiting(Hosting hosting, long nowNanos) {
        return !hosting.reign().isHeardEnough()
                || (undecidedSinceNanos != Long.MAX_VALUE && nowNanos - undecidedSinceNanos >= MOMENT.toNanos());
    }

    private void judge(Terms terms) {
        boolean isJudged = judged.isPresent() && judged.get().equals(terms);
        if (!isJudged) {
            judged = Optional.of(terms);
            isAgreed = Consent.isAgreed(self, terms, List.of());
            shown = List.of();
        }
    }

    /** Everybody who follows is told who else does. */
    private void lookWhoFollows(Hosting hosting) {
        List<Following> now = hosting.side().audience().followings();
        if (shown.equals(now)) {
            return;
        }
        shown = now;
        isAgreed = Consent.isAgreed(self, hosting.side().terms(), now);
        List<PublicKey> roster = hosting.side().roster();
        hosting.reign().certificate().ifPresent(words -> mesh.sayToAll(mesh.openAmong(roster), words));
    }
}
