package dev.muster.signalling.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent over one connection, in order. Owned by the loop thread.
 *
 * <p>It counts what the heap holds and not only what the reader will get: a short message costs more for being a
 * piece of its own than for its bytes. When too much waits, whoever adds more is held back until half has gone.
 */
final class Output {
    /** What a piece takes on the heap beside its bytes: itself, its buffer, the header and padding of its array. */
    static final int PIECE_BYTES = 128;

    /** Links to the next, so that a queue that was long once keeps nothing of its length. */
    private static final class Piece {
        private final ByteBuffer bytes;
        private final SenderCredit sender; // On whose credit the bytes wait.
        private @Nullable Piece next;

        Piece(ByteBuffer bytes, SenderCredit sender) {
            this.bytes = bytes;
            this.sender = sender;
        }
    }

    private final MemoryAccount account;
    private final long max;
    private @Nullable Piece first;
    private @Nullable Piece last;
    private Set<SenderCredit> heldBack = Set.of();
    private long waiting;
    private long queued;

    /** @param max what may wait before senders are held back */
    Output(MemoryAccount account, long max) {
        this.account = account;
        this.max = max;
    }

    /** What these bytes count for while they wait. */
    static long cost(ByteBuffer bytes) {
        return bytes.remaining() + (long) PIECE_BYTES;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** What waits, as it counts. */
    long waiting() {
        return waiting;
    }

    /** What has ever been added, as it counts. */
    long queued() {
        return queued;
    }

    /** Whether the system has a part of the first piece already: the rest must follow, or the stream breaks. */
    boolean isBegun() {
        return first != null && first.bytes.position() > 0;
    }

    /** Whether somebody is not read because of what waits here. Looks at everything that waits. */
    boolean holdsSomebodyBack() {
        for (Piece piece = first; piece != null; piece = piece.next) {
            if (piece.sender.isExhausted()) {
                return true;
            }
        }
        return false;
    }

    void add(ByteBuffer bytes, SenderCredit sender) {
        long cost = cost(bytes);
        Piece piece = new Piece(bytes, sender);
        if (last == null) {
            first = piece;
        } else {
            last.next = piece;
        }
        last = piece;
        waiting += cost;
        queued += cost;
        account.take(cost);
        sender.queued(cost);
        if (waiting > max && sender.isConsiderable()) {
            holdBack(sender);
        }
    }

    private void holdBack(SenderCredit sender) {
        if (heldBack.isEmpty()) {
            heldBack = new HashSet<>();
        }
        if (heldBack.add(sender)) {
            sender.readerIsFull();
        }
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
        for (Piece piece = first; piece != null && together.hasRemaining(); piece = piece.next) {
            ByteBuffer bytes = piece.bytes;
            int count = Math.min(bytes.remaining(), together.remaining());
            together.put(together.position(), bytes, bytes.position(), count).position(together.position() + count);
        }
    }

    /** The system has so many bytes. */
    private void sent(int count) {
        int left = count;
        while (first != null && left >= first.bytes.remaining()) {
            left -= first.bytes.remaining();
            forgetFirst(first);
        }
        if (first != null && left > 0) {
            first.bytes.position(first.bytes.position() + left);
            release(first, left);
        }
    }

    /** Throws away what the system has nothing of yet. */
    void forgetUnbegun() {
        Piece begun = isBegun() ? first : null;
        forget();
        if (begun != null) {
            add(begun.bytes, begun.sender);
        }
    }

    /** Throws away everything. */
    void forget() {
        while (first != null) {
            forgetFirst(first);
        }
    }

    private void forgetFirst(Piece piece) {
        first = piece.next;
        if (first == null) {
            last = null;
        }
        release(piece, cost(piece.bytes));
    }

    private void release(Piece piece, long cost) {
        waiting -= cost;
        account.give(cost);
        piece.sender.gone(cost);
        if (!heldBack.isEmpty() && waiting <= max / 2) {
            Set<SenderCredit> released = heldBack;
            heldBack = Set.of();
            released.forEach(SenderCredit::readerHasRoom);
        }
    }
}
