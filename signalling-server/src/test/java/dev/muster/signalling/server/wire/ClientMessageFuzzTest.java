package dev.muster.signalling.server.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Any text gives a message, and what a signal is relayed as reads as the same signal. */
public class ClientMessageFuzzTest {
    @FuzzTest
    void anyTextGivesAMessage(byte[] bytes) {
        check(new String(bytes, StandardCharsets.UTF_8));
    }

    public static void check(String text) {
        ClientMessage message = ClientMessage.read(text);
        if (message instanceof ClientMessage.Signal signal) {
            String relayed = "{\"Signal\":{\"receiver\":\"" + signal.receiver() + "\",\"data\":" + signal.data() + "}}";
            if (!ClientMessage.read(relayed).equals(signal)) {
                throw new AssertionError("not the same after a second reading: " + relayed);
            }
        }
    }
}
