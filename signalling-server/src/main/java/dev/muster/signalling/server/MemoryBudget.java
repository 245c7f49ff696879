package dev.muster.signalling.server;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The bytes that all connections together hold for messages on their way. Owned by the loop thread.
 *
 * <p>Whoever asks, gets; when that is too much for the server or for the asker's address, somebody else pays: of
 * those who hold more than the small reserve that everybody has, the one who has held most for longest. So
 * connections that fill the memory throw out each other, and never the honest peer that asks next. That works
 * because a single connection can never hold all that its address may hold: {@link Limits} sees to it.
 */
final class MemoryBudget {

    /**
     * The bounds.
     *
     * @param max for all connections together, reserves not counted
     * @param perAddressMax for all connections of one address, reserves not counted
     * @param reserve for each connection, beside the others
     */
    record Bounds(long max, long perAddressMax, long reserve) {
        static Bounds of(Limits limits) {
            return new Bounds(
                    limits.get(Limit.BUFFERED_BYTES),
                    limits.get(Limit.BUFFERED_BYTES_PER_ADDRESS),
                    limits.get(Limit.RESERVED_BYTES));
        }
    }

    /** The connections of one address that hold more than their reserve. */
    private static final class Share {
        private final Set<MemoryAccount> holders = new LinkedHashSet<>();
        private long charged;
    }

    private final Bounds bounds;
    private final Map<AddressKey, Share> shares = new HashMap<>();
    private long nowNanos;
    private long charged;
    private long held;

    MemoryBudget(Bounds bounds) {
        this.bounds = bounds;
    }

    /** The loop's clock has moved on. */
    void clock(long now) {
        nowNanos = now;
    }

    /** An account without anything in it. */
    MemoryAccount open(InetAddress address, MemoryAccount.Holder holder) {
        return new MemoryAccount(this, AddressKey.of(address), holder);
    }

    /** Bytes that are held now, reserves included. */
    long held() {
        return held;
    }

    /** The account holds so many more bytes, or fewer. Whoever has to make room for them has done so on return. */
    void moved(MemoryAccount account, long bytes) {
        long before = charge(account.held() - bytes);
        long after = charge(account.held());
        held += bytes;
        if (before == after) {
            return;
        }
        Share share = shares.computeIfAbsent(account.address(), key -> new Share());
        charged += after - before;
        share.charged += after - before;
        if (before == 0) {
            account.chargedSince(nowNanos);
            share.holders.add(account);
        } else if (after == 0) {
            share.holders.remove(account);
            shares.computeIfPresent(account.address(), (key, kept) -> kept.holders.isEmpty() ? null : kept);
        }
        if (after > before) {
            makeRoom(account, share);
        }
    }

    private long charge(long bytes) {
        return Math.max(0, bytes - bounds.reserve());
    }

    private void makeRoom(MemoryAccount asker, Share share) {
        while (share.charged > bounds.perAddressMax() && evictOne(share.holders.stream(), asker)) {
            // One less; perhaps that is enough.
        }
        while (charged > bounds.max() && evictOne(everybody(), asker)) {
            // One less; perhaps that is enough.
        }
    }

    private Stream<MemoryAccount> everybody() {
        return shares.values().stream().map(share -> share.holders).flatMap(Collection::stream);
    }

    /** False when there is nobody but the asker. */
    private boolean evictOne(Stream<MemoryAccount> holders, MemoryAccount asker) {
        Optional<MemoryAccount> worst =
                holders.filter(holder -> holder != asker).max(Comparator.comparingDouble(this::burden));
        worst.ifPresent(MemoryAccount::evict);
        return worst.isPresent();
    }

    /** Bytes times time: who holds much for a moment is no burden, and neither is who holds little for long. */
    private double burden(MemoryAccount holder) {
        return (double) charge(holder.held()) * (nowNanos - holder.chargedSince() + 1);
    }
}
