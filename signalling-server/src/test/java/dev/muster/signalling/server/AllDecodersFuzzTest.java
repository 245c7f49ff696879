package dev.muster.signalling.server;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.muster.signalling.server.frames.FrameReaderFuzzTest;
import dev.muster.signalling.server.http.RequestFuzzTest;
import dev.muster.signalling.server.http.RequestTargetFuzzTest;
import dev.muster.signalling.server.wire.ClientMessageFuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The short search of every build: all decoders in one JVM. The first byte says which one gets the others. */
class AllDecodersFuzzTest {
    @FuzzTest
    void anyBytesAreDecoded(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(bytes, 1, bytes.length);
        switch (bytes[0] & 3) {
            case 0 -> ClientMessageFuzzTest.check(new String(rest, StandardCharsets.UTF_8));
            case 1 -> FrameReaderFuzzTest.check(rest);
            case 2 -> RequestFuzzTest.check(rest);
            default -> RequestTargetFuzzTest.check(new String(rest, StandardCharsets.ISO_8859_1));
        }
    }
}
