package dev.muster.identity;

import java.util.Objects;

/**
 * One run of the process of somebody. Promises, terms and command numbers belong to an actor: after a restart the same
 * person is another one, who cannot know what the one before did.
 */
public record Actor(PublicKey key, Incarnation incarnation) {
    public Actor {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(incarnation, "incarnation");
    }

    /** Enough of the key to tell people apart in a log. */
    @Override
    public String toString() {
        return key.toHex().substring(0, 8) + "/" + incarnation.toHex().substring(0, 4);
    }
}
