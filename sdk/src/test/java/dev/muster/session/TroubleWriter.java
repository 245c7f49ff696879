package dev.muster.session;

import dev.muster.session.StoryStep.AllIsMended;
import dev.muster.session.StoryStep.ClockDrifts;
import dev.muster.session.StoryStep.ClockIsSet;
import dev.muster.session.StoryStep.Crashes;
import dev.muster.session.StoryStep.Does;
import dev.muster.session.StoryStep.GoesOnAlone;
import dev.muster.session.StoryStep.IsCutOff;
import dev.muster.session.StoryStep.IsNotHeardBy;
import dev.muster.session.StoryStep.LinkByLinkIsMended;
import dev.muster.session.StoryStep.NetworkIs;
import dev.muster.session.StoryStep.Part;
import dev.muster.session.StoryStep.PathIs;
import dev.muster.session.StoryStep.Polls;
import dev.muster.session.StoryStep.Quits;
import dev.muster.session.StoryStep.SignallingIs;
import dev.muster.session.StoryStep.Sleeps;
import dev.muster.session.StoryStep.StartsAgain;
import dev.muster.simulation.SimulatedClock.InSleep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/** Makes up what befalls people: their networks, machines and clocks, and that it does so at the worst moment. */
final class TroubleWriter {
    private static final int MOMENT_MILLIS = 300;
    private static final int WHILE_MILLIS = 2_000;
    private static final int SIDES_MAX = 4;
    private static final Duration CLOCK_JUMP = Duration.ofHours(1);
    private static final double DRIFT_MAX = 0.02;

    private final SplittableRandom random;
    private final boolean hostsFall;
    private final int graceMillis;
    private List<String> names = List.of();

    TroubleWriter(SplittableRandom random, boolean hostsFall, Duration grace) {
        this.random = random;
        this.hostsFall = hostsFall;
        this.graceMillis = (int) grace.toMillis();
    }

    /**
     * One trouble.
     *
     * @param everybody the host first
     * @param then takes each step and how long nothing else happens then
     */
    void write(List<String> everybody, BiConsumer<StoryStep, Integer> then) {
        names = everybody;
        if (hostsFall) {
            writeForAll(then);
        } else {
            writeForGuests(then);
        }
    }

    private void writeForGuests(BiConsumer<StoryStep, Integer> then) {
        String one = names.get(1 + random.nextInt(names.size() - 1));
        switch (random.nextInt(7)) {
            case 0 -> then.accept(new IsNotHeardBy(names.get(0), one), random.nextInt(WHILE_MILLIS));
            case 1 -> then.accept(new IsCutOff(one), random.nextInt(WHILE_MILLIS));
            case 2 -> then.accept(new AllIsMended(), random.nextInt(WHILE_MILLIS));
            case 3 -> then.accept(new StartsAgain(one), random.nextInt(WHILE_MILLIS));
            case 4 -> {
                int millis = random.nextInt(12_000);
                then.accept(new Sleeps(one, clock(), millis), millis);
            }
            case 5 -> signallingIsDown(5_000, then);
            default -> then.accept(new NetworkIs(Weather.any(random, false)), random.nextInt(WHILE_MILLIS));
        }
    }

    private void writeForAll(BiConsumer<StoryStep, Integer> then) {
        String one = somebody();
        switch (random.nextInt(20)) {
            case 0, 1 -> then.accept(new IsNotHeardBy(one, somebody()), pause());
            case 2, 3 -> then.accept(new IsCutOff(one), pause());
            case 4, 5 -> {
                then.accept(new Part(sides()), pause());
                if (random.nextBoolean()) {
                    then.accept(mended(), random.nextInt(WHILE_MILLIS));
                }
            }
            case 6, 7 -> then.accept(mended(), random.nextInt(WHILE_MILLIS));
            case 8, 9 -> {
                then.accept(new Crashes(one), pause());
                if (random.nextInt(3) > 0) {
                    then.accept(new StartsAgain(one), random.nextInt(WHILE_MILLIS));
                }
            }
            case 10 -> then.accept(new StartsAgain(one), random.nextInt(WHILE_MILLIS));
            case 11, 12 -> {
                int millis = random.nextInt(3) == 0 ? graceMillis + random.nextInt(5_000) : random.nextInt(12_000);
                then.accept(new Sleeps(one, clock(), millis), random.nextInt(millis + 1));
            }
            case 13 -> {
                Duration jump = random.nextBoolean() ? CLOCK_JUMP : CLOCK_JUMP.negated();
                then.accept(new ClockIsSet(one, jump), 0);
                then.accept(new ClockDrifts(somebody(), (random.nextDouble() * 2 - 1) * DRIFT_MAX), 0);
            }
            case 14 -> signallingIsDown(graceMillis, then);
            case 15 -> then.accept(new Polls(one, Duration.ofMillis(200 + random.nextInt(6_000))), pause());
            case 16 -> then.accept(new NetworkIs(Weather.any(random, true)), random.nextInt(WHILE_MILLIS));
            case 17 -> then.accept(new PathIs(one, somebody(), Weather.any(random, true)), pause());
            case 18 -> atTheWorstMoment(then);
            default -> then.accept(random.nextInt(3) == 0 ? new Quits(one) : new GoesOnAlone(one), pause());
        }
    }

    /** The role changes hands, and while it does something happens to one of those hands. */
    private void atTheWorstMoment(BiConsumer<StoryStep, Integer> then) {
        Deed deed = random.nextBoolean() ? Deed.DELEGATE : Deed.LEAVE;
        then.accept(new Does(SessionStory.WHO_IS_HOST, deed, random.nextLong()), random.nextInt(MOMENT_MILLIS));
        String who = random.nextBoolean() ? SessionStory.WHO_IS_HOST : SessionStory.OLDEST_GUEST;
        switch (random.nextInt(4)) {
            case 0 -> then.accept(new Crashes(who), pause());
            case 1 -> then.accept(new IsCutOff(who), pause());
            case 2 -> then.accept(new Part(sides()), pause());
            default -> then.accept(new Sleeps(who, clock(), random.nextInt(12_000)), pause());
        }
    }

    private void signallingIsDown(int millisMax, BiConsumer<StoryStep, Integer> then) {
        then.accept(new SignallingIs(false), random.nextInt(millisMax));
        then.accept(new SignallingIs(true), 0);
    }

    private StoryStep mended() {
        return random.nextBoolean() ? new AllIsMended() : new LinkByLinkIsMended(WHILE_MILLIS / 2, random.nextLong());
    }

    private InSleep clock() {
        return random.nextBoolean() ? InSleep.RUNS : InSleep.STANDS_STILL;
    }

    private String somebody() {
        return switch (random.nextInt(4)) {
            case 0 -> SessionStory.WHO_IS_HOST;
            case 1 -> random.nextBoolean() ? SessionStory.OLDEST_GUEST : SessionStory.WHO_IS_HOST;
            default -> names.get(random.nextInt(names.size()));
        };
    }

    private List<List<String>> sides() {
        int many = 2 + random.nextInt(Math.min(SIDES_MAX, names.size()) - 1);
        List<List<String>> sides = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            sides.add(new ArrayList<>());
        }
        names.forEach(name -> sides.get(random.nextInt(many)).add(name));
        return sides;
    }

    /** Mostly a moment; now and then so long that a host is replaced. */
    private int pause() {
        int dice = random.nextInt(10);
        if (dice < 3) {
            return graceMillis + random.nextInt(6_000);
        }
        return dice < 5 ? random.nextInt(graceMillis) : random.nextInt(WHILE_MILLIS);
    }
}
