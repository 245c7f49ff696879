package dev.muster.session;

import dev.muster.simulation.Latency;
import dev.muster.simulation.LinkConditions;
import java.time.Duration;
import java.util.SplittableRandom;

/** What networks are like in stories. */
final class Weather {
    private static final int LATENCY_MAX_MILLIS = 300;
    private static final double LOSS_MAX = 0.3;
    private static final double DUPLICATION_MAX = 0.2;

    private Weather() {}

    static LinkConditions any(SplittableRandom random, boolean isRough) {
        return switch (random.nextInt(isRough ? 6 : 4)) {
            case 0 -> LinkConditions.lan();
            case 1 -> LinkConditions.internet();
            case 2 -> LinkConditions.mobile();
            case 3 ->
                LinkConditions.internet().withLoss(0.2).withDuplication(0.1).withReordering(0.2);
            default -> mixed(random);
        };
    }

    private static LinkConditions mixed(SplittableRandom random) {
        int least = random.nextInt(LATENCY_MAX_MILLIS);
        int most = least + random.nextInt(LATENCY_MAX_MILLIS - least + 1);
        return LinkConditions.perfect(Latency.uniform(Duration.ofMillis(least), Duration.ofMillis(most)))
                .withLoss(random.nextDouble() * LOSS_MAX)
                .withDuplication(random.nextDouble() * DUPLICATION_MAX)
                .withReordering(random.nextDouble() * DUPLICATION_MAX);
    }
}
