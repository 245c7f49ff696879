package dev.muster.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a failing story short: leaves out ever smaller stretches of it as long as it still fails. */
final class Shrinking {
    private Shrinking() {}

    /** A story that fails, and does not any more whichever single step is left out. */
    static Story shrink(Story failing, Predicate<Story> fails) {
        List<Story.Step> steps = new ArrayList<>(failing.steps());
        boolean shorter = true;
        while (shorter) {
            shorter = false;
            for (int length = Math.max(1, steps.size() / 2); length >= 1; length /= 2) {
                shorter |= leaveOut(steps, length, fails);
            }
        }
        return new Story(steps);
    }

    private static boolean leaveOut(List<Story.Step> steps, int length, Predicate<Story> fails) {
        boolean shorter = false;
        for (int from = steps.size() - length; from >= 0; from = Math.min(from - 1, steps.size() - length)) {
            List<Story.Step> rest = new ArrayList<>(steps.subList(0, from));
            rest.addAll(steps.subList(from + length, steps.size()));
            if (fails.test(new Story(rest))) {
                steps.clear();
                steps.addAll(rest);
                shorter = true;
            }
        }
        return shorter;
    }
}
