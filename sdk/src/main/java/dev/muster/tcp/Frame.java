package dev.muster.tcp;

import dev.muster.transport.Channel;
import dev.muster.transport.Payload;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One frame on a stream: a type, a length, and so many bytes. The types below {@link #BYE} are the ids of channels.
 *
 * @param type what the bytes mean
 * @param payload the bytes
 */
record Frame(int type, Payload payload) {
    /** The sender closes on purpose, and nothing follows. */
    static final int BYE = 16;

    static final int HEADER_BYTES = 5;

    private static final int BYTE_MASK = 0xff;

    static Frame data(Channel channel, Payload payload) {
        return new Frame(channel.id(), payload);
    }

    static Frame bye() {
        return new Frame(BYE, Payload.takeOver(new byte[0]));
    }

    Optional<Channel> channel() {
        return type < Channel.values().length ? Optional.of(Channel.ofId(type)) : Optional.empty();
    }

    /** Header and bytes in one write, so that a small frame is one TLS record. */
    void write(OutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + payload.size());
        buffer.put((byte) type).putInt(payload.size()).put(payload.asReadOnlyBuffer());
        out.write(buffer.array());
    }

    /** Reads a whole frame, or fails: a length over the limit is never allocated. */
    static Frame read(DataInputStream in) throws IOException {
        int type = in.readByte() & BYTE_MASK;
        int length = in.readInt();
        if (length < 0 || length > Channel.MESSAGE_BYTES_MAX) {
            throw new ProtocolException("a frame of " + length + " bytes; the limit is " + Channel.MESSAGE_BYTES_MAX);
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new Frame(type, Payload.takeOver(bytes));
    }

    /** The other side broke the rules. */
    static final class ProtocolException extends IOException {
        private static final long serialVersionUID = 1L;

        ProtocolException(String message) {
            super(message);
        }
    }
}
