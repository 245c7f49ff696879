package dev.muster.signalling.server;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** What waits to be sent over one connection, in order. Owned by the loop thread. */
final class Output {
    private final MemoryAccount account;
    private final Deque<ByteBuffer> pieces = new ArrayDeque<>(1);
    private long waiting;
    private long queued;

    Output(MemoryAccount account) {
        this.account = account;
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** Bytes that wait. */
    long waiting() {
        return waiting;
    }

    /** Bytes that have ever been added. */
    long queued() {
        return queued;
    }

    /** Whether the system has a part of the first piece already: the rest must follow, or the stream breaks. */
    boolean isBegun() {
        ByteBuffer first = pieces.peek();
        return first != null && first.position() > 0;
    }

    void add(ByteBuffer bytes) {
        pieces.add(bytes);
        waiting += bytes.remaining();
        queued += bytes.remaining();
        account.take(bytes.remaining());
    }

    /** Copies as many bytes as there is room for, from the first on. They stay here until {@link #sent}. */
    void copyTo(ByteBuffer together) {
        for (ByteBuffer bytes : pieces) {
            int count = Math.min(bytes.remaining(), together.remaining());
            together.put(together.position(), bytes, bytes.position(), count).position(together.position() + count);
        }
    }

    /** The system has so many bytes. */
    void sent(int count) {
        waiting -= count;
        account.give(count);
        int left = count;
        ByteBuffer first = pieces.peek();
        while (first != null && left >= first.remaining()) {
            left -= first.remaining();
            pieces.poll();
            first = pieces.peek();
        }
        if (first != null && left > 0) {
            first.position(first.position() + left);
        }
    }

    /** Throws away what the system has nothing of yet. */
    void forgetUnbegun() {
        ByteBuffer first = pieces.peek();
        boolean keepsFirst = isBegun();
        forget();
        if (keepsFirst && first != null) {
            add(first);
        }
    }

    /** Throws away everything. */
    void forget() {
        account.give(waiting);
        waiting = 0;
        pieces.clear();
    }
}
