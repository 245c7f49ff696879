package dev.muster.signalling.server;

import dev.muster.signalling.server.frames.FrameReader;
import java.net.InetAddress;

/** What one connection holds of the {@link MemoryBudget}. Owned by the loop thread. */
final class MemoryAccount implements FrameReader.Budget {

    /** Whose account it is. */
    interface Holder {
        /** Give back everything, now: others need it. */
        void evicted();
    }

    private final MemoryBudget budget;
    private final Holder holder;
    private AddressKey address;
    private long held;
    private long chargedSinceNanos;

    MemoryAccount(MemoryBudget budget, AddressKey address, Holder holder) {
        this.budget = budget;
        this.address = address;
        this.holder = holder;
    }

    @Override
    public void take(long bytes) {
        held += bytes;
        budget.moved(this, bytes);
    }

    @Override
    public void give(long bytes) {
        if (bytes > held) {
            throw new IllegalStateException("gave back " + bytes + " bytes, but only " + held + " were taken");
        }
        held -= bytes;
        budget.moved(this, -bytes);
    }

    /** From now on it counts for this address, which a trusted proxy has told. */
    void moveTo(InetAddress origin) {
        long all = held;
        give(all);
        address = AddressKey.of(origin);
        take(all);
    }

    void evict() {
        holder.evicted();
        if (held > 0) {
            throw new IllegalStateException("kept " + held + " bytes after being thrown out");
        }
    }

    AddressKey address() {
        return address;
    }

    long held() {
        return held;
    }

    long chargedSince() {
        return chargedSinceNanos;
    }

    void chargedSince(long nowNanos) {
        chargedSinceNanos = nowNanos;
    }
}
