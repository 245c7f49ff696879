package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.wire.SyncMessage;
import dev.muster.wire.SyncMessage.CommandRequest;
import dev.muster.wire.SyncMessage.Confirmation;
import dev.muster.wire.SyncMessage.RequestFullSync;
import dev.muster.wire.SyncMessage.RequestMissingEvents;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Commands that somebody brings to a guest: it knows already that this side is to be host, and this side does not yet.
 * They are kept for a moment, in order, because their author sends them again only much later. Bounded, and belongs to
 * one thread.
 */
final class EarlyRequests {
    static final int KEPT_MAX = 256;
    static final int KEPT_OF_ONE_MAX = 64;
    static final int BYTES_MAX = 1024 * 1024;

    /** Later than that the author has sent it again by itself. */
    static final Duration KEPT_FOR = CommandOutbox.RESEND_AFTER;

    private final Deque<Request> kept = new ArrayDeque<>();
    private int bytes;

    /** What was said, and by whom. */
    record Request(Actor from, CommandRequest command, long arrivedNanos) {}

    /** Whether only a host has anything to do with it. */
    static boolean isForHosts(SyncMessage message) {
        return message instanceof CommandRequest
                || message instanceof Confirmation
                || message instanceof RequestFullSync
                || message instanceof RequestMissingEvents;
    }

    void keep(Actor from, SyncMessage message, long nowNanos) {
        letOldGo(nowNanos);
        if (message instanceof CommandRequest command
                && kept.size() < KEPT_MAX
                && bytes + command.command().size() <= BYTES_MAX
                && kept.stream().filter(one -> one.from().equals(from)).count() < KEPT_OF_ONE_MAX) {
            kept.addLast(new Request(from, command, nowNanos));
            bytes += command.command().size();
        }
    }

    /** What is not too old, in the order in which it came. */
    List<Request> drain(long nowNanos) {
        letOldGo(nowNanos);
        List<Request> drained = List.copyOf(kept);
        kept.clear();
        bytes = 0;
        return drained;
    }

    private void letOldGo(long nowNanos) {
        while (!kept.isEmpty() && nowNanos - kept.getFirst().arrivedNanos() >= KEPT_FOR.toNanos()) {
            bytes -= kept.removeFirst().command().command().size();
        }
    }
}
