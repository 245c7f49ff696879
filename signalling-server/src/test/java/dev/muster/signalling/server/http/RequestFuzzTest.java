package dev.muster.signalling.server.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

/** Any bytes give a reading; a whole head is whole from the first byte that makes it so. */
public class RequestFuzzTest {
    @FuzzTest
    void anyBytesGiveAReading(byte[] bytes) {
        check(bytes);
    }

    public static void check(byte[] bytes) {
        HeadReading reading = RequestHeadParser.parse(ByteBuffer.wrap(bytes), 0, 100);
        if (reading instanceof HeadReading.Complete complete) {
            if (complete.length() > bytes.length) {
                throw new AssertionError("longer than what was received");
            }
            ByteBuffer oneLess = ByteBuffer.wrap(bytes).limit(complete.length() - 1);
            if (!(RequestHeadParser.parse(oneLess, 0, 100) instanceof HeadReading.Incomplete)) {
                throw new AssertionError("whole before its end");
            }
            RequestTarget.parse(complete.head().target())
                    .ifPresent(target -> target.query().get("next"));
        }
    }
}
