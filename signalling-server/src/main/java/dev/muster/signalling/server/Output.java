package dev.muster.signalling.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** What waits to be sent over one connection, in order. Owned by the loop thread. */
final class Output {

    /** @param sender on whose credit the bytes wait */
    private record Piece(ByteBuffer bytes, SenderCredit sender) {}

    private final MemoryAccount account;
    private final Deque<Piece> pieces = new ArrayDeque<>(1);
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
        Piece first = pieces.peek();
        return first != null && first.bytes.position() > 0;
    }

    void add(ByteBuffer bytes, SenderCredit sender) {
        int count = bytes.remaining();
        pieces.add(new Piece(bytes, sender));
        waiting += count;
        queued += count;
        account.take(count);
        sender.queued(count);
    }

    /**
     * Writes until the system takes no more; gives the bytes it has taken. Small messages go together, in one call
     * to the system: that call costs more than the copying.
     */
    int sendThrough(Wire wire, ByteBuffer together) throws IOException {
        int taken = 0;
        boolean more = true;
        while (more && !isEmpty()) {
            copyTo(together.clear());
            int offered = together.flip().remaining();
            wire.write(together);
            int count = offered - together.remaining();
            sent(count);
            taken += count;
            more = !together.hasRemaining();
        }
        return taken;
    }

    /** Copies as many bytes as there is room for, from the first on. They stay here until {@link #sent}. */
    private void copyTo(ByteBuffer together) {
        for (Piece piece : pieces) {
            ByteBuffer bytes = piece.bytes;
            int count = Math.min(bytes.remaining(), together.remaining());
            together.put(together.position(), bytes, bytes.position(), count).position(together.position() + count);
        }
    }

    /** The system has so many bytes. */
    private void sent(int count) {
        int left = count;
        Piece first = pieces.peek();
        while (first != null && left >= first.bytes.remaining()) {
            left -= first.bytes.remaining();
            forgetFirst();
            first = pieces.peek();
        }
        if (first != null && left > 0) {
            first.bytes.position(first.bytes.position() + left);
            release(first, left);
        }
    }

    /** Throws away what the system has nothing of yet. */
    void forgetUnbegun() {
        Piece first = pieces.peek();
        boolean keepsFirst = isBegun();
        forget();
        if (keepsFirst && first != null) {
            add(first.bytes, first.sender);
        }
    }

    /** Throws away everything. */
    void forget() {
        while (!pieces.isEmpty()) {
            forgetFirst();
        }
    }

    private void forgetFirst() {
        Piece first = pieces.remove();
        release(first, first.bytes.remaining());
    }

    private void release(Piece piece, int count) {
        waiting -= count;
        account.give(count);
        piece.sender.gone(count);
    }
}
