package dev.muster.p2p;

import dev.muster.identity.Incarnation;
import dev.muster.identity.PublicKey;
import java.util.Objects;

/**
 * Whose command led to an event.
 *
 * @param number which of the commands of that incarnation, from 1
 */
record Author(PublicKey key, Incarnation incarnation, long number) {
    Author {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(incarnation, "incarnation");
        if (number < 1) {
            throw new IllegalArgumentException("commands count from 1, got " + number);
        }
    }
}
