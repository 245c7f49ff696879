package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.Channel;
import dev.muster.transport.Payload;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.TransportEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A JDK and nothing else. Run by {@link WebRtcTest} where none of the library's desktop libraries can be loaded. */
class WebRtcOnABareMachine {
    @Test
    void messagesArriveAlthoughEveryDesktopLibraryIsMissing() throws Exception {
        var probe = EmptySharedObject.build(System.getProperty("os.arch"), "probe", java.util.List.of("libX11.so.6"));
        Path file = Files.createTempFile("probe", ".so");
        Files.write(file, probe.orElseThrow());
        assertThrows(UnsatisfiedLinkError.class, () -> System.load(file.toString()), "the library is hidden");
        Files.delete(file);

        try (var crowd = new Crowd()) {
            Crowd.Pair pair = crowd.connected();
            assertEquals(
                    SendOutcome.TAKEN,
                    pair.offerer().transport.send(pair.offered(), Channel.SYNC, Payload.ofUtf8("hello")));
            crowd.until(
                    "it arrived",
                    () -> pair.answerer()
                                    .all(TransportEvent.MessageReceived.class)
                                    .count()
                            == 1);
        }
        try (var left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertTrue(
                    left.noneMatch(path -> path.getFileName().toString().startsWith("muster-")),
                    "no placeholder stays behind");
        }
    }
}
