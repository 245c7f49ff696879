package dev.muster.simulation;

import dev.muster.transport.Payload;

/** Sends every message once. It is buffered only while the bandwidth of the link is used up by those before it. */
final class RealtimePipe extends Pipe {
    private long sent;

    RealtimePipe(Lane lane) {
        super(lane);
    }

    @Override
    void transmit(Payload payload) {
        long number = ++sent;
        int size = payload.size();
        lane().trace("sends", number, size);
        long now = lane().queue().nowNanos();
        long departure = lane().there().departureNanos(size, now);
        if (departure > now) {
            buffer(size);
            lane().queue().at(departure, () -> unbuffer(size));
        }
        if (!lane().usable() || lane().there().loses()) {
            lane().trace("loses on the way to", number, size);
            return;
        }
        arriveAfter(departure + lane().there().scatteredLatencyNanos(), number, payload);
        if (lane().there().duplicates()) {
            arriveAfter(departure + lane().there().scatteredLatencyNanos(), number, payload);
        }
    }

    private void arriveAfter(long timeNanos, long number, Payload payload) {
        lane().queue().at(timeNanos, () -> {
            // A full inbox drops what is soon outdated; a reliable channel would hold it back.
            if (lane().reachesReceiver() && lane().receiverHasRoomFor(payload.size())) {
                lane().deliver(number, payload);
            }
        });
    }
}
