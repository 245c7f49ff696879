package dev.muster.simulation;

import java.util.List;

/** A hostile signalling server: sees every signal and decides what becomes of it. */
@FunctionalInterface
public interface SignalFilter {
    /** An honest server. */
    SignalFilter HONEST = List::of;

    /**
     * Decides about one signal.
     *
     * @param signal what an honest server would deliver
     * @return what is delivered instead: nothing, the same, others, or several
     */
    List<Signal> apply(Signal signal);
}
