package dev.muster.webrtc;

import dev.muster.transport.Channel;
import dev.muster.transport.ConnectionStats;
import dev.muster.transport.Route;

/** What went over a connection, and what may still wait in the library's send buffers. */
final class Counts {
    /** By channel: at least what waits in the library, which only drains between two of our sends. */
    private final int[] waitingAtMost = new int[Channel.values().length];

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
        messagesSent++;
        bytesSent += size;
    }

    void received(int size) {
        messagesReceived++;
        bytesReceived += size;
    }

    ConnectionStats toStats(Route route) {
        return new ConnectionStats(route, messagesSent, messagesReceived, bytesSent, bytesReceived);
    }
}
