package dev.muster.simulation;

/** A program under test threw. The message says which seed to replay, when it happened and at which peer. */
public final class SimulationFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SimulationFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
