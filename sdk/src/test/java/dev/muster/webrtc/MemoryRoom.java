package dev.muster.webrtc;

import dev.muster.signalling.Signaller;
import dev.muster.signalling.SignallingNotice;
import dev.muster.wire.PeerSignal;
import dev.muster.wire.SignallingEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * A room without a server: what a Matchbox server does, in memory, with hands on the signals for tests that want to
 * lose or change them. All members run on one thread.
 */
final class MemoryRoom {
    private final Map<UUID, Member> members = new LinkedHashMap<>();
    private Function<Passing, Optional<Passing>> onTheWay = Optional::of;
    private long lastId;

    /** A signal on its way. */
    record Passing(UUID sender, UUID receiver, PeerSignal signal) {}

    Member join() {
        var member = new Member();
        member.enter();
        return member;
    }

    /** From now on every signal goes through the hands of the test. */
    void onTheWay(Function<Passing, Optional<Passing>> hands) {
        onTheWay = hands;
    }

    /** Delivers a signal as the server would, also one that nobody sent. */
    void deliver(Passing passing) {
        Member receiver = members.get(passing.receiver());
        if (receiver != null) {
            receiver.hear(new SignallingEvent.Signal(passing.sender(), passing.signal()));
        }
    }

    /** Every member loses the server. */
    void stop() {
        members.values().forEach(member -> member.tell(new SignallingNotice.Lost("stopped", Optional.empty())));
        members.clear();
    }

    private UUID nextId() {
        lastId++;
        return new UUID(0x4000L, 0x8000_0000_0000_0000L + lastId);
    }

    /** One peer's way into the room. */
    final class Member implements Signaller {
        private final Queue<SignallingNotice> notices = new ConcurrentLinkedQueue<>();
        private Runnable wakeUp = () -> {};
        private Optional<UUID> id = Optional.empty();
        private boolean joinedBefore;

        /** Runs right after a poll found nothing, which is when a real server's frame is easily overlooked. */
        Runnable afterEmptyPoll = () -> {};

        /** Comes in, or comes in again under a new id. */
        void enter() {
            var assigned = nextId();
            id = Optional.of(assigned);
            tell(new SignallingNotice.Joined(joinedBefore));
            joinedBefore = true;
            hear(new SignallingEvent.IdAssigned(assigned));
            members.values().forEach(other -> other.hear(new SignallingEvent.NewPeer(assigned)));
            members.put(assigned, this);
        }

        UUID id() {
            return id.orElseThrow();
        }

        void hear(SignallingEvent event) {
            tell(new SignallingNotice.Heard(event));
        }

        void tell(SignallingNotice notice) {
            notices.add(notice);
            wakeUp.run();
        }

        @Override
        public Optional<SignallingNotice> poll(long nowNanos) {
            SignallingNotice notice = notices.poll();
            if (notice == null) {
                afterEmptyPoll.run();
            }
            return Optional.ofNullable(notice);
        }

        @Override
        public long nextDeadlineNanos() {
            return Long.MAX_VALUE;
        }

        @Override
        public void onWakeUp(Runnable hook) {
            wakeUp = hook;
            if (!notices.isEmpty()) {
                hook.run();
            }
        }

        @Override
        public boolean signal(UUID receiver, PeerSignal signal) {
            if (!members.containsValue(this)) {
                return false;
            }
            onTheWay.apply(new Passing(id(), receiver, signal)).ifPresent(MemoryRoom.this::deliver);
            return true;
        }

        @Override
        public void networkChanged() {
            // Memory has no address.
        }

        @Override
        public void close() {
            if (members.values().remove(this)) {
                members.values().forEach(other -> other.hear(new SignallingEvent.PeerLeft(id())));
            }
        }
    }
}
