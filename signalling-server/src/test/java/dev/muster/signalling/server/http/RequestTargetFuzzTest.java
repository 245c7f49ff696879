package dev.muster.signalling.server.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Any text gives a target or none, and a target has at least one segment. */
public class RequestTargetFuzzTest {
    @FuzzTest
    void anyTextGivesATargetOrNone(byte[] bytes) {
        check(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    public static void check(String text) {
        Optional<RequestTarget> target = RequestTarget.parse(text);
        if (target.isPresent() && target.get().segments().isEmpty()) {
            throw new AssertionError("a target without a segment: " + text);
        }
    }
}
