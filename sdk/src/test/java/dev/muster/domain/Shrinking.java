package dev.muster.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a failing story short: leaves out ever smaller stretches of it as long as it still fails. */
public final class Shrinking {
    private Shrinking() {}

    /** Steps that fail together, and do not any more whichever single one is left out. */
    public static <S> List<S> shrink(List<S> failing, Predicate<List<S>> fails) {
        List<S> steps = new ArrayList<>(failing);
        boolean shorter = true;
        while (shorter) {
            shorter = false;
            for (int length = Math.max(1, steps.size() / 2); length >= 1; length /= 2) {
                shorter |= leaveOut(steps, length, fails);
            }
        }
        return List.copyOf(steps);
    }

    private static <S> boolean leaveOut(List<S> steps, int length, Predicate<List<S>> fails) {
        boolean shorter = false;
        for (int from = steps.size() - length; from >= 0; from = Math.min(from - 1, steps.size() - length)) {
            List<S> rest = new ArrayList<>(steps.subList(0, from));
            rest.addAll(steps.subList(from + length, steps.size()));
            if (fails.test(List.copyOf(rest))) {
                steps.clear();
                steps.addAll(rest);
                shorter = true;
            }
        }
        return shorter;
    }
}
