package dev.muster.simulation;

import dev.muster.transport.Payload;

/** Carries the messages of one channel in one direction. */
abstract class Pipe {
    private final Lane lane;
    private int bufferedBytes;
    private boolean refused;

    Pipe(Lane lane) {
        this.lane = lane;
    }

    Lane lane() {
        return lane;
    }

    int bufferedBytes() {
        return bufferedBytes;
    }

    /** Takes a message unless the buffer is full. */
    boolean send(Payload payload) {
        if (bufferedBytes > 0 && bufferedBytes + payload.size() > lane.channel().bufferBytesMax()) {
            refused = true;
            return false;
        }
        transmit(payload);
        return true;
    }

    abstract void transmit(Payload payload);

    void buffer(int bytes) {
        bufferedBytes += bytes;
    }

    /** Room came back; whoever was refused hears of it at half, so that it does not come for every message. */
    void unbuffer(int bytes) {
        bufferedBytes -= bytes;
        if (refused && bufferedBytes <= lane.channel().bufferBytesMax() / 2 && lane.senderOpen()) {
            refused = false;
            lane.writable();
        }
    }
}
