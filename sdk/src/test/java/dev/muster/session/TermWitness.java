package dev.muster.session;

import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.identity.PublicKey;
import dev.muster.p2p.Inside;
import dev.muster.session.LogWitness.Term;
import dev.muster.wire.Opening;
import dev.muster.wire.OpeningReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Watches how terms begin: who may open one, and that nothing is lost which those who took part had confirmed. */
final class TermWitness {
    /** Two grants of one guest are further apart than two claims that rest on them may be by this much. */
    private static final Duration GRANTS_APART = Duration.ofMillis(1_500);

    /** What was confirmed so long ago was in every certificate that was shown since. */
    private static final Duration CERTIFIED = Duration.ofSeconds(8);

    private static final Duration HANDOVER_IS_FRESH = Duration.ofSeconds(2);

    private final World world;
    private final LogWitness logs;
    private final Consumer<Mark> marks;
    private final Set<Hash> known = new HashSet<>();
    private final Map<Term, Map<PublicKey, Confirmed>> confirmed = new HashMap<>();
    private final Map<Term, List<Claim>> claims = new HashMap<>();
    private Optional<Handover> lastHandover = Optional.empty();
    private final Set<Actor> gone = new HashSet<>();
    private final Map<World.Player, Actor> actors = new HashMap<>();

    TermWitness(World world, LogWitness logs, Consumer<Mark> marks) {
        this.world = world;
        this.logs = logs;
        this.marks = marks;
    }

    private record Confirmed(long sequence, long sinceNanos) {}

    private record Claim(Opening opening, Set<PublicKey> takingPart, long atNanos) {}

    private record Handover(PublicKey from, PublicKey to, long atNanos) {}

    /** A process goes by other terms than before. */
    void changed(World.Player player, Witness.Seen seen, Optional<Inside.Chain> chain) {
        chain.ifPresent(terms -> {
            int from = terms.openings().size();
            while (from > 0 && !known.contains(terms.hashAt(from - 1))) {
                from--;
            }
            for (int i = from; i < terms.openings().size(); i++) {
                known.add(terms.hashAt(i));
                opened(player, terms, i);
            }
            if (player.loop.isHost()) {
                actors.put(player, terms.last().owner());
            }
        });
    }

    private void opened(World.Player player, Inside.Chain terms, int index) {
        Opening opening = terms.openings().get(index);
        if (opening.reason() == OpeningReason.CREATION) {
            return;
        }
        Opening before = terms.openings().get(index - 1);
        boolean isOldHostsWord = opening.reason() == OpeningReason.HANDOVER;
        PublicKey signer = (isOldHostsWord ? before : opening).owner().key();
        if (!signer.equals(player.identity.publicKey())) {
            throw new AssertionError(player.name + " goes by a term that nobody opened: " + opening);
        }
        switch (opening.reason()) {
            case HANDOVER -> handedOver(terms, before, opening);
            case CLAIM -> claimed(before, opening);
            default -> merged(terms, index, before, opening);
        }
    }

    private void handedOver(Inside.Chain terms, Opening before, Opening opening) {
        logs.ends(Term.of(before), opening.lastSequence());
        marks.accept(Mark.HANDOVER);
        PublicKey to = opening.owner().key();
        if (to.equals(terms.openings().get(0).owner().key())) {
            marks.accept(Mark.HANDED_BACK);
        }
        lastHandover = Optional.of(new Handover(before.owner().key(), to, world.network.nowNanos()));
    }

    private void claimed(Opening before, Opening opening) {
        marks.accept(Mark.CLAIM);
        Set<PublicKey> takingPart = new HashSet<>();
        opening.assents().forEach(one -> takingPart.add(one.by().key()));
        var claim = new Claim(opening, takingPart, world.network.nowNanos());
        List<Claim> others = claims.computeIfAbsent(Term.of(before), one -> new ArrayList<>());
        for (Claim other : others) {
            boolean isAnothers = !other.opening().owner().equals(opening.owner());
            if (isAnothers) {
                marks.accept(Mark.CLAIM_AGAINST_CLAIM);
            }
            Set<PublicKey> both = new HashSet<>(other.takingPart());
            both.retainAll(takingPart);
            if (isAnothers && !both.isEmpty() && claim.atNanos() - other.atNanos() < GRANTS_APART.toNanos()) {
                throw new AssertionError("somebody granted the place of one host to two: " + opening);
            }
        }
        others.add(claim);
        confirmed.getOrDefault(Term.of(before), Map.of()).forEach((who, word) -> {
            if (takingPart.contains(who) || who.equals(opening.owner().key())) {
                marks.accept(Mark.EVENT_CONFIRMED_AND_CLAIMED);
                requireKept(claim, word.sequence());
            }
        });
    }

    private static void requireKept(Claim claim, long sequence) {
        if (sequence > claim.opening().lastSequence()) {
            throw new AssertionError("event " + sequence + " was confirmed by one who took part in a claim, and lost: "
                    + claim.opening());
        }
    }

    /** A host may have heard of new confirmations. */
    void confirmed(Witness.Seen seen) {
        Map<Actor, Long> words = seen.inside.confirmations();
        if (words.isEmpty()) {
            return;
        }
        Term term = Term.of(seen.inside.chain().orElseThrow().last());
        Map<PublicKey, Confirmed> before = confirmed.computeIfAbsent(term, one -> new HashMap<>());
        words.forEach((who, sequence) -> {
            Confirmed known = before.get(who.key());
            if (known == null || known.sequence() < sequence) {
                long since = known == null ? world.network.nowNanos() : known.sinceNanos();
                before.put(who.key(), new Confirmed(sequence, since));
                claims.getOrDefault(term, List.of()).stream()
                        .filter(one -> one.takingPart().contains(who.key()))
                        .forEach(one -> requireKept(one, sequence));
            }
        });
    }

    private void merged(Inside.Chain terms, int index, Opening before, Opening opening) {
        marks.accept(Mark.MERGE);
        logs.ends(Term.of(before), opening.lastSequence());
        Hash other = opening.merged().orElseThrow();
        for (World.Player player : world.players) {
            if (player.machine.running() && player.loop.isHost()) {
                var inside = new Inside(player.loop.p2p());
                inside.chain()
                        .filter(chain -> chain.lastHash().equals(other))
                        .ifPresent(chain -> requireMore(terms, index, before, new Loser(inside, chain)));
            }
        }
    }

    private record Loser(Inside inside, Inside.Chain chain) {}

    /** The loser has no more followers that it could long have shown than the winner ever had. */
    private void requireMore(Inside.Chain winner, int index, Opening before, Loser loser) {
        List<PublicKey> roster = rosterAtTheFork(winner, index, loser.chain());
        long now = world.network.nowNanos();
        Set<PublicKey> ours =
                new HashSet<>(confirmed.getOrDefault(Term.of(before), Map.of()).keySet());
        ours.add(before.owner().key());
        Set<PublicKey> theirs = new HashSet<>();
        Map<PublicKey, Confirmed> words =
                confirmed.getOrDefault(Term.of(loser.chain().last()), Map.of());
        loser.inside().confirmations().keySet().forEach(who -> {
            Confirmed word = words.get(who.key());
            if (word != null && now - word.sinceNanos() > CERTIFIED.toNanos()) {
                theirs.add(who.key());
            }
        });
        theirs.add(loser.chain().last().owner().key());
        ours.retainAll(roster);
        theirs.retainAll(roster);
        Set<PublicKey> both = new HashSet<>(ours);
        both.retainAll(theirs);
        if (theirs.size() - both.size() > ours.size()) {
            throw new AssertionError("a host with " + ours.size() + " followers went on for one with " + theirs.size());
        }
    }

    private static List<PublicKey> rosterAtTheFork(Inside.Chain winner, int end, Inside.Chain loser) {
        int common = 0;
        while (common < end
                && common < loser.openings().size()
                && winner.hashAt(common).equals(loser.hashAt(common))) {
            common++;
        }
        boolean isOurs = common < end;
        boolean isTheirs = common < loser.openings().size();
        if (isOurs && isTheirs) {
            Opening ours = winner.openings().get(common);
            Opening theirs = loser.openings().get(common);
            if (ours.lastSequence() == theirs.lastSequence()) {
                return ours.roster().stream().filter(theirs.roster()::contains).toList();
            }
            return (ours.lastSequence() < theirs.lastSequence() ? ours : theirs).roster();
        }
        return isOurs
                ? winner.openings().get(common).roster()
                : isTheirs ? loser.openings().get(common).roster() : List.of();
    }

    void crashes(World.Player player) {
        PublicKey key = player.identity.publicKey();
        long now = world.network.nowNanos();
        lastHandover
                .filter(one -> now - one.atNanos() < HANDOVER_IS_FRESH.toNanos())
                .filter(one -> one.from().equals(key) || one.to().equals(key))
                .ifPresent(one -> marks.accept(Mark.HANDOVER_IN_A_CRASH));
        Actor actor = actors.get(player);
        if (actor != null) {
            gone.add(actor);
        }
    }

    /** Whether the host before the newest has ended, so that nobody has to wait for it. */
    boolean isGone(Witness.Seen seen) {
        List<Opening> openings = seen.inside.chain().orElseThrow().openings();
        return gone.contains(openings.get(openings.size() - 2).owner());
    }
}
