package dev.muster.webrtc;

import dev.muster.transport.Channel;
import dev.muster.transport.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What a peer sent before its connection was open on this side. The channels open one after the other, and the peer may
 * already use the first; a stranger who never opens the last must not be able to fill the memory with that.
 */
final class EarlyMessages {
    static final int MESSAGES_MAX = 256;

    /** Much more than the greeting that may be on its way by then. */
    static final int BYTES_MAX = 1024 * 1024;

    private final List<Message> waiting = new ArrayList<>();
    private int bytes;

    private record Message(Channel channel, Payload payload) {}

    /** False if that is too much. What may be lost never is: it is dropped, as a network might have done. */
    boolean keep(Channel channel, Payload payload) {
        if (waiting.size() >= MESSAGES_MAX || bytes + payload.size() > BYTES_MAX) {
            return !channel.reliable();
        }
        bytes += payload.size();
        return waiting.add(new Message(channel, payload));
    }

    /** Hands all of them over, in order. */
    void release(BiConsumer<Channel, Payload> to) {
        waiting.forEach(message -> to.accept(message.channel(), message.payload()));
        forget();
    }

    void forget() {
        waiting.clear();
        bytes = 0;
    }
}
