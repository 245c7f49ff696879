package dev.muster.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a message, a snapshot, an event, a command, or none of these. */
class PeerJsonFuzzTest {
    @FuzzTest
    void anyBytesAreAMessageOrNone(byte[] bytes) {
        SecondReading.check(bytes);
    }
}
