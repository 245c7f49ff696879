package dev.muster.webrtc;

import dev.muster.transport.Channel;
import dev.muster.transport.ConnectionStats;
import dev.muster.transport.Reachability;
import dev.muster.transport.Route;
import java.util.stream.Stream;

/** What went over a connection, and what may still wait in the library's send buffers. */
final class Counts {
    /** By channel: at least what waits in the library, which only drains between two of our sends. */
    private final int[] waitingAtMost = new int[Channel.values().length];

    private final long[] taken = new long[Channel.values().length];
    private final StallWatch[] watches =
            Stream.generate(StallWatch::new).limit(Channel.values().length).toArray(StallWatch[]::new);

    private long messagesSent;
    private long messagesReceived;
    private long bytesSent;
    private long bytesReceived;

    /**
     * Whether a message finds room. The library is asked only when the bound could be reached, since asking takes time.
     */
    boolean fits(Channel channel, int size, NativePeer peer) {
        int bound = channel.bufferBytesMax();
        return waitingAtMost[channel.id()] + size <= bound
                || buffered(channel, peer) == 0
                || waitingAtMost[channel.id()] + size <= bound;
    }

    /** Asks the library what waits on a channel. */
    int buffered(Channel channel, NativePeer peer) {
        int waiting = peer.bufferedBytes(channel);
        waitingAtMost[channel.id()] = waiting;
        return waiting;
    }

    void sent(Channel channel, int size) {
        waitingAtMost[channel.id()] += size;
        taken[channel.id()] += size;
        messagesSent++;
        bytesSent += size;
    }

    /** Whether something may wait in the library, so that it is worth looking whether it moves. */
    boolean mayWait() {
        for (int waiting : waitingAtMost) {
            if (waiting > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a channel has stopped to drain although the path answers. */
    boolean stalled(long nowNanos, Reachability path, NativePeer peer) {
        boolean stalled = false;
        for (Channel channel : Channel.values()) {
            int id = channel.id();
            stalled |=
                    watches[id].look(nowNanos, path, taken[id], waitingAtMost[id] == 0 ? 0 : buffered(channel, peer));
        }
        return stalled;
    }

    void received(int size) {
        messagesReceived++;
        bytesReceived += size;
    }

    ConnectionStats toStats(Route route) {
        return new ConnectionStats(route, messagesSent, messagesReceived, bytesSent, bytesReceived);
    }
}
