package dev.muster.p2p;

import dev.muster.identity.Hash;
import java.util.Objects;

/** How far a log goes: the number of its last event and the hash that covers all of it. */
record Stand(long sequence, Hash hash) {
    static final Stand ORIGIN = new Stand(0, EventLog.ORIGIN);

    Stand {
        Objects.requireNonNull(hash, "hash");
        if (sequence < 0) {
            throw new IllegalArgumentException("no log ends at event " + sequence);
        }
    }
}
