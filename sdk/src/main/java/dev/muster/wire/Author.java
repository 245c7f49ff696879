package dev.muster.wire;

import dev.muster.identity.Actor;
import java.util.Objects;

/**
 * Whose command led to an event.
 *
 * @param number which of the commands of that actor, from 1
 */
public record Author(Actor actor, long number) {
    public Author {
        Objects.requireNonNull(actor, "actor");
        if (number < 1) {
            throw new IllegalArgumentException("commands count from 1, got " + number);
        }
    }
}
