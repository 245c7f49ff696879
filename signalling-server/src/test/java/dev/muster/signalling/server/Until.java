package dev.muster.signalling.server;

import java.util.function.BooleanSupplier;

/** Waits for conditions in tests. */
final class Until {
    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final long LOOK_MILLIS = 2;

    private Until() {}

    /** Returns as soon as the condition holds; fails when it does not come to hold. */
    static void holds(String condition, BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("never came to hold: " + condition);
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for: " + condition, e);
            }
        }
    }
}
