package dev.muster.link;

import dev.muster.wire.SessionMessage;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * What arrives over a broken link before the link is known to be back, so that nobody hears from a peer whose return it
 * was not told of. In the order of arrival, and each once; of another connection's messages none is kept.
 */
final class EarlyMessages {
    private final Queue<SessionMessage> messages = new ArrayDeque<>(0);
    private int bytes;

    void add(SessionMessage message, int size) {
        messages.add(message);
        bytes += size;
    }

    int bytes() {
        return bytes;
    }

    /** The link is back: gives them on, and keeps none. */
    void release(Consumer<SessionMessage> receiver) {
        messages.forEach(receiver);
        forget();
    }

    void forget() {
        messages.clear();
        bytes = 0;
    }
}
