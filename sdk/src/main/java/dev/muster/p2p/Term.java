package dev.muster.p2p;

import dev.muster.identity.Actor;
import java.util.Objects;

/**
 * One host's reign. The number alone would not do: two hosts may come to the same one while they cannot hear each
 * other, and a host that was restarted no longer knows what it numbered before.
 *
 * @param number from 0, the creator's reign
 */
record Term(long number, Actor owner) {
    Term {
        Objects.requireNonNull(owner, "owner");
        if (number < 0) {
            throw new IllegalArgumentException("terms count from 0, got " + number);
        }
    }
}
