package dev.muster.session;

import dev.muster.domain.HostReclaim;
import dev.muster.p2p.P2PLimits;
import dev.muster.simulation.LinkConditions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All that a story consists of. Whatever is left out of it, the rest can still be told. */
record StoryPlan(long seed, Setting setting, List<Beat> beats) {
    StoryPlan {
        beats = List.copyOf(beats);
    }

    /**
     * Where it takes place.
     *
     * @param hostsFall whether what befalls guests befalls the host too
     * @param hasLiar whether somebody is there who says what is not true
     */
    record Setting(
            P2PLimits limits,
            Duration grace,
            HostReclaim reclaim,
            LinkConditions air,
            boolean hostsFall,
            boolean hasLiar) {}

    /** One step, how long nothing else happens then, and its place in the whole story. */
    record Beat(int number, StoryStep step, int thenMillis) {
        @Override
        public String toString() {
            return number + ". " + step + ", then " + thenMillis + " ms";
        }
    }

    StoryPlan with(List<Beat> others) {
        return new StoryPlan(seed, setting, others);
    }

    /** Without everything but the steps of these numbers. */
    StoryPlan onlyWith(List<Integer> numbers) {
        return with(beats.stream().filter(one -> numbers.contains(one.number())).toList());
    }

    String numbers() {
        return beats.stream().map(one -> Integer.toString(one.number())).collect(Collectors.joining(","));
    }

    static List<Beat> numbered(List<StoryStep> steps, List<Integer> pauses) {
        return IntStream.range(0, steps.size())
                .mapToObj(i -> new Beat(i + 1, steps.get(i), pauses.get(i)))
                .toList();
    }

    @Override
    public String toString() {
        return "seed " + seed + ", " + setting + "\n"
                + beats.stream().map(Beat::toString).collect(Collectors.joining("\n"));
    }
}
