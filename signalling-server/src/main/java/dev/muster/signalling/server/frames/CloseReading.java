package dev.muster.signalling.server.frames;

import dev.muster.signalling.server.frames.BadFrame.Breach;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;

/** Reads the payload of a close frame: nothing, or a code and a reason. */
final class CloseReading {
    private CloseReading() {}

    static Frame.Close read(byte[] payload) throws BadFrame {
        if (payload.length == 0) {
            return new Frame.Close(OptionalInt.empty(), "");
        }
        if (payload.length == 1) {
            throw new BadFrame(Breach.PROTOCOL, "half of a close code");
        }
        int code = ByteBuffer.wrap(payload).getShort() & 0xffff;
        if (!mayBeSent(code)) {
            throw new BadFrame(Breach.PROTOCOL, "close code " + code + " must not be sent");
        }
        byte[] reason = Arrays.copyOfRange(payload, 2, payload.length);
        return new Frame.Close(OptionalInt.of(code), FrameReader.text(reason, reason.length));
    }

    /** The codes that RFC 6455 and the registry behind it allow on the wire. */
    private static boolean mayBeSent(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }
}
