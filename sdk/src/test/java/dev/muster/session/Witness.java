package dev.muster.session;

import dev.muster.identity.Hash;
import dev.muster.p2p.Inside;
import dev.muster.transport.PeerId;
import dev.muster.wire.OpeningReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Watches everybody in a story after each of their turns, and fails at once where something is that must never be.
 * Looks only at what is new.
 */
final class Witness {
    /** So many grace periods may somebody who can be helped be without a host. */
    private static final int GRACES_WITHOUT_HOST = 3;

    /** A host that was there in the last turn but this is there. */
    private static final Duration SLACK = Duration.ofSeconds(12);

    /** Clocks run fast, and machines see late what happened. */
    private static final double NEARLY = 0.9;

    private final World world;
    private final Map<World.Player, Seen> seen = new HashMap<>();
    private final Map<Mark, Long> marks = new EnumMap<>(Mark.class);
    private final LogWitness logs;
    private final TermWitness terms;
    private final Map<World.Player, Boolean> newcomers = new HashMap<>();
    private long hostsBeforeMending;
    private boolean signallingIsUp = true;

    Witness(World world) {
        this.world = world;
        this.logs = new LogWitness();
        this.terms = new TermWitness(world, logs, this::mark);
    }

    /** What was seen of one process so far. */
    static final class Seen {
        final Inside inside;
        final Map<Long, Hash> log = new HashMap<>();
        Optional<Hash> terms = Optional.empty();
        final Set<Hash> termsSoFar = new HashSet<>();
        Hash end;
        long endSequence;
        boolean wasHost;
        boolean hadHost;
        boolean isFenced;
        boolean grewWithoutHost;
        boolean goesOnAlone;
        long lastHostNanos;
        long clockIsRightFromNanos = Long.MIN_VALUE;
        long helpableSinceNanos = Long.MAX_VALUE;

        Seen(Inside inside, long nowNanos) {
            this.inside = inside;
            this.end = inside.lastHash();
            this.hadHost = true;
            this.lastHostNanos = nowNanos;
        }
    }

    void mark(Mark mark) {
        marks.merge(mark, 1L, Long::sum);
    }

    Map<Mark, Long> marks() {
        return marks;
    }

    /** Somebody's program had a turn. */
    void turned(World.Player player) {
        Seen one = of(player);
        long now = world.network.nowNanos();
        Optional<Hash> newTerms = one.inside.terms();
        boolean hasHost = one.inside.hasHost();
        if (!newTerms.equals(one.terms)) {
            terms.changed(player, one, newTerms.isPresent() ? one.inside.chain() : Optional.empty());
            claimedInTime(player, one, now);
            one.terms = newTerms;
            boolean wentBack = newTerms.filter(one.termsSoFar::add).isEmpty();
            one.lastHostNanos = wentBack ? one.lastHostNanos : now; // Nobody waits again for whom it had lost before.
            one.grewWithoutHost = false;
            one.goesOnAlone = false;
        } else if (hasHost && !one.hadHost && one.inside.isIn()) {
            mark(Mark.SUSPICION_WITHDRAWN);
        }
        if (!one.inside.lastHash().equals(one.end)) {
            one.grewWithoutHost |= !hasHost && !one.hadHost && one.inside.lastSequence() > one.endSequence;
            logs.changed(player, one);
        }
        boolean isHost = player.loop.isHost();
        if (isHost) {
            hosts(one);
        }
        if (one.wasHost
                && !isHost
                && one.inside.chain().filter(chain -> !isHandover(chain)).isPresent()) {
            mark(Mark.DEPOSED);
        }
        one.wasHost = isHost;
        one.hadHost = hasHost;
        if (hasHost) {
            one.goesOnAlone = false;
            one.lastHostNanos = now;
        }
    }

    private void hosts(Seen one) {
        terms.confirmed(one);
        boolean isFenced = one.inside.isFenced();
        if (isFenced && !one.isFenced) {
            mark(Mark.FENCED);
        }
        one.isFenced = isFenced;
    }

    private static boolean isHandover(Inside.Chain chain) {
        return chain.last().reason() == OpeningReason.HANDOVER;
    }

    private Seen of(World.Player player) {
        Seen known = seen.get(player);
        if (known == null || !known.inside.isOf(player.loop.p2p())) {
            known = new Seen(new Inside(player.loop.p2p()), world.network.nowNanos());
            seen.put(player, known);
        }
        return known;
    }

    /** Nobody takes the place of a host that may still come back. */
    private void claimedInTime(World.Player player, Seen one, long now) {
        boolean isClaim = player.loop.isHost()
                && !one.wasHost
                && one.inside.chain().orElseThrow().last().reason() == OpeningReason.CLAIM;
        if (!isClaim) {
            return;
        }
        if (!signallingIsUp) {
            mark(Mark.CLAIM_WITHOUT_SIGNALLING);
        }
        newcomers.replaceAll((who, hasSeenClaim) -> true);
        if (one.grewWithoutHost) {
            mark(Mark.TAIL_FETCHED);
        }
        boolean isEarly = now > one.clockIsRightFromNanos && now - one.lastHostNanos < world.grace.toNanos() * NEARLY;
        if (isEarly && !one.goesOnAlone && !terms.isGone(one)) {
            throw new AssertionError(player.name + " took the host's place "
                    + Duration.ofNanos(now - one.lastHostNanos).toMillis() + " ms after it was there");
        }
    }

    /** Who cannot go on although others could help, and who holds more than it may. Now and then. */
    void looksAround() {
        long now = world.network.nowNanos();
        for (World.Player player : world.players) {
            if (!player.machine.running()) {
                continue;
            }
            Seen one = of(player);
            boolean isHelpable = isHelpable(player, one);
            one.helpableSinceNanos = isHelpable ? Math.min(one.helpableSinceNanos, now) : Long.MAX_VALUE;
            Duration most = world.grace.multipliedBy(GRACES_WITHOUT_HOST).plus(SLACK);
            if (isHelpable && now - one.helpableSinceNanos > most.toNanos()) {
                throw new AssertionError(player.name + " had no host for " + most + " although most were there");
            }
            one.inside.excess(world.limits.queueSize()).ifPresent(words -> {
                throw new AssertionError(player.name + ": " + words);
            });
        }
    }

    private boolean isHelpable(World.Player player, Seen one) {
        if (one.inside.hasHost() || !one.inside.isIn() || one.inside.hasEnded()) {
            return false;
        }
        List<PeerId> linked = player.loop.connectedPeers();
        long others = world.players.stream()
                .filter(other -> other != player && other.machine.running() && other.isIn())
                .filter(other ->
                        other.loop.localPeerId().filter(linked::contains).isPresent())
                .count();
        return 2 * (others + 1) > one.inside.rosterSize();
    }

    boolean isSomebodyWithoutHost() {
        return world.players.stream()
                .filter(one -> one.machine.running())
                .map(this::of)
                .anyMatch(one -> one.inside.isIn() && !one.inside.hasHost());
    }

    void cameWithoutHost(World.Player newcomer) {
        newcomers.put(newcomer, false);
    }

    void crashes(World.Player player) {
        terms.crashes(player);
    }

    void sleeps(World.Player player, Duration time) {
        if (player.loop.isHost() && time.compareTo(world.grace) > 0) {
            mark(Mark.HOST_SLEPT);
        }
    }

    /** That player does not want to wait until the host has had its time. */
    void goesOnAlone(World.Player player) {
        of(player).goesOnAlone = true;
    }

    /** That machine cannot tell this from having slept for so long, and may think that the host had its time. */
    void clockIsSet(World.Player player) {
        if (player.machine.running()) {
            of(player).clockIsRightFromNanos = world.network.nowNanos() + 2 * world.grace.toNanos();
        }
    }

    void signalling(boolean isUp) {
        signallingIsUp = isUp;
    }

    void mends() {
        hostsBeforeMending = Math.max(hostsBeforeMending, hosts());
    }

    private long hosts() {
        return world.players.stream()
                .filter(one -> one.machine.running() && one.loop.isHost())
                .count();
    }

    void hasPeace() {
        if (hostsBeforeMending >= 3 && hosts() == 1) {
            mark(Mark.THREE_SIDES);
        }
        newcomers.forEach((who, hasSeenClaim) -> {
            if (hasSeenClaim && who.machine.running() && who.isIn()) {
                mark(Mark.NEWCOMER_IN_A_CLAIM);
            }
        });
    }
}
