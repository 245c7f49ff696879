package dev.muster.demo;

import java.util.List;
import java.util.Optional;

/**
 * What the demo was asked for.
 *
 * @param headless whether to stay in the terminal even where a window could be shown
 */
record Options(boolean headless) {
    static final String USAGE = "Usage: muster-demo [--headless]";

    private static final String HEADLESS = "--headless";

    /** The options, or nothing where an argument is unknown. The build may pass empty ones. */
    static Optional<Options> of(List<String> arguments) {
        boolean known = arguments.stream().allMatch(one -> one.isBlank() || one.equals(HEADLESS));
        return known ? Optional.of(new Options(arguments.contains(HEADLESS))) : Optional.empty();
    }
}
