package dev.muster.simulation;

import dev.muster.transport.Payload;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Delivers every message once and in order while both ends live, as SCTP does: numbers, cumulative acknowledgements,
 * and sending again after a time-out that doubles up to three seconds. Loss and cuts show as delay, and then as a full
 * buffer.
 */
final class ReliablePipe extends Pipe {
    private static final long TIMEOUT_MIN_NANOS = Duration.ofMillis(200).toNanos();
    private static final long TIMEOUT_MAX_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long TIMEOUT_MARGIN_NANOS = Duration.ofMillis(100).toNanos();
    private static final int ACK_BYTES = 40;

    /** So many acknowledgements that show a gap, and the message in the gap is sent again before its time-out. */
    private static final int GAP_ACKS = 3;

    /** One message on its way. */
    private static final class Segment {
        private final long number;
        private final Payload payload;
        private long departedNanos;
        private boolean repeated;

        Segment(long number, Payload payload) {
            this.number = number;
            this.payload = payload;
        }
    }

    // The sender's half.
    private final Deque<Segment> unacknowledged = new ArrayDeque<>();
    private long sent;
    private long roundTripNanos;
    private long timeoutNanos = TIMEOUT_MAX_NANOS;
    private int gapAcks;
    private boolean recovering;
    private boolean timerSet;

    // The receiver's half.
    private final Map<Long, Segment> ahead = new HashMap<>();
    private long expected = 1;

    ReliablePipe(Lane lane) {
        super(lane);
    }

    @Override
    void transmit(Payload payload) {
        var segment = new Segment(++sent, payload);
        buffer(payload.size());
        unacknowledged.addLast(segment);
        lane().trace("sends", segment.number, payload.size());
        put(segment);
        setTimer();
    }

    private void put(Segment segment) {
        Link there = lane().there();
        segment.departedNanos =
                there.departureNanos(segment.payload.size(), lane().queue().nowNanos());
        if (!lane().usable() || there.loses()) {
            lane().trace("loses on the way to", segment.number, segment.payload.size());
            return;
        }
        lane().queue().at(segment.departedNanos + there.latencyNanos(), () -> arrive(segment));
    }

    private void arrive(Segment segment) {
        if (!lane().reachesReceiver()) {
            return;
        }
        if (segment.number >= expected) {
            if (!lane().receiverHasRoomFor(segment.payload.size())) {
                return; // The application does not read: nothing is acknowledged, and the sender will stall.
            }
            if (segment.number == expected && ahead.isEmpty()) {
                expected++;
                lane().deliver(segment.number, segment.payload);
            } else {
                ahead.put(segment.number, segment);
                deliverInOrder();
            }
        }
        acknowledge();
    }

    private void deliverInOrder() {
        Segment next = ahead.remove(expected);
        while (next != null) {
            expected++;
            lane().deliver(next.number, next.payload);
            next = ahead.remove(expected);
        }
    }

    private void acknowledge() {
        Link back = lane().back();
        if (!lane().usable() || back.loses()) {
            return;
        }
        long upTo = expected;
        boolean gap = !ahead.isEmpty();
        long departure = back.departureNanos(ACK_BYTES, lane().queue().nowNanos());
        lane().queue().at(departure + back.latencyNanos(), () -> {
            if (lane().reachesSender()) {
                acknowledged(upTo, gap);
            }
        });
    }

    private void acknowledged(long upTo, boolean gap) {
        Segment first = unacknowledged.peekFirst();
        boolean progress = false;
        while (first != null && first.number < upTo) {
            unacknowledged.removeFirst();
            progress = true;
            if (!first.repeated) {
                measure(lane().queue().nowNanos() - first.departedNanos);
            }
            unbuffer(first.payload.size());
            first = unacknowledged.peekFirst();
        }
        if (progress) {
            gapAcks = 0;
            timeoutNanos = Math.min(TIMEOUT_MAX_NANOS, Math.max(TIMEOUT_MIN_NANOS, base()));
        }
        if (progress && recovering) {
            recovering = false;
            repeatWhatIsLate();
        } else if (gap && ++gapAcks == GAP_ACKS && first != null && !first.repeated) {
            repeat(first);
        }
    }

    private long base() {
        return roundTripNanos == 0 ? TIMEOUT_MAX_NANOS : 2 * roundTripNanos + TIMEOUT_MARGIN_NANOS;
    }

    private void measure(long sampleNanos) {
        roundTripNanos = roundTripNanos == 0 ? sampleNanos : (7 * roundTripNanos + sampleNanos) / 8;
    }

    /** One timer for all: it looks at the oldest message when that one is due. */
    private void setTimer() {
        Segment oldest = unacknowledged.peekFirst();
        if (timerSet || oldest == null) {
            return;
        }
        timerSet = true;
        lane().queue().at(oldest.departedNanos + timeoutNanos, () -> {
            if (lane().senderRuns()) {
                timerFired();
            } else {
                lane().whenSenderRuns(this::timerFired);
            }
        });
    }

    /** After a time-out only the oldest is tried; the others follow when that one is confirmed. */
    private void timerFired() {
        timerSet = false;
        if (!lane().senderOpen()) {
            unacknowledged.clear();
            return;
        }
        Segment oldest = unacknowledged.peekFirst();
        if (oldest != null && late(oldest)) {
            recovering = true;
            repeat(oldest);
            timeoutNanos = Math.min(TIMEOUT_MAX_NANOS, 2 * timeoutNanos);
        }
        setTimer();
    }

    private void repeatWhatIsLate() {
        for (Segment segment : unacknowledged) {
            if (late(segment)) {
                repeat(segment);
            }
        }
    }

    private boolean late(Segment segment) {
        return segment.departedNanos + timeoutNanos <= lane().queue().nowNanos();
    }

    private void repeat(Segment segment) {
        segment.repeated = true;
        put(segment);
    }
}
