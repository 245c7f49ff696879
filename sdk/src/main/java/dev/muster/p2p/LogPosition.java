package dev.muster.p2p;

import dev.muster.identity.Hash;
import java.util.Objects;

/**
 * Where an event stands.
 *
 * @param sequence from 1, through all terms of the session
 * @param previous the hash of the entry before, or {@link EventLog#ORIGIN}
 */
record LogPosition(Term term, long sequence, Hash previous) {
    LogPosition {
        Objects.requireNonNull(term, "term");
        Objects.requireNonNull(previous, "previous");
        if (sequence < 1) {
            throw new IllegalArgumentException("events count from 1, got " + sequence);
        }
    }
}
