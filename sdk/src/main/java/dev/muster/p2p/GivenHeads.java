package dev.muster.p2p;

import dev.muster.wire.SyncMessage.Head;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The host's last words of one term. Several are kept, because a guest that is behind is told the newest word for what
 * it was sent: were it told the newest of all alone, one that is always a little behind would never get any.
 */
final class GivenHeads {
    /** A guest that lags behind all of these gets the oldest as soon as it is there, and until then none. */
    static final int KEPT_MAX = 64;

    private final Deque<Head> newestFirst = new ArrayDeque<>();

    void add(Head head) {
        newestFirst.addFirst(head);
        if (newestFirst.size() > KEPT_MAX) {
            newestFirst.removeLast();
        }
    }

    /** What was signed for another term is worth nothing in this one. */
    void clear() {
        newestFirst.clear();
    }

    Optional<Head> newest() {
        return Optional.ofNullable(newestFirst.peekFirst());
    }

    /** The newest word for that event or one before it. */
    Optional<Head> upTo(long sequence) {
        for (Head head : newestFirst) {
            if (head.sequence() <= sequence) {
                return Optional.of(head);
            }
        }
        return Optional.empty();
    }
}
