package dev.muster.tcp;

import dev.muster.transport.Channel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * What waits to be written on one stream: a queue per channel, each with the bound of its channel, and one for words of
 * the transport itself. The writer takes from them in turn, so a long transfer on one channel does not hold up another.
 */
final class Outbox {
    /** A member that reads nothing while the directory has so much to tell is cut off. */
    private static final int WORDS_BYTES_MAX = 256 * 1024;

    private static final int WORDS = 0;

    private static final class Lane {
        private final Queue<Frame> frames = new ArrayDeque<>();
        private final int bytesMax;
        private int bytes;
        private boolean refused;

        Lane(int bytesMax) {
            this.bytesMax = bytesMax;
        }
    }

    private final List<Lane> lanes = new ArrayList<>();
    private int turn;
    private boolean finished;

    Outbox() {
        lanes.add(new Lane(WORDS_BYTES_MAX));
        for (Channel channel : Channel.values()) {
            lanes.add(new Lane(channel.bufferBytesMax()));
        }
    }

    /** Takes a frame unless there is no room for it. */
    synchronized boolean offer(Frame frame) {
        Lane lane = lanes.get(laneOf(frame));
        int size = frame.payload().size();
        if (finished) {
            return false;
        }
        if (lane.bytes > 0 && lane.bytes + size > lane.bytesMax) {
            lane.refused = true;
            return false;
        }
        lane.frames.add(frame);
        lane.bytes += size;
        notifyAll();
        return true;
    }

    /**
     * Takes a frame that may be lost, and only while half of its lane is free: nobody shall fill up what is needed for
     * frames that may not.
     */
    synchronized boolean offerIfCalm(Frame frame) {
        Lane lane = lanes.get(laneOf(frame));
        return lane.bytes <= lane.bytesMax / 2 && offer(frame);
    }

    synchronized int bytes(Channel channel) {
        return lanes.get(1 + channel.id()).bytes;
    }

    /** Nothing more is taken; what waits is still written, and then a goodbye. */
    synchronized void finish() {
        if (!finished) {
            finished = true;
            // Last in the last turn: the writer sees it only when everything else is gone.
            notifyAll();
        }
    }

    /** Waits for the next frame; empty when finished and everything is written. */
    synchronized Optional<Frame> take() throws InterruptedException {
        while (true) {
            for (int i = 0; i < lanes.size(); i++) {
                Lane lane = lanes.get((turn + i) % lanes.size());
                Frame next = lane.frames.poll();
                if (next != null) {
                    turn = (turn + i + 1) % lanes.size();
                    return Optional.of(next);
                }
            }
            if (finished) {
                return Optional.empty();
            }
            wait();
        }
    }

    /** A frame is written: its room is free again. True if somebody was refused before and may now send. */
    synchronized boolean written(Frame frame) {
        Lane lane = lanes.get(laneOf(frame));
        lane.bytes -= frame.payload().size();
        if (lane.refused && lane.bytes <= lane.bytesMax / 2) {
            lane.refused = false;
            return true;
        }
        return false;
    }

    private static int laneOf(Frame frame) {
        return frame.channel().map(channel -> 1 + channel.id()).orElse(WORDS);
    }
}
